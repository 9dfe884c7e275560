"""Write the course from the database into its files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from courses.interchange.writing import write_course


class Command(BaseCommand):
    help = "Write the course into its files, ready to be compared and kept in git."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", default=str(settings.BASE_DIR / "fixtures"))

    def handle(self, *args: Any, folder: str, **options: Any) -> None:
        names = write_course(Path(folder))
        self.stdout.write(f"{len(names)} files written to {folder}.")
