"""Input about the course, cleaned. A lesson and its text are one form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.validators import validate_one_line, validate_plain_text
from courses.content_notes import CONTENT_NOTES
from courses.editing import free_name
from courses.kinds import LessonKind, lesson_kinds
from courses.models import Course, Lesson, LessonRevision, Module
from courses.prose import ProseField
from courses.publishing import REVISION_FIELDS

# An address of the site itself would stand in the way of a module of this name.
TAKEN_ADDRESSES = {"start"}
SLUG_HELP = _(
    "The end of the address, in small letters with hyphens. Empty: made from the title. Bookmarks of learners break "
    "when it changes."
)


def name_of_kind(key: str) -> str:
    """The name of a kind of lesson, for editors."""
    return str(getattr(lesson_kinds().get(key), "label", "") or key.replace("-", " ").capitalize())


def addable_kinds() -> list[tuple[str, str]]:
    """The kinds of lesson that are nothing but their text: the others need more than this form has."""
    return [(key, name_of_kind(key)) for key, kind in lesson_kinds().items() if type(kind).load is LessonKind.load]


class WithAddress(forms.ModelForm):  # type: ignore[type-arg]
    """A form with `title` and `slug`: an empty address is made from the title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False

    def siblings(self) -> Any:
        """The rows among which an address is unique, or None where the form doesn't say yet."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        siblings = self.siblings()
        if siblings is None or "slug" not in cleaned or "title" not in cleaned:
            return cleaned
        others = siblings.exclude(pk=self.instance.pk)
        if not cleaned["slug"]:
            wanted = slugify(cleaned["title"]) or "page"
            cleaned["slug"] = free_name(others, "slug", f"{wanted}-1" if wanted in TAKEN_ADDRESSES else wanted)
        elif others.filter(slug=cleaned["slug"]).exists():
            self.add_error("slug", _("Another one has this address already. Choose a different one."))
        elif cleaned["slug"] in TAKEN_ADDRESSES:
            self.add_error("slug", _("The site uses this address itself. Choose a different one."))
        return cleaned


class CourseForm(WithAddress):
    class Meta:
        model = Course
        fields = ["title", "slug", "summary", "content_version", "hours", "days_to_complete", "valid_months"]
        help_texts = {
            "slug": SLUG_HELP,
            "content_version": _("Stands on certificates, so that one can tell what somebody learned."),
            "hours": _("Stands on certificates. Count reading, recordings and the quiz."),
            "days_to_complete": _("From the day on which somebody is put on the course, unless another day is set."),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}

    def siblings(self) -> Any:
        return Course.objects.all()


class ModuleForm(WithAddress):
    class Meta:
        model = Module
        fields = ["course", "title", "slug", "domain", "summary"]
        help_texts = {
            "slug": SLUG_HELP,
            "domain": _("Under which heading learners find it."),
            "summary": _("A sentence or two on the module’s own page."),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}

    def siblings(self) -> Any:
        course = self.instance.course if self.instance.pk else self.cleaned_data.get("course")
        return course.modules.all() if course else None


class LinesField(forms.CharField):
    """A list, one line each."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"})
        super().__init__(widget=widget, max_length=4000, validators=[validate_plain_text], **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != [line.strip() for line in (data or "").splitlines() if line.strip()]


class LessonForm(WithAddress):
    """A lesson's own fields and, beside them, those of its text: `text()` is what they say.

    The text shown is the draft, or else what is published.
    """

    aim = forms.CharField(
        label=_("Aim"), required=False, max_length=300, validators=[validate_one_line],
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text=_("One sentence that begins “After this you can …”."),
    )  # fmt: skip
    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=300, validators=[validate_one_line],
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text=_("One line beneath the title, in the list of lessons."),
    )  # fmt: skip
    body = ProseField(label=_("Text"), required=False)
    key_points = LinesField(
        label=_("Hold on to this"), required=False, help_text=_("The key points: one a line, three to five are best.")
    )
    practice = ProseField(
        label=_("In practice"), required=False, levels=(3,),
        help_text=_("A short situation and a question. Never a real child, nor one that could be recognised."),
    )  # fmt: skip
    prompt = forms.CharField(
        label=_("Reflection prompt"), required=False, max_length=1000, validators=[validate_plain_text],
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=_("A question above the learner’s own box. Nobody but they reads what they write there."),
    )  # fmt: skip
    content_notes = forms.MultipleChoiceField(
        label=_("Speaks of"), required=False, choices=lambda: list(CONTENT_NOTES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What somebody would want to know before they start. It stands at the top of the lesson."),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("Minutes of reading"), min_value=1, max_value=240, help_text=_("Without the recordings.")
    )
    change_kind = forms.ChoiceField(
        label=_("What kind of change is it?"), required=False, widget=forms.RadioSelect,
        choices=LessonRevision.ChangeKind.choices, initial=LessonRevision.ChangeKind.MINOR,
        help_text=_(
            "Minor: a slip of the pen. Tell people: something is new, and those who have done the lesson should know. "
            "Refresh needed: they should read it again. Nothing is ever taken from those who have completed it."
        ),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Lesson
        fields = [
            "module", "kind", "title", "slug", "required", "first_week", "wants_local_note", "local_note",
            "local_note_checked_by", "local_note_checked_on",
        ]  # fmt: skip
        help_texts = {
            "slug": SLUG_HELP,
            "required": _("Somebody has completed the module when they have done all its required lessons."),
            "local_note": _(
                "Your own service’s procedure for this, beside the lesson. It belongs to you: a new version of the "
                "course never changes it."
            ),
            "local_note_checked_by": _("Who says that it is right. Learners see the name."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lesson: Lesson = self.instance
        self.shown = (lesson.draft or lesson.live) if lesson.pk else None
        for name in REVISION_FIELDS:
            if self.shown is not None:
                self.initial[name] = getattr(self.shown, name)
        self.initial.setdefault("minutes", 1)
        self.initial["seen"] = self._newest()
        if "kind" in self.fields:
            self.fields["kind"] = forms.ChoiceField(
                label=_("Kind"), choices=addable_kinds,
                help_text=_("It can’t be changed later. Quizzes and scenarios come with the course’s files."),
            )  # fmt: skip

    @property
    def publishes(self) -> bool:
        """Whether the text goes to learners: the button says so."""
        return "_publish" in self.data

    def siblings(self) -> Any:
        module = self.instance.module if self.instance.pk else self.cleaned_data.get("module")
        return module.lessons.all() if module else None

    def clean_prompt(self) -> str:
        return str(self.cleaned_data["prompt"]).replace("\r\n", "\n")

    def clean_change_kind(self) -> str:
        return self.cleaned_data["change_kind"] or LessonRevision.ChangeKind.MINOR

    def clean_content_notes(self) -> list[str]:
        """In the order in which they stood: another order alone is no change of the text."""
        chosen = self.cleaned_data["content_notes"]
        before = self.initial.get("content_notes") or []
        return [note for note in before if note in chosen] + [note for note in chosen if note not in before]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = self.instance.kind if self.instance.pk else cleaned.get("kind")
        if self.publishes and kind == "reading" and cleaned.get("body") == "":
            self.add_error("body", _("Write the text before you publish it, or save it as a draft."))
        if self.instance.pk and cleaned.get("seen") != self._newest():
            self._warn_of_newer()
        return cleaned

    def text(self) -> dict[str, Any]:
        """What the lesson is to say, by the names of REVISION_FIELDS."""
        return {name: self.cleaned_data[name] for name in REVISION_FIELDS}

    def _newest(self) -> str:
        """Tells one state of the lesson's texts from another."""
        lesson: Lesson = self.instance
        return f"{lesson.live_id or 0}/{lesson.draft_id or 0}"

    def _warn_of_newer(self) -> None:
        """Refuse once, and let it through when it is sent again: by then the editor knows."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data[self.add_prefix("seen")] = self._newest()
        self.data = data
        self.add_error(
            None,
            _(
                "This lesson has been changed since you opened it. What you typed is still below, and the newer text "
                "is under “Earlier texts”. Compare them; if you save again, yours takes its place."
            ),
        )
