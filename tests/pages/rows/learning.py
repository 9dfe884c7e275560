"""What learners see. Sam is half-way, Fatima has finished, Noor is nobody's learner, Elis's course has no modules, Olu
has a name that is one long word and is late, Wilma has the longest name and a withdrawn certificate."""

from __future__ import annotations

from tests.pages.page import Page

COERCIVE = "/learn/induction/coercive-control/"
FEAR = f"{COERCIVE}fear-and-danger/"

HOMES = [Page("home", who) for who in ("sam", "fatima", "noor", "elis", "wilma", "olu", "sunita", "ada")]
LESSONS = [
    Page("courses:module", "sam", note="done", address=COERCIVE),
    Page("courses:module", "sam", note="begun", address=lambda world: world.module_of(world.quiz_to_come)),
    Page("courses:module", "fatima", note="complete", address=COERCIVE),
    Page("courses:module", "elis", note="of another course", address=COERCIVE, status=404),
    Page("courses:lesson", "sam", note="with a recording", address=FEAR),
    Page("courses:lesson", "olu", note="new", address="/learn/induction/issues-of-risk-and-danger/cycle-of-abuse/"),
    Page("courses:lesson", "eddie", note="preview", address=FEAR),
    Page(
        "courses:lesson",
        "sam",
        note="guided reflection",
        address="/learn/induction/takes-a-village-to-raise-a-child/reflection/",
    ),
]
QUIZZES = [
    Page("courses:lesson", "sam", note="quiz to come", address=lambda world: world.path_of(world.quiz_to_come)),
    Page("courses:lesson", "sam", note="quiz passed", address=lambda world: world.quiz_page("passed")),
    Page("courses:lesson", "sam", note="quiz failed", address=lambda world: world.quiz_page("failed")),
    Page("assessments:attempt", "sam", of="attempts.open.pk"),
    Page("assessments:submit", "sam", of="attempts.open.pk"),
    Page("assessments:result", "sam", of="attempts.passed.pk", note="passed"),
    Page("assessments:result", "sam", of="attempts.failed.pk", note="failed"),
]
REFRESHERS = [
    Page("assessments:refresher", "sam", of="refreshers.sam.pk"),
    Page("assessments:refresher_result", "olu", of="refreshers.olu.pk"),
    Page("assessments:refreshers", "sam"),
    Page("assessments:refreshers", "olu", note="one is done"),
]
SCENARIO = [
    Page("courses:lesson", "olu", note="scenario begins", address=lambda world: world.scenario(0)),
    Page("courses:lesson", "olu", note="scenario, what it might do", address=lambda world: world.scenario(1)),
    Page("courses:lesson", "olu", note="scenario goes on", address=lambda world: world.scenario(1) + "&on=1"),
    Page("courses:lesson", "olu", note="scenario ends", address=lambda world: world.scenario(0, ends=True)),
]
BESIDE = [
    Page("courses:library", "sam"),
    Page("courses:library", "sam", note="narrowed", address="/library/?kind=audio&q=trust"),
    Page("courses:glossary", "sam"),
    Page("courses:handout", "sam", of="handout.key"),
    Page("courses:search", "sam", note="before"),
    Page("courses:search", "sam", note="found", address="/search/?q=debt"),
    Page("courses:search", "sam", note="nothing found", address="/search/?q=zyzzyva"),
    Page("courses:support", "sam"),
    Page("worried", "sam"),
    Page("reflection:journal", "sam", note="page 2", address="/journal/?page=2"),
    Page("reflection:journal", "noor", note="empty"),
    Page("reflection:new", "sam"),
    Page("reflection:print", "sam"),
    Page("reflection:entry", "sam", of="entry.pk"),
    Page("reflection:delete", "sam", of="entry.pk"),
    Page("certificates:list", "fatima"),
    Page("certificates:list", "wilma", note="withdrawn"),
    Page("certificates:list", "noor", note="empty"),
    Page("certificates:detail", "fatima", of="certificate.pk"),
    Page("certificates:detail", "wilma", of="withdrawn.pk", note="withdrawn"),
]
ROWS = [*HOMES, *LESSONS, *QUIZZES, *REFRESHERS, *SCENARIO, *BESIDE]
