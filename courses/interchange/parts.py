"""The parts of the course that this app and the one beneath it hold."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from courses.html import canonical
from courses.interchange.part import Data, Part, WrongFile
from courses.kinds import lesson_kinds
from courses.models import Course, Domain, GlossaryTerm, Handout, Lesson, LessonMedia, Module, SupportContact
from courses.publishing import REVISION_FIELDS, publish
from media_links.models import MediaLink


class PlainPart(Part):
    """Rows whose data are fields of one model, by the same names."""

    model: Any

    def find(self, key: str) -> Any:
        return self.model.objects.filter(key=key).first()

    def describe(self, row: Any) -> Data:
        return {name: getattr(row, name) for name in self.keys}

    def write(self, row: Any, data: Data, order: int, theme: str) -> Any:
        row = row or self.model(key=data["key"])
        for name in self.keys:
            setattr(row, name, data[name])
        if self.numbered:
            row.order = order
        row.full_clean(exclude=["key", "loaded_digest"])
        row.save()
        return row

    def rows_of(self, theme: str) -> Iterable[Any]:
        return self.model.objects.all() if not theme else []


class MediaPart(PlainPart):
    section = "media"
    model = MediaLink
    numbered = True
    keys = (
        "key", "group", "kind", "provider", "external_id", "url", "label", "title", "speaker", "note",
    )  # fmt: skip


class CoursePart(PlainPart):
    section = "course"
    model = Course
    holds = "module"
    keys = ("key", "slug", "title", "summary", "content_version", "hours", "days_to_complete", "valid_months")

    def describe(self, row: Course) -> Data:
        return {**super().describe(row), "hours": float(row.hours)}

    def held_by(self, row: Course) -> QuerySet[Module]:
        return row.modules.order_by("order", "pk")

    def write(self, row: Course | None, data: Data, order: int, theme: str) -> Course:
        course: Course = super().write(row, {**data, "hours": Decimal(str(data["hours"]))}, order, theme)
        return course


class GlossaryPart(PlainPart):
    section = "glossary"
    model = GlossaryTerm
    keys = ("key", "term", "also", "definition")

    def rows_of(self, theme: str) -> Iterable[GlossaryTerm]:
        return GlossaryTerm.objects.order_by("key") if not theme else []


class HandoutPart(PlainPart):
    """What the service itself has put beside it, the original, is not the file's."""

    section = "handouts"
    model = Handout
    numbered = True
    keys = ("key", "slug", "title", "summary", "is_form", "body")

    def check(self, data: Any, where: str) -> None:
        super().check(data, where)
        if canonical(data["body"]) != data["body"]:
            raise WrongFile(f"{where}: body is not in canonical form: {canonical(data['body'])!r}")


class SupportPart(PlainPart):
    section = "support"
    model = SupportContact
    numbered = True
    keys = ("key", "name", "description", "phone", "url")


class ModulePart(Part):
    """A theme: its own fields stand at the top of its file."""

    section = "module"
    holds = "lessons"
    keys = ("key", "slug", "title", "domain", "summary")

    def find(self, key: str) -> Module | None:
        return Module.objects.filter(key=key).first()

    def describe(self, row: Module) -> Data:
        return {name: getattr(row, name) for name in self.keys}

    def held_by(self, row: Module) -> QuerySet[Lesson]:
        return row.lessons.order_by("order", "pk")

    def write(self, row: Module | None, data: Data, order: int, theme: str) -> Module:
        if data["domain"] not in Domain.values:
            raise WrongFile(f"{data['key']}: there is no domain {data['domain']!r}.")
        module = row or Module(key=data["key"], course=Course.objects.earliest("pk"), order=order)
        for name in self.keys:
            setattr(module, name, data[name])
        module.full_clean(exclude=["key", "loaded_digest"])
        module.save()
        return module

    def rows_of(self, theme: str) -> Iterable[Module]:
        return Module.objects.filter(key=theme) if theme else []


# They stand in a file only where they differ from what a new lesson has.
BESIDE = ("first_week", "wants_local_note")
USUAL = Lesson()


class LessonPart(Part):
    section = "lessons"
    keys = ("key", "slug", "title", "kind", "required", "media", "revision")
    revision_keys = REVISION_FIELDS

    def __init__(self) -> None:
        self.pending: list[tuple[Lesson, Data]] = []

    @property
    def optional_keys(self) -> tuple[str, ...]:  # type: ignore[override]
        return (*BESIDE, *lesson_kinds())

    def find(self, key: str) -> Lesson | None:
        return Lesson.objects.filter(key=key).select_related("live").first()

    def check(self, data: Any, where: str) -> None:
        super().check(data, where)
        if data["kind"] not in lesson_kinds():
            raise WrongFile(f"{where}: there is no kind of lesson {data['kind']!r}.")
        revision = data["revision"]
        if revision is None:
            return
        if not isinstance(revision, dict) or tuple(revision) != self.revision_keys:
            raise WrongFile(f"{where}: a revision has exactly {', '.join(self.revision_keys)}, in this order.")
        for name in ("body", "practice"):
            if canonical(revision[name]) != revision[name]:
                raise WrongFile(f"{where}: {name} is not in canonical form: {canonical(revision[name])!r}")

    def describe(self, row: Lesson) -> Data:
        uses = row.lesson_media.select_related("link").order_by("order", "id")
        return {
            "key": row.key,
            "slug": row.slug,
            "title": row.title,
            "kind": row.kind,
            "required": row.required,
            **{name: getattr(row, name) for name in BESIDE if getattr(row, name) != getattr(USUAL, name)},
            "media": [{"link": use.link.key, "required": use.required} for use in uses],
            "revision": {name: getattr(row.live, name) for name in self.revision_keys} if row.live else None,
            **lesson_kinds()[row.kind].describe(row),
        }

    def write(self, row: Lesson | None, data: Data, order: int, theme: str) -> Lesson:
        lesson = row or Lesson(key=data["key"], order=order)
        lesson.module = Module.objects.get(key=theme)
        for name in ("slug", "title", "kind", "required"):
            setattr(lesson, name, data[name])
        for name in BESIDE:
            setattr(lesson, name, data.get(name, getattr(USUAL, name)))
        lesson.full_clean(exclude=["key", "loaded_digest"])
        lesson.save()
        self._write_media(lesson, data["media"])
        if data["revision"] is None:
            Lesson.objects.filter(pk=lesson.pk).update(live=None)
        else:
            publish(lesson, data["revision"])
        self.pending.append((lesson, data))
        return lesson

    def _write_media(self, lesson: Lesson, uses: list[Data]) -> None:
        links = MediaLink.objects.in_bulk([use["link"] for use in uses], field_name="key")
        missing = [use["link"] for use in uses if use["link"] not in links]
        if missing:
            raise WrongFile(f"{lesson.key}: there is no recording {', '.join(missing)}.")
        lesson.lesson_media.all().delete()
        LessonMedia.objects.bulk_create(
            LessonMedia(lesson=lesson, link=links[use["link"]], order=order, required=use["required"])
            for order, use in enumerate(uses)
        )

    def finish(self) -> None:
        """Load what lessons have beside their text, now that every lesson and question is there."""
        for lesson, data in self.pending:
            lesson_kinds()[lesson.kind].load(lesson, data)
        self.pending.clear()

    def rows_of(self, theme: str) -> Iterable[Lesson]:
        if not theme:
            return []
        return Lesson.objects.filter(module__key=theme).select_related("live").order_by("order", "id")
