"""The course's own questions: out through each format, and into an empty bank, as they were."""

from __future__ import annotations

import pytest

from assessments.exchange import FORMATS, format_of
from assessments.exchange.bank import entry_of, in_files_order
from assessments.importing import import_questions, plan_import
from assessments.models import Question, QuestionVersion
from tests.assessments.exchange.building import bank_as_told, empty_the_bank, load_bank

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
@pytest.mark.parametrize("key", list(FORMATS))
def test_it_comes_back_as_it_was(key: str) -> None:
    load_bank()
    chosen = FORMATS[key]
    entries = [entry_of(row) for row in in_files_order(Question.objects.all())]
    sayable = [entry for entry in entries if not chosen.left_out(entry)]
    left_out = {entry.key for entry in entries} - {entry.key for entry in sayable}
    assert len(sayable) > 150
    assert {entry.kind for entry in entries if entry.key in left_out} <= {"ordering"}
    told = {
        module: [question for question in questions if question["key"] not in left_out]
        for module, questions in bank_as_told().items()
    }
    content = chosen.write(sayable)

    # Into the bank it came from, it changes nothing.
    assert {step.outcome for step in plan_import(chosen.read(content).entries).steps} == {"unchanged"}

    empty_the_bank()
    reading = format_of(f"questions{chosen.ending}", content).read(content)
    assert (reading.wrong, reading.notes) == ([], [])
    plan = plan_import(reading.entries)
    assert {step.outcome for step in plan.steps} == {"new"}
    import_questions(reading.entries, plan.digest)
    assert bank_as_told() == told
    assert set(QuestionVersion.objects.values_list("number", flat=True)) == {1}
