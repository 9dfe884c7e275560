"""Working the figures out: from first attempts, by the marks that stand, and nothing of fewer than ten."""

from __future__ import annotations

import random
import statistics
import time
from datetime import datetime, timedelta
from fractions import Fraction
from unittest import mock

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments import working_out
from assessments.attempting import start_attempt
from assessments.figures import tallying
from assessments.grading import submit_attempt
from assessments.models import Attempt, FiguresRun, Mark, QuestionFigures, Quiz, QuizFigures
from assessments.models.figures import letter_of
from assessments.regrading import carry_out, request_correction
from assessments.tasks import work_out_figures as by_night
from assessments.tasks import work_out_wished as by_wish
from assessments.working_out import wish_for_figures, work_out_figures, work_out_wished
from assessments.writing import write_version
from courses.models import Enrolment
from tests.assessments.building import answers_to, options, post
from tests.assessments.figures.sitting import enrolment_of, question, quiz_of, sit
from tests.racing import race

pytestmark = pytest.mark.django_db

# What ten people answered to three questions, of which B is right, from the best to the worst.
TEN = ["BBB", "BBB", "BBB", "BBA", "BBC", "BAB", "BAA", "ABA", "AAA", "A.C"]


def worked_out(*sittings: str, keys: str = "debt food keys") -> Quiz:
    quiz = quiz_of(*keys.split())
    for letters in sittings:
        sit(quiz, letters)
    assert work_out_figures()
    return quiz


def figures(key: str) -> QuestionFigures:
    return QuestionFigures.objects.get(version__question__key=key)


def shares(key: str, group: str = "share") -> dict[str, float]:
    rows = figures(key).choices
    return {"." if not row["choice"] else letter_of(place): row[group] for place, row in enumerate(rows)}


# --- By hand --------------------------------------------------------------------------------------------------------


def test_ten_people_and_three_questions_by_hand():
    """debt: seven of ten got it. On food and keys those have 1, 1, 1, ½, ½, ½, 0, and the others ½, 0, 0: together 4.5
    and 0.5. Products of the distances: Σxy − Σx·Σy/10 = 4.5 − 7 · 5/10 = 1. Squares: 7 − 49/10 = 2.1 and
    (3 + 4/4) − 25/10 = 1.5. So 1 / √(2.1 · 1.5) = 0.5634."""
    worked_out(*TEN)
    debt = figures("debt")
    assert (debt.number, debt.facility, debt.full, debt.compared) == (10, 0.7, 7, 10)
    assert debt.guess == pytest.approx(1 / 3)
    assert debt.discrimination == pytest.approx(0.5634, abs=0.0001)
    assert debt.verdict == "good"
    assert shares("debt") == {"A": 0.3, "B": 0.7, "C": 0.0, ".": 0.0}
    assert shares("food") == {"A": 0.3, "B": 0.6, "C": 0.0, ".": 0.1}
    assert shares("keys") == {"A": 0.4, "B": 0.4, "C": 0.2, ".": 0.0}


def test_the_quiz_by_hand():
    """Scores of three: 3, 3, 3, 2, 2, 2, 1, 1, 0, 0: together 17, in the middle 2. Squares 41 − 28.9 = 12.1, over 9
    1.3444, rooted 1.1595. Variances of the questions 2.1/9, 2.4/9 and 2.4/9, together 6.9/9: alpha is
    3/2 · (1 − 6.9/12.1) = 0.6446."""
    quiz = worked_out(*TEN)
    row = QuizFigures.objects.get()
    assert (row.quiz_id, row.number, row.finished) == (quiz.pk, 10, 10)
    assert row.mean == pytest.approx(17 / 30)
    assert row.median == pytest.approx(2 / 3)
    assert row.spread == pytest.approx(1.1595 / 3, abs=0.0001)
    assert row.alpha == pytest.approx(0.6446, abs=0.0001)
    assert (row.alpha_number, row.alpha_questions, row.no_alpha) == (10, 3, "")


def test_a_wrong_key_comes_to_light():
    """Thirty people: the ten best on food and keys chose C for debt, the ten in between A, the ten worst B."""
    worked_out(*["CBB"] * 10, *["ABA"] * 10, *["BAA"] * 10)
    debt = figures("debt")
    assert debt.verdict == "miskeyed"
    assert [shares("debt", third) for third in ("upper", "middle", "lower")] == [
        {"A": 0, "B": 0, "C": 1, ".": 0},
        {"A": 1, "B": 0, "C": 0, ".": 0},
        {"A": 0, "B": 1, "C": 0, ".": 0},
    ]


# --- What counts ----------------------------------------------------------------------------------------------------


def test_with_nine_nothing_is_told_but_how_many_there_are():
    worked_out(*TEN[:9])
    hidden = dict.fromkeys(["facility", "full", "guess", "compared", "discrimination"])
    rows = QuestionFigures.objects.values(*hidden, "number", "choices", "verdict")
    assert list(rows) == [{**hidden, "number": 9, "choices": [], "verdict": "few"}] * 3
    quiz = QuizFigures.objects.values("number", "finished", "mean", "median", "spread", "alpha", "alpha_number").get()
    assert quiz.pop("number") == 9
    assert set(quiz.values()) == {None}


def test_the_database_refuses_figures_of_fewer_than_ten():
    worked_out(*TEN[:9])
    for model, field in ((QuestionFigures, "facility"), (QuestionFigures, "full"), (QuizFigures, "mean")):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**{field: 1})
    with pytest.raises(ValidationError):
        FiguresRun(pk=2).full_clean()


def test_choices_are_shown_by_thirds_from_thirty_on():
    quiz = worked_out(*TEN * 2, *TEN[:9])
    assert not figures("debt").has_thirds
    sit(quiz, TEN[9])
    work_out_figures()
    assert figures("debt").has_thirds


def test_only_the_first_attempt_of_each_person_counts_whichever_enrolment_it_was_in():
    quiz = quiz_of("debt", "food", "keys")
    for number, letters in enumerate(TEN):
        sit(quiz, letters, f"Person{number}")
    Enrolment.objects.filter(learner__name="Person9").update(closed_at=timezone.now(), closed_why="left")
    sit(quiz, "BBB", "Person9")
    sit(quiz, "BBB", "Person8")
    sit(quiz, "BBB", "Person8")
    work_out_figures()
    assert (figures("debt").number, figures("debt").facility) == (10, 0.7)
    assert (QuizFigures.objects.get().number, QuizFigures.objects.get().finished) == (10, 13)


def test_the_first_attempts_at_two_quizzes_that_share_a_question_count_both():
    for quiz in (quiz_of("debt", "food"), quiz_of("debt", "keys")):
        for letters in ["BB"] * 6 + ["AA"] * 4:
            sit(quiz, letters)
    work_out_figures()
    assert [(key, figures(key).number) for key in ("debt", "food", "keys")] == [
        ("debt", 20),
        ("food", 10),
        ("keys", 10),
    ]
    assert list(QuizFigures.objects.values_list("number", flat=True)) == [10, 10]


def test_what_was_not_finished_does_not_count():
    quiz = quiz_of("debt", "food", "keys")
    for letters in TEN:
        sit(quiz, letters)
    sit(quiz, "BBB", finished=False)
    work_out_figures()
    assert figures("debt").number == 10


def test_the_marks_that_stand_count_and_not_those_they_superseded():
    """After a regrade A is right too."""
    quiz = worked_out(*TEN)
    for mark in Mark.objects.filter(asked__version__question__key="debt", points=0):
        Mark.objects.filter(pk=mark.pk).update(superseded_at=timezone.now())
        Mark.objects.create(asked=mark.asked, points=1, maximum=1)
    work_out_figures()
    assert (figures("debt").facility, figures("debt").verdict) == (1.0, "easy")
    assert QuizFigures.objects.get(quiz=quiz).mean == pytest.approx(20 / 30)


def test_a_key_that_was_put_right_counts_in_all_figures():
    """C was right all along: those who had it, and the marks, follow."""
    worked_out(*["CBB"] * 10, *["ABA"] * 10, *["BAA"] * 10)
    turned = options("debt")
    turned[1]["is_right"], turned[2]["is_right"] = False, True
    asked, key = question("debt").live, write_version(question("debt"), kind="single", stem="?", choices=turned)
    carry_out(request_correction(asked, key, None).pk)
    work_out_figures()
    row = asked.figures
    assert (row.key, row.facility, row.verdict) == (key, pytest.approx(1 / 3), "guessed")
    assert row.discrimination == pytest.approx(0.866, abs=0.001)
    assert [option.letter for option in row.in_figures().options if option.is_right] == ["C"]
    assert asked.choices.get(is_right=True).text == "debt second"


def test_each_wording_has_figures_of_its_own():
    quiz = worked_out(*TEN)
    write_version(question("debt"), kind="single", stem="And now of debt?", choices=options("debt"))
    for letters in TEN:
        sit(quiz, letters)
    work_out_figures()
    rows = QuestionFigures.objects.filter(version__question__key="debt").order_by("version__number")
    assert list(rows.values_list("version__number", "number", "facility")) == [(1, 10, 0.7), (2, 10, 0.7)]


def test_what_people_answer_through_the_site_counts():
    quiz = quiz_of("debt", "food", "keys")
    for number in range(10):
        attempt = start_attempt(quiz.pk, enrolment_of(quiz).pk)
        submit_attempt(attempt.pk, post(answers_to(attempt, right=number % 4, wrong=3 - number % 4)))
    work_out_figures()
    assert [figures(key).full for key in ("debt", "food", "keys")] == [7, 4, 2]


# --- Where there is nothing to compare ------------------------------------------------------------------------------


def test_the_only_question_is_compared_with_nothing():
    worked_out(*"BBBBBBAAAA", keys="debt")
    debt, quiz = figures("debt"), QuizFigures.objects.get()
    assert (debt.facility, debt.compared, debt.discrimination, debt.no_discrimination) == (0.6, None, None, "alone")
    assert debt.verdict == "uncompared"
    assert (quiz.alpha, quiz.no_alpha) == (None, "one-question")


def test_with_other_questions_in_nine_attempts_only_nothing_is_compared():
    quiz = quiz_of("debt", "food")
    sit(quiz, "B", asks="debt")
    for letters in ["BB", "AA", "AB"] * 3:
        sit(quiz, letters)
    work_out_figures()
    assert figures("debt").facility == 0.4
    assert (figures("debt").compared, figures("debt").no_discrimination) == (None, "few")


def test_where_everybody_has_the_same_points_there_is_no_discrimination():
    worked_out(*["AB"] * 5, *["AA"] * 5, keys="debt food")
    assert (figures("debt").discrimination, figures("debt").no_discrimination) == (None, "same-here")
    assert (figures("food").discrimination, figures("food").no_discrimination) == (None, "same-elsewhere")
    worked_out(*["BA"] * 5, *["AB"] * 5, keys="money sleep")
    assert QuizFigures.objects.latest("pk").no_alpha == "same-score"


def test_alpha_is_only_of_attempts_that_were_asked_the_same():
    quiz = quiz_of("debt", "food", "keys")
    for letters in TEN:
        sit(quiz, letters)
    for letters in ("BB", "AA", "BA"):
        sit(quiz, letters, asks="debt food")
    work_out_figures()
    row = QuizFigures.objects.get()
    assert (row.number, row.alpha_number, row.alpha_questions) == (13, 10, 3)
    assert row.alpha == pytest.approx(0.6446, abs=0.0001)


def test_where_no_ten_were_asked_the_same_there_is_no_alpha():
    quiz = quiz_of("debt", "food", "keys")
    for letters in ["BB", "BA", "AA"] * 3:
        for asks in ("debt food", "food keys"):
            sit(quiz, letters, asks=asks)
    work_out_figures()
    row = QuizFigures.objects.get()
    assert (row.number, row.alpha, row.alpha_number, row.no_alpha) == (18, None, None, "different")


def test_of_many_sets_of_questions_only_the_newest_are_followed():
    quiz = quiz_of("debt", "food", "keys")
    for asks, letters in (("debt food", "BA"), ("food keys", "AB"), ("debt keys", "BB")):
        for _ in range(10):
            sit(quiz, letters, asks=asks)
    with mock.patch.object(tallying, "SETS_FOLLOWED", 2):
        (counted,) = working_out.tally({each.pk: each for each in working_out.wordings()}).quizzes.values()
    followed = {frozenset(question(key).live_id for key in keys) for keys in (("food", "keys"), ("debt", "keys"))}
    assert set(counted.sets) == followed
    assert counted.scores().total() == 30


# --- In another way, on data by chance ------------------------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.parametrize("seed", range(3))
def test_all_figures_are_what_a_plain_reading_of_the_rows_gives(seed: int):
    chance = random.Random(seed)
    keys = ["debt", "food", "keys", "lift"]
    quizzes = [quiz_of(*keys), quiz_of(*keys)]
    for number in range(60):
        asks = " ".join(chance.sample(keys, chance.choice([1, 2, 4, 4, 4, 4])))
        quiz, who = chance.choice(quizzes), f"Person{number % 45}"
        sit(quiz, "".join(chance.choice("ABBBC.") for _ in asks.split()), who, asks=asks)
    work_out_figures()
    papers = first_papers()
    for key in keys:
        compare(figures(key), question(key).live_id, [paper for _, paper in papers])
    for quiz in quizzes:
        compare_quiz(QuizFigures.objects.get(quiz=quiz), [paper for of, paper in papers if of == quiz.pk])


def first_papers() -> list[tuple[int, dict[int, int]]]:
    """Of each first attempt its quiz, and the points for each version."""
    seen, papers = set(), []
    for attempt in Attempt.objects.exclude(submitted_at=None).order_by("submitted_at").select_related("enrolment"):
        if (who := (attempt.quiz_id, attempt.enrolment.learner_id)) not in seen:
            seen.add(who)
            asked = attempt.questions.all()
            papers.append((attempt.quiz_id, {each.version_id: each.marks.get().points for each in asked}))
    return papers


def compare(row: QuestionFigures, version: int, papers: list[dict[int, int]]) -> None:
    asked = [paper for paper in papers if version in paper]
    assert row.number == len(asked)
    assert row.facility == pytest.approx(statistics.fmean(paper[version] for paper in asked))
    pairs = [
        (paper[version], statistics.fmean(points for other, points in paper.items() if other != version))
        for paper in asked
        if len(paper) > 1
    ]
    assert row.compared == len(pairs)
    assert row.discrimination == pytest.approx(statistics.correlation(*zip(*pairs, strict=True)))


def compare_quiz(row: QuizFigures, papers: list[dict[int, int]]) -> None:
    scores = [Fraction(sum(paper.values()), len(paper)) for paper in papers]
    assert row.number == len(papers)
    assert row.mean == pytest.approx(float(statistics.mean(scores)))
    assert row.median == pytest.approx(float(statistics.median(scores)))
    assert row.spread == pytest.approx(float(statistics.stdev(scores)))
    alike = [paper for paper in papers if len(paper) == 4]
    assert len(alike) >= 10
    within = sum(statistics.variance(paper[version] for paper in alike) for version in alike[0])
    expected = 4 / 3 * (1 - within / statistics.variance(sum(paper.values()) for paper in alike))
    assert row.alpha == pytest.approx(expected)
    assert row.alpha_number == len(alike)


# --- When -----------------------------------------------------------------------------------------------------------


def everything() -> list[dict[str, object]]:
    rows = [*QuestionFigures.objects.order_by("pk").values(), *QuizFigures.objects.order_by("pk").values()]
    return [{key: value for key, value in row.items() if key != "worked_out_at"} for row in rows]


def test_working_them_out_again_changes_nothing_but_when():
    worked_out(*TEN)
    before, when = everything(), FiguresRun.load().worked_out_at
    by_night()
    again = FiguresRun.load().worked_out_at
    assert everything() == before
    assert when and again and when < again
    assert set(QuestionFigures.objects.values_list("worked_out_at", flat=True)) == {FiguresRun.load().worked_out_at}


def test_figures_go_when_what_they_came_from_is_gone():
    worked_out(*TEN)
    Attempt.objects.all().delete()
    work_out_figures()
    assert everything() == []


def test_a_wish_is_fulfilled_once():
    quiz = quiz_of("debt", "food", "keys")
    for letters in TEN:
        sit(quiz, letters)
    assert not work_out_wished()
    wish_for_figures()
    wish_for_figures()
    assert everything() == []
    by_wish()
    assert len(everything()) == 4
    assert not work_out_wished()


def test_a_wish_that_comes_while_they_are_worked_out_waits_for_the_next_time():
    worked_out(*TEN)

    def meanwhile(*args: object) -> mock.MagicMock:
        wish_for_figures()
        return tally(*args)

    tally = working_out.tally
    with mock.patch.object(working_out, "tally", meanwhile):
        work_out_figures()
    assert FiguresRun.load().wished_at
    assert work_out_wished()
    assert FiguresRun.load().wished_at is None


def test_the_night_fulfils_a_wish_too():
    wish_for_figures()
    work_out_figures()
    assert FiguresRun.load().wished_at is None


def test_it_takes_as_many_queries_for_many_attempts_as_for_few(django_assert_num_queries):
    quiz = worked_out(*TEN)
    with django_assert_num_queries(15):
        work_out_figures()
    for letters in TEN * 2:
        sit(quiz, letters)
    with django_assert_num_queries(15):
        work_out_figures()


# --- All at once ----------------------------------------------------------------------------------------------------

MIDNIGHT = datetime(2026, 11, 25, tzinfo=timezone.get_default_timezone())


def write_as_of(quiz_id: int, minute: int, patience: float = 0.0) -> bool:
    """What a run that began then would write: as many attempts as minutes."""
    began = MIDNIGHT + timedelta(minutes=minute)
    time.sleep(patience)
    return working_out._write(began, [], [QuizFigures(quiz_id=quiz_id, number=minute, worked_out_at=began)])


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", [0.0, 0.05], ids=["at the same moment", "the older the later"])
def test_of_runs_at_once_the_one_that_began_last_stands(step: float):
    quiz = quiz_of("debt")
    outcomes = race(*[(write_as_of, quiz.pk, minute, (8 - minute) * step) for minute in range(1, 9)])
    assert outcomes[-1] is True
    assert QuizFigures.objects.get().number == 8
    assert FiguresRun.load().worked_out_at == MIDNIGHT + timedelta(minutes=8)


def write_unguarded(quiz_id: int, minute: int, patience: float) -> bool:
    """The same, with what it knows of other runs read before they wrote."""
    with mock.patch.object(FiguresRun, "held", return_value=FiguresRun(pk=1)):
        return write_as_of(quiz_id, minute, patience)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_without_the_guard_an_older_run_overwrites_a_newer():
    """The control: what the race above would show if nothing held it."""
    quiz = quiz_of("debt")
    wish_for_figures()
    race((write_unguarded, quiz.pk, 8, 0.0), (write_unguarded, quiz.pk, 1, 1.0))
    assert QuizFigures.objects.get().number == 1


def test_a_run_that_was_overtaken_writes_nothing():
    quiz = quiz_of("debt", "food", "keys")
    for letters in TEN:
        sit(quiz, letters)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        assert work_out_figures()
    before = everything()
    Attempt.objects.all().delete()
    assert not work_out_figures()
    assert everything() == before
