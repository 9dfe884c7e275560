"""One question of each type, for the templates. Their words say what to do."""

from __future__ import annotations

from collections.abc import Iterable

from assessments.exchange.entry import Entry, Option
from courses.models import Lesson

NO_LESSON = "module-key/lesson-key"


def examples() -> Iterable[Entry]:
    """About the first lesson there is. They leave their keys open."""
    lesson = Lesson.objects.order_by("module__order", "order", "pk").first()
    key, title = (lesson.key, lesson.title) if lesson else (NO_LESSON, "")
    for kind, stem, options in EXAMPLES:
        yield Entry("", key, kind, stem, tuple(options), shuffle=True, state="draft", lesson_title=title)


EXAMPLES: list[tuple[str, str, list[Option]]] = [
    (
        "single",
        "Write the question here. Which one fits best?",
        [
            Option("This one is right", is_right=True, feedback="Say why it is."),
            Option("This one is not", feedback="Say kindly why not."),
            Option("Nor is this one", feedback="Say kindly why not."),
        ],
    ),
    (
        "several",
        "Which of these fit? Two or more are right, and at least one is not.",
        [
            Option("This one fits", is_right=True, feedback="Say why."),
            Option("So does this one", is_right=True, feedback="Say why."),
            Option("This one does not", feedback="Say kindly why not."),
        ],
    ),
    (
        "true-false",
        "Write a sentence that is true or false.",
        [
            Option("a reason why it would be true", match="true", feedback="Say kindly why not."),
            Option("the reason why it is false", is_right=True, match="false", feedback="Say why."),
        ],
    ),
    (
        "ordering",
        "Put these in order.",
        [
            Option("What comes first", feedback="Say why it does."),
            Option("What comes second", feedback="Say why it does."),
            Option("What comes third", feedback="Say why it does."),
        ],
    ),
    (
        "matching",
        "What goes with what?",
        [
            Option("A word", match="What it means", feedback="Say more."),
            Option("Another word", match="What that means", feedback="Say more."),
        ],
    ),
]
