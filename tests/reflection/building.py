"""Two writers on one course, each with words that nobody else may find."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from reflection.models import JournalEntry
from reflection.writing import write_entry, write_note
from tests.courses.building import lesson, make_person, put_on, small_course

SAMS, CERYS = "The yellow door at number nine", "A canary in the coal cellar"


@dataclass
class World:
    sam: User
    cerys: User


def two_writers() -> World:
    """Sam wrote about a lesson and a note; so did Cerys."""
    course = small_course()
    world = World(make_person("Sam"), make_person("Cerys"))
    for writer, words in ((world.sam, SAMS), (world.cerys, CERYS)):
        put_on(course, writer)
        write_entry(writer, lesson("trauma/family").pk, "What will you take with you?", words)
        write_note(writer, f"{words}, once more")
    return world


def entries_of(writer: User) -> list[str]:
    return sorted(JournalEntry.objects.owned_by(writer).values_list("text", flat=True))
