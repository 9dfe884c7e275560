"""The question list's ways in and out: what is chosen or filtered goes out, a file comes in after a dry run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from assessments.exchange import FORMATS, Format
from assessments.exchange.bank import entry_of, in_files_order
from assessments.exchange.confirming import LONGEST, Shown, opened, sealed
from assessments.exchange.difference import differences, state_in_words
from assessments.exchange.entry import Entry, too_many
from assessments.exchange.examples import examples
from assessments.exchange.forms import ImportForm
from assessments.exchange.table import MEANINGS
from assessments.importing import CHANGED, NEW, UNCHANGED, NotAsShown, Plan, Step, import_questions, plan_import
from assessments.models import Question
from assessments.question_types import type_of

TO_IMPORT = (
    "assessments.add_question",
    "assessments.change_question",
    "assessments.add_questionversion",
    "assessments.add_choice",
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A format on the page for exporting: how many questions it holds, and which it can't."""

    format: Format
    count: int
    left_out: list[tuple[Entry, str]]


class ExchangeMixin:
    """For the questions' ModelAdmin."""

    admin_site: Any
    opts: Any
    actions: Any = ["export_chosen"]

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        own = [
            path("export/", guarded(self.export_view), name="assessments_question_export"),
            path("export/<slug:key>/", guarded(self.download_view), name="assessments_question_download"),
            path("import/", guarded(self.import_view), name="assessments_question_import"),
            path("import/template/<slug:key>/", guarded(self.template_view), name="assessments_question_template"),
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    # --- Out --------------------------------------------------------------------------------------------------------

    @admin.action(description=gettext_lazy("Export the chosen questions…"), permissions=["view"])
    def export_chosen(self, request: HttpRequest, queryset: QuerySet[Question]) -> HttpResponse:
        address = reverse("admin:assessments_question_export")
        if request.POST.get("select_across") == "1":
            return redirect(f"{address}?{request.GET.urlencode()}")
        return redirect(f"{address}?id__in={','.join(map(str, queryset.values_list('pk', flat=True)))}")

    def export_view(self, request: HttpRequest) -> HttpResponse:
        entries, without = self._asked_for(request)
        offers = []
        for each in FORMATS.values():
            left_out = [(entry, reason) for entry in entries if (reason := each.left_out(entry))]
            offers.append(Offer(each, len(entries) - len(left_out), left_out))
        words = {"title": _("Export questions"), "entries": entries, "without": without, "offers": offers}
        query = request.GET.urlencode()
        return self._page(request, "export", **words, query=f"?{query}" if query else "")

    def download_view(self, request: HttpRequest, key: str) -> HttpResponse:
        each = _format(key)
        entries, _without = self._asked_for(request)
        return _download(each, [entry for entry in entries if not each.left_out(entry)], "questions")

    def _asked_for(self, request: HttpRequest) -> tuple[list[Entry], int]:
        """The questions that the list shows when it is asked the same, and how many of them have no version yet."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        asked = request.GET.copy()
        asked.pop("p", None)
        request.GET = asked  # type: ignore[assignment]
        try:
            found = self.get_changelist_instance(request).queryset  # type: ignore[attr-defined]
        except IncorrectLookupParameters as trouble:
            raise Http404 from trouble
        questions = in_files_order(Question.objects.filter(pk__in=found.order_by().values("pk")))
        rows = list(questions)
        entries = [entry_of(row) for row in rows if row.live is not None]
        return entries, len(rows) - len(entries)

    # --- In ---------------------------------------------------------------------------------------------------------

    def template_view(self, request: HttpRequest, key: str) -> HttpResponse:
        each = _format(key)
        self._check_may_import(request)
        return _download(each, [entry for entry in examples() if not each.left_out(entry)], "template")

    def import_view(self, request: HttpRequest) -> HttpResponse:
        self._check_may_import(request)
        if "seal" in request.POST:
            return self._confirmed(request)
        form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
        if not form.is_valid():
            return self._import_page(request, form)
        otherwise = form.cleaned_data["lesson"]
        plan = plan_import(form.reading.entries, otherwise)
        plan.wrong = sorted([*form.reading.wrong, *plan.wrong], key=lambda remark: remark.place)
        plan.notes = form.reading.notes
        return self._shown(request, form, plan, Shown(form.reading.entries, otherwise, plan.digest))

    def _check_may_import(self, request: HttpRequest) -> None:
        if not request.user.has_perms(TO_IMPORT):
            raise PermissionDenied

    def _shown(self, request: HttpRequest, form: ImportForm | None, plan: Plan, shown: Shown) -> HttpResponse:
        """The dry run."""
        assert isinstance(request.user, User)
        seal = sealed(shown, request.user) if plan.may_be_done else ""
        if len(seal) > LONGEST and form is not None:
            form.add_error(None, too_many())
            return self._import_page(request, form)
        return self._import_page(
            request,
            form if plan.wrong else None,
            plan=plan,
            seal=seal,
            read_as=form.format if form else None,
            place=_("Row") if form and form.format.counts_rows else _("Line"),
            groups=[(NEW, _told(plan.of(NEW))), (CHANGED, _told(plan.of(CHANGED))), (UNCHANGED, plan.of(UNCHANGED))],
        )

    def _confirmed(self, request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User)
        shown = opened(request.POST["seal"], request.user)
        if shown is None:
            messages.error(request, _("This was looked through too long ago. Send the file once more."))
            return redirect("admin:assessments_question_import")
        try:
            with transaction.atomic():
                plan = import_questions(shown.entries, shown.digest, shown.otherwise, by=request.user)
                _write_down(plan, request.user)
        except NotAsShown as trouble:
            messages.warning(request, _("Nothing was imported: the questions here have changed since. Look once more."))
            now = Shown(shown.entries, shown.otherwise, trouble.plan.digest)
            return self._shown(request, None, trouble.plan, now)
        messages.success(request, _imported(plan))
        return redirect("admin:assessments_question_changelist")

    def _import_page(self, request: HttpRequest, form: ImportForm | None, **words: Any) -> HttpResponse:
        title = _("Look through the import") if words else _("Import questions")
        more = {"formats": FORMATS.values(), "columns": MEANINGS.items(), "title": title}
        return self._page(request, "import", form=form, **more, **words)

    def _page(self, request: HttpRequest, name: str, **words: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **words}
        return TemplateResponse(request, f"admin/assessments/question/{name}.html", context)


def _format(key: str) -> Format:
    if key not in FORMATS:
        raise Http404
    return FORMATS[key]


def _download(each: Format, entries: list[Entry], name: str) -> HttpResponse:
    response = HttpResponse(each.write(entries), content_type=each.content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}{each.ending}"'
    return response


def _told(steps: list[Step]) -> list[dict[str, Any]]:
    """Steps with what the page says of them."""
    return [
        {
            "step": step,
            "kind": type_of(step.entry.kind).label,
            "state": state_in_words(step.entry),
            "differences": list(differences(step.before, step.entry)) if step.before else [],
        }
        for step in steps
    ]


def _write_down(plan: Plan, editor: User) -> None:
    """In the history of each question."""
    for outcome, flag in ((NEW, ADDITION), (CHANGED, CHANGE)):
        keys = [step.entry.key for step in plan.of(outcome)]
        if questions := Question.objects.filter(key__in=keys):
            LogEntry.objects.log_actions(editor.pk, questions, flag, _("Imported from a file."))


def _imported(plan: Plan) -> str:
    new, changed = len(plan.of(NEW)), len(plan.of(CHANGED))
    return _("Imported: %(new)s, %(changed)s.") % {
        "new": ngettext("%(number)d new question", "%(number)d new questions", new) % {"number": new},
        "changed": ngettext("%(number)d changed", "%(number)d changed", changed) % {"number": changed},
    }
