"""Importing questions: what would happen is told first, and exactly that happens, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unittest import mock

import pytest

from assessments import importing
from assessments.exchange.bank import entry_of
from assessments.exchange.entry import Entry, Option
from assessments.importing import NotAsShown, import_questions, plan_import
from assessments.models import Question, QuestionVersion
from assessments.writing import NotAskable, write_version
from courses.models import Lesson
from tests.assessments.building import begin, course_with_quiz, learner_of, options
from tests.assessments.exchange.building import single
from tests.courses.building import make_person
from tests.racing import race

pytestmark = pytest.mark.django_db

FEAR, THREATS = "coercion/fear", "coercion/threats"


@pytest.fixture(autouse=True)
def bank(db: None) -> Any:
    """The module coercion: fear-1 to fear-5 and threats-1 to threats-5, each a single best answer."""
    return course_with_quiz()


def as_it_is(key: str) -> Entry:
    return entry_of(Question.objects.select_related("lesson", "live").get(key=key))


def outcomes(entries: Sequence[Entry], otherwise: str = "") -> list[tuple[str, str]]:
    plan = plan_import(entries, otherwise)
    assert plan.wrong == []
    return [(step.outcome, step.entry.key) for step in plan.steps]


def wrong(*entries: Entry, otherwise: str = "") -> list[tuple[int, str]]:
    return [(remark.place, remark.text) for remark in plan_import(entries, otherwise).wrong]


def do(*entries: Entry, otherwise: str = "", **fields: Any) -> importing.Plan:
    return import_questions(entries, plan_import(entries, otherwise).digest, otherwise, **fields)


def count() -> tuple[int, int]:
    return Question.objects.count(), QuestionVersion.objects.count()


def changed(entry: Entry, **fields: Any) -> Entry:
    told = {name: getattr(entry, name) for name in ("key", "lesson", "kind", "stem", "options", "shuffle", "state")}
    return Entry(**{**told, **fields})


# --- What would happen ------------------------------------------------------------------------------------------------


def test_new_changed_and_unchanged_are_told_apart_and_nothing_is_written() -> None:
    before = count()
    entries = [single("fear-9"), changed(as_it_is("fear-1"), stem="Else?"), as_it_is("fear-2")]
    assert outcomes(entries) == [("new", "fear-9"), ("changed", "fear-1"), ("unchanged", "fear-2")]
    assert count() == before


def test_what_only_looks_the_same_is_the_same() -> None:
    question = Question.objects.get(key="fear-1")
    rows = [{**each, "text": f" {each['text']}\r\nmore "} for each in options("fear-1")]
    write_version(question, kind="single", stem="One\r\ntwo ", choices=rows)
    entry = as_it_is("fear-1")
    assert (entry.stem, entry.options[0].text) == ("One\ntwo", "fear-1 first\nmore")
    assert outcomes([entry]) == [("unchanged", "fear-1")]


def test_a_question_without_a_key_gets_the_next_of_its_lesson() -> None:
    entries = [single(stem="One?"), single(stem="Two?"), single("fear-7", stem="Three?"), single(lesson=THREATS)]
    assert [key for _new, key in outcomes(entries)] == ["fear-6", "fear-8", "fear-7", "threats-6"]


def test_a_question_without_a_key_that_is_here_already_is_known_again() -> None:
    do(single(stem="One?"))
    assert outcomes([single(stem="One?")]) == [("unchanged", "fear-6")]
    assert outcomes([single(stem="One?", lesson=THREATS)]) == [("new", "threats-6")]


def test_what_the_file_leaves_open_stays_as_it_was() -> None:
    write_version(
        Question.objects.get(key="fear-1"),
        kind="single",
        stem="?",
        choices=options("a"),
        shuffle=False,
        state="retired",
    )
    opened = changed(as_it_is("fear-1"), lesson="", shuffle=None, state=None)
    assert outcomes([opened]) == [("unchanged", "fear-1")]
    do(single("fear-9"))
    new = as_it_is("fear-9")
    assert (new.state, new.shuffle) == ("draft", True)


def test_a_lesson_is_chosen_for_those_that_name_none() -> None:
    guessed = single(lesson="doors/painted", lesson_guessed=True, stem="Which?")
    assert outcomes([single(lesson=""), guessed], FEAR) == [("new", "fear-6"), ("new", "fear-7")]
    assert outcomes([single("threats-1", lesson="")], FEAR) == [("changed", "threats-1")]


def test_only_the_order_of_the_options_is_a_change_too() -> None:
    entry = as_it_is("fear-1")
    assert outcomes([changed(entry, options=entry.options[::-1])]) == [("changed", "fear-1")]


# --- What is wrong ----------------------------------------------------------------------------------------------------


def test_a_key_of_another_lesson_is_refused() -> None:
    ((place, why),) = wrong(changed(as_it_is("fear-1"), lesson=THREATS, place=4))
    assert place == 4
    assert why.startswith("“fear-1” is a question of the lesson “coercion/fear”, and stays there.")


def test_a_key_that_stands_twice_in_a_file_is_refused() -> None:
    twice = wrong(single("fear-1", place=2), single("fear-1", stem="Else?", place=5))
    assert twice == [(5, "The same question stands at 2 already.")]
    assert wrong(single(place=2), single(place=5)) == [(5, "The same question stands at 2 already.")]
    # A key that was made for one is not free for another, whichever comes first.
    assert wrong(single(stem="A?"), single("fear-6", stem="B?")) == []


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (single(lesson=""), "names no lesson"),
        (single(lesson="coercion/nothing"), "no lesson “coercion/nothing”"),
        (single(lesson="doors/painted", lesson_guessed=True), "names no lesson"),
        (single("no key"), "“no key” is no key"),
        (single("ключ"), "is no key"),
        (single("k" * 151), "is no key"),
        (single(stem=""), "has no words"),
        (single(stem="w" * 2001), "longer than 2000"),
        (Entry("", FEAR, "single", "Who?", (Option("A"), Option("B"))), "Mark exactly one option as right."),
        (Entry("", FEAR, "several", "Who?", (Option("A", True), Option("B"))), "Mark two or more"),
        (
            Entry("", FEAR, "matching", "Who?", (Option("A", match="C"), Option("B", match="C"))),
            "two different partners",
        ),
        (Entry("", FEAR, "matching", "Who?", (Option("A", match="C" * 501), Option("B", match="D"))), "than 500"),
        (Entry("", FEAR, "single", "Who?", (Option("A" * 1001, True), Option("B"))), "more than 1000"),
    ],
)
def test_what_nobody_could_be_asked_is_told(entry: Entry, why: str) -> None:
    ((_place, said),) = wrong(entry)
    assert why in said


# --- Doing it ---------------------------------------------------------------------------------------------------------


def test_what_was_shown_is_done() -> None:
    edith = make_person("Edith")
    plan = do(single(state="live"), changed(as_it_is("fear-1"), stem="Else?"), as_it_is("fear-2"), by=edith)
    assert [step.outcome for step in plan.steps] == ["new", "changed", "unchanged"]
    new = Question.objects.get(key="fear-6")
    assert (new.lesson.key, new.state, new.live.created_by) == (FEAR, "live", edith)
    assert list(new.live.choices.values_list("text", "is_right", "feedback")) == [
        ("Wait", False, "Not yet."),
        ("Listen", True, "Just so."),
    ]
    assert [Question.objects.get(key=f"fear-{number}").live.number for number in (1, 2, 3)] == [2, 1, 1]
    assert new.order == max(Question.objects.exclude(pk=new.pk).values_list("order", flat=True)) + 1


def test_what_was_asked_stays_as_it_was(bank: Any) -> None:
    attempt = begin(bank, learner_of(bank)[1])
    asked = [(each.version_id, each.version.stem) for each in attempt.questions.as_paper()]
    do(*(changed(as_it_is(key), stem="Else?") for key in ("fear-1", "fear-2", "threats-1", "threats-2")))
    assert [(each.version_id, each.version.stem) for each in attempt.questions.as_paper()] == asked


def test_another_state_alone_makes_no_new_version() -> None:
    before = count()
    plan = do(changed(as_it_is("fear-1"), state="retired"))
    assert [step.is_new_version for step in plan.steps] == [False]
    assert (count(), as_it_is("fear-1").state) == (before, "retired")


def test_doing_it_twice_is_noticed() -> None:
    entries = [single(), changed(as_it_is("fear-1"), stem="Else?")]
    shown = plan_import(entries).digest
    import_questions(entries, shown)
    after = count()
    with pytest.raises(NotAsShown) as noticed:
        import_questions(entries, shown)
    assert [step.outcome for step in noticed.value.plan.steps] == ["unchanged", "unchanged"]
    assert count() == after


@pytest.mark.parametrize("digest", ["", "0" * 64])
def test_nothing_is_done_that_was_not_shown(digest: str) -> None:
    before = count()
    with pytest.raises(NotAsShown):
        import_questions([single()], digest)
    assert count() == before


def test_nothing_is_done_when_another_file_was_shown() -> None:
    with pytest.raises(NotAsShown):
        import_questions([single(stem="Else?")], plan_import([single()]).digest)


def test_nothing_is_done_when_the_bank_has_changed_since() -> None:
    entries = [changed(as_it_is("fear-1"), stem="Mine?")]
    shown = plan_import(entries).digest
    write_version(Question.objects.get(key="fear-1"), kind="single", stem="Theirs?", choices=options("b"))
    with pytest.raises(NotAsShown):
        import_questions(entries, shown)
    assert as_it_is("fear-1").stem == "Theirs?"


def test_nothing_is_done_of_what_is_wrong() -> None:
    entries = [single(), single(stem="")]
    with pytest.raises(NotAsShown):
        import_questions(entries, plan_import(entries).digest)
    assert Question.objects.filter(key="fear-6").count() == 0


# --- All or nothing ---------------------------------------------------------------------------------------------------


def failing_at_the_second(question: Question, **words: Any) -> QuestionVersion:
    if question.key == "fear-7":
        raise NotAskable("Something went wrong.")
    return write_version(question, **words)


@pytest.mark.both_databases
def test_all_of_it_or_nothing() -> None:
    entries, before = [single(stem="One?"), single(stem="Two?")], count()
    with (
        mock.patch("assessments.importing.write_version", failing_at_the_second),
        pytest.raises(NotAskable),
    ):
        do(*entries)
    assert count() == before


@pytest.mark.both_databases
def test_without_the_transaction_half_would_be_there() -> None:
    """The control of the test above."""
    entries = [single(stem="One?"), single(stem="Two?")]
    shown = plan_import(entries).digest
    with (
        mock.patch("assessments.importing.write_version", failing_at_the_second),
        pytest.raises(NotAskable),
    ):
        import_questions.__wrapped__(entries, shown)
    assert list(Question.objects.filter(key__in=["fear-6", "fear-7"]).values_list("key", "live__stem")) == [
        ("fear-6", "One?"),
        ("fear-7", None),
    ]


# --- Two at once ------------------------------------------------------------------------------------------------------


def confirm(entries: list[Entry], shown: str) -> bool:
    """Whether it was done, rather than told that it is not as shown."""
    try:
        import_questions(entries, shown)
    except NotAsShown:
        return False
    return True


def two_editors() -> list[tuple[Any, ...]]:
    """Each has looked through another wording of the same question."""
    imports = [[changed(as_it_is("fear-1"), stem=stem)] for stem in ("Mine?", "Theirs?")]
    return [(confirm, entries, plan_import(entries).digest) for entries in imports]


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_one_is_told_to_look_again() -> None:
    assert sorted(race(*two_editors())) == [False, True]
    question = Question.objects.get(key="fear-1")
    assert (question.versions.count(), question.live.number) == (2, 2)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_not_looked_at_again_one_would_overwrite_the_other_unseen() -> None:
    """The control of the test above."""
    runs = two_editors()
    plans = {entries[0].stem: plan_import(entries) for _verb, entries, _shown in runs}
    with mock.patch("assessments.importing.plan_import", lambda entries, _otherwise: plans[entries[0].stem]):
        assert race(*runs) == [True, True]
    assert Question.objects.get(key="fear-1").versions.count() == 3


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_the_same_new_questions_twice_at_once_are_there_once() -> None:
    entries = [single(stem="One?"), single(stem="Two?")]
    shown = plan_import(entries).digest
    assert sorted(race((confirm, entries, shown), (confirm, entries, shown))) == [False, True]
    assert set(Question.objects.filter(lesson=Lesson.objects.get(key=FEAR)).values_list("key", flat=True)) == {
        f"fear-{number}" for number in range(1, 8)
    }
