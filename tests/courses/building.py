"""Small courses to test with."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from courses.models import Course, Enrolment, Lesson, Module
from courses.publishing import publish

CONTENT: dict[str, Any] = {
    "aim": "After this you can say what it is about.",
    "summary": "What it is about.",
    "body": "<p>What the toolkit says.</p>",
    "key_points": ["One thing.", "Another."],
    "practice": "<p>What do you say next?</p>",
    "prompt": "What will you take with you?",
    "content_notes": ["drugs", "violence"],
    "minutes": 3,
}


def make_person(name: str, **fields: Any) -> User:
    return User.objects.create_user(f"{name.lower()}@example.org", "a long enough password", name=name, **fields)


def make_course(key: str = "induction") -> Course:
    return Course.objects.create(key=key, slug=key, title=f"The {key}", content_version="1", hours=1)


def make_module(course: Course, key: str, domain: str = "knowledge") -> Module:
    order = course.modules.count() + 1
    return Module.objects.create(
        course=course, key=key, slug=key, title=f"Module {key}", domain=domain, order=order, summary="In short."
    )


def make_lesson(module: Module, slug: str, *, published: bool = True, required: bool = True, **content: Any) -> Lesson:
    kind = content.pop("kind", "reading")
    lesson = Lesson.objects.create(
        module=module,
        key=f"{module.key}/{slug}",
        slug=slug,
        title=f"Lesson {slug}",
        kind=kind,
        order=module.lessons.count(),
        required=required,
    )
    if published:
        publish(lesson, {**CONTENT, **content})
    return lesson


def small_course() -> Course:
    """Trauma with two lessons, Coercion with one, and Values with none that is published."""
    course = make_course()
    trauma, coercion = make_module(course, "trauma"), make_module(course, "coercion")
    make_lesson(trauma, "family")
    make_lesson(trauma, "engagement")
    make_lesson(coercion, "fear")
    make_lesson(make_module(course, "respect", "values"), "manners", published=False)
    return course


def put_on(course: Course, learner: User) -> Enrolment:
    return Enrolment.objects.create(learner=learner, course=course)


def lesson(key: str) -> Lesson:
    return Lesson.objects.select_related("live", "module").get(key=key)
