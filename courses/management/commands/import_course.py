"""Load the course's files into the database."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.interchange.loading import load_course
from courses.interchange.part import WrongFile


class Command(BaseCommand):
    help = "Load the course's files. What an editor has changed is left alone, and named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", default=str(settings.BASE_DIR / "fixtures"))

    def handle(self, *args: Any, folder: str, **options: Any) -> None:
        try:
            report = load_course(Path(folder))
        except WrongFile as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Course loaded: {len(report.created)} new, {len(report.updated)} updated, "
            f"{len(report.unchanged)} as before, {len(report.kept)} left as an editor changed them."
        )
        for name in report.kept:
            self.stdout.write(f"  left alone: {name}")
