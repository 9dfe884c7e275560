"""Make demo people, one for each role."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cce_lms.demo import PASSWORD, NotInProduction, make_demo_people


class Command(BaseCommand):
    help = "Make demo people, one for each role. Only in development."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            people = make_demo_people()
        except NotInProduction as error:
            raise CommandError(
                "Demo people can’t be made with production settings: their password is public."
            ) from error
        width = max(len(person.email) for person in people)
        self.stdout.write("Demo people (each with the password " + self.style.SUCCESS(PASSWORD) + "):")
        for person in people:
            self.stdout.write(f"  {person.email:<{width}}  {person.does}")
