"""Questions in rows and columns, as CSV and spreadsheets hold them: a row for each option.

A question begins where the column “question” is filled; the rows beneath it, without one, are its further options.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.exchange.entry import (
    MOST_OPTIONS,
    UNPRINTABLE,
    Entry,
    Option,
    Reading,
    Unreadable,
    canonical,
    too_many_options,
    used,
)
from assessments.models import Question
from assessments.question_types import question_types

HEADS = (
    "key", "lesson", "lesson title", "type", "state", "shuffle", "question", "option", "right", "goes with", "feedback",
)  # fmt: skip
NEEDED = {"question", "option"}
# The title stands there for people; the key beside it says which lesson it is.
NOT_READ = {"lesson title"}
MOST_ROWS = 20_000

# What each column holds, for whoever fills it in.
MEANINGS = {
    "key": gettext_lazy("The question’s permanent name. Leave it empty for a new question: it gets one by itself."),
    "lesson": gettext_lazy("The key of the lesson it is about, such as coercive-control/fear-and-danger."),
    "lesson title": gettext_lazy("For you to read. It is not read from the file."),
    "type": gettext_lazy("single, several, true-false, ordering or matching. Empty: single."),
    "state": gettext_lazy("draft, in use or retired. Empty: as it was; a new question is a draft."),
    "shuffle": gettext_lazy("Whether the options change places: yes or no. Empty: as it was; yes for a new question."),
    "question": gettext_lazy("Its words, in the first of its rows only."),
    "option": gettext_lazy("One option in each row. For ordering: the steps, in the right order."),
    "right": gettext_lazy("yes beside each right option. Not for ordering and matching."),
    "goes with": gettext_lazy("matching: what it goes with. true-false: true or false, whichever it is a reason for."),
    "feedback": gettext_lazy("What is said about the option afterwards."),
}  # fmt: skip

YES = {"yes", "y", "true", "1", "x", "✓", "✔", "right"}
NO = {"no", "n", "false", "0", "-", "wrong"}
STATES = {"in use": Question.State.LIVE, **{state: state for state in Question.State.values}}
WORD_FOR_STATE = {str(Question.State.LIVE): "in use"}

FORMULAS_BEGIN = ("=", "+", "-", "@", "\t", "\r", "\n")

Row = tuple[int, Sequence[str]]


def harmless(text: str) -> str:
    """As it stands in a cell: no text of it is run as a formula. `plain` takes it back."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULAS_BEGIN) else text


def plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULAS_BEGIN) else cell


def rows_of(entries: Iterable[Entry]) -> Iterator[list[str]]:
    """The rows, heads first."""
    yield list(HEADS)
    for entry in entries:
        shuffle = {True: "yes", False: "no", None: ""}[entry.shuffle]
        state = WORD_FOR_STATE.get(entry.state, entry.state) if entry.state else ""
        start = [entry.key, entry.lesson, entry.lesson_title, entry.kind, str(state), shuffle, entry.stem]
        for option in entry.options:
            yield [*start, option.text, "yes" if option.is_right else "", option.match, option.feedback]
            start = [entry.key, *[""] * (len(start) - 1)]


@dataclass(slots=True)
class _Draft:
    """A question while its rows are read."""

    place: int
    cells: Mapping[str, str]
    kind: str
    rows: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)


def read_rows(rows: Iterable[Row]) -> Reading:
    """Rows with their numbers, heads first. Raises Unreadable."""
    reading = Reading()
    numbered = iter(rows)
    heads = _heads(next(numbered, (1, ())), reading)
    draft: _Draft | None = None
    for count, (place, cells) in enumerate(numbered):
        if count >= MOST_ROWS:
            raise Unreadable(
                _("More than %(number)d rows. Divide the file, and import its parts.") % {"number": MOST_ROWS}
            )
        named = _named(place, heads, cells, reading)
        if not any(named.values()):
            continue
        if _begins(named, draft):
            _finish(draft, reading)
            draft = _begin(place, named, reading)
        _add(draft, place, named, reading)
    _finish(draft, reading)
    return reading


def _heads(row: Row, reading: Reading) -> dict[int, str]:
    """The names of the columns that are read, by their places."""
    names = [canonical(cell).lower() for cell in row[1]]
    if not set(names) >= NEEDED:
        raise Unreadable(
            _("The first row has to hold the names of the columns: %(heads)s. Take the template to begin with.")
            % {"heads": ", ".join(HEADS)}
        )
    for name in names:
        if name and name not in HEADS:
            reading.note(row[0], _("The column “%(name)s” is not read.") % {"name": name[:60]})
        if name in HEADS and names.count(name) > 1:
            raise Unreadable(_("Two columns are called “%(name)s”.") % {"name": name})
    return {at: name for at, name in enumerate(names) if name in HEADS and name not in NOT_READ}


def _named(place: int, heads: Mapping[int, str], cells: Sequence[str], reading: Reading) -> dict[str, str]:
    named = dict.fromkeys(HEADS, "")
    for at, name in heads.items():
        if at < len(cells):
            if UNPRINTABLE.search(cells[at]):
                reading.refuse(place, _("“%(name)s” holds a character that is no text.") % {"name": name})
            named[name] = canonical(cells[at])
    return named


def _begins(cells: Mapping[str, str], draft: _Draft | None) -> bool:
    """Whether a question begins here. Somebody may have filled its words into all its rows."""
    if not cells["question"]:
        return False
    same = draft is not None and all(draft.cells[name] == cells[name] for name in ("key", "question"))
    return not (same and cells["key"])


def _begin(place: int, cells: Mapping[str, str], reading: Reading) -> _Draft:
    kind = cells["type"].lower() or "single"
    if kind not in question_types():
        known = ", ".join(question_types())
        reading.refuse(
            place, _("There is no type “%(type)s”. There are: %(known)s.") % {"type": kind[:60], "known": known}
        )
        kind = ""
    return _Draft(place, cells, kind)


def _add(draft: _Draft | None, place: int, cells: Mapping[str, str], reading: Reading) -> None:
    if draft is None:
        reading.refuse(place, _("No question stands above this row: the column “question” is empty."))
    elif cells["key"] not in ("", draft.cells["key"]):
        reading.refuse(
            place,
            _("This row belongs to “%(key)s”, but stands beneath another question. Were the rows sorted?")
            % {"key": cells["key"][:150]},
        )
    elif len(draft.rows) >= MOST_OPTIONS:
        raise Unreadable(_("Row %(row)d: %(trouble)s") % {"row": place, "trouble": too_many_options()})
    elif not cells["option"]:
        reading.refuse(place, _("The column “option” is empty."))
    else:
        draft.rows.append((place, cells))


def _finish(draft: _Draft | None, reading: Reading) -> None:
    if draft is None:
        return
    cells, options = draft.cells, [_option(draft.kind, *row, reading) for row in draft.rows]
    state = STATES.get(cells["state"].lower())
    if state is None and cells["state"]:
        reading.refuse(
            draft.place, _("The state is draft, in use or retired, not “%(state)s”.") % {"state": cells["state"][:60]}
        )
    if draft.kind:
        reading.add(
            Entry(
                key=cells["key"],
                lesson=cells["lesson"],
                kind=draft.kind,
                stem=cells["question"],
                options=tuple(options),
                shuffle=_answer(draft.place, "shuffle", cells["shuffle"], reading),
                state=str(state) if state else None,
                place=draft.place,
            )
        )


def _option(kind: str, place: int, cells: Mapping[str, str], reading: Reading) -> Option:
    has_right, has_match = used(question_types()[kind].choice_keys) if kind else (True, True)
    match = cells["goes with"].lower() if kind == "true-false" else cells["goes with"]
    right = _answer(place, "right", cells["right"], reading)
    if match and not has_match:
        reading.refuse(place, _("“goes with” is for matching and true-false. Leave it empty here."))
    if right and not has_right:
        reading.refuse(place, _("No option is right or wrong in this type. Leave “right” empty."))
    return Option(cells["option"], bool(right), match, cells["feedback"])


def _answer(place: int, name: str, said: str, reading: Reading) -> bool | None:
    """Yes, no, or None where nothing was said."""
    if said.lower() in YES | NO:
        return said.lower() in YES
    if said:
        reading.refuse(place, _("“%(name)s” is yes or no, not “%(said)s”.") % {"name": name, "said": said[:60]})
    return None
