"""The journal: one's own writing, and nobody else's."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.places import find_lesson
from reflection.exports import as_data
from reflection.forms import ReflectionForm
from reflection.models import JournalEntry, JournalEntryQuerySet, version_of
from reflection.searching import has_all, marked, words_of
from reflection.writing import WrittenElsewhere, change_entry, write_entry, write_note


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    words = words_of(request.GET.get("q", ""))
    entries: list[JournalEntry] = list(_own(request)) if words else []
    found = [each for each in entries if has_all(words, *each.texts())]
    page = Paginator(found if words else _own(request), 20).get_page(request.GET.get("page"))
    shown = [(each, [marked(text, words) for text in each.texts()]) for each in page]
    query = " ".join(words)
    context = {"page": page, "shown": shown, "query": query, "keeps": urlencode({"q": query}) if query else ""}
    return render(request, "reflection/journal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An entry that belongs to no lesson."""
    form = ReflectionForm(request.POST or None)
    form.fields["reflection"].required = True
    if request.method == "POST" and form.is_valid():
        write_note(request.user, form.cleaned_data["reflection"])  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return redirect("reflection:journal")
    return render(request, "reflection/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    written = get_object_or_404(JournalEntry.objects.owned_by(request.user), pk=pk)
    form = ReflectionForm(request.POST or None, entry=written, prompt=written.prompt)
    form.fields["reflection"].required = True
    if request.method == "POST" and form.is_valid():
        try:
            change_entry(request.user, pk, form.cleaned_data["reflection"], form.cleaned_data["based_on"])  # type: ignore[arg-type]
        except WrittenElsewhere as other:
            form.clash(other.entry)
        else:
            messages.success(request, _("Saved."))
            return redirect("reflection:journal")
    return render(
        request, "reflection/entry.html", {"entry": written, "form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    written = get_object_or_404(JournalEntry.objects.owned_by(request.user), pk=pk)
    if request.method == "POST":
        written.delete()
        messages.success(request, _("Deleted. Nobody can read it any more."))
        return redirect("reflection:journal")
    return render(request, "reflection/delete.html", {"entry": written})


@require_safe
def print_all(request: HttpRequest) -> HttpResponse:
    return render(request, "reflection/print.html", {"entries": _own(request), "today": timezone.localdate()})


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    name = f"journal-{timezone.localdate():%Y-%m-%d}.json"
    return JsonResponse(
        as_data(_own(request)),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
def keep(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    """A reflection as it is typed. Answers the version that is kept; 409 with the other text where another was kept
    meanwhile; 422 with what is wrong; 403 where somebody else is signed in by now."""
    place = find_lesson(request.user, course, module, lesson)
    if place.is_preview:
        raise Http404
    if request.POST.get("writer") != str(request.user.pk):
        return JsonResponse({}, status=403)
    form = ReflectionForm(request.POST)
    if not form.is_valid():
        return JsonResponse(
            {"problem": " ".join(str(error) for errors in form.errors.values() for error in errors)}, status=422
        )
    text, based_on = form.cleaned_data["reflection"], form.cleaned_data["based_on"]
    try:
        kept = write_entry(request.user, place.lesson.pk, place.lesson.revision.prompt, text, based_on)  # type: ignore[arg-type]
    except WrittenElsewhere as other:
        text = other.entry.text if other.entry else ""
        return JsonResponse({"text": text, "version": version_of(other.entry)}, status=409)
    return JsonResponse({"version": version_of(kept)})


def _own(request: HttpRequest) -> JournalEntryQuerySet:
    return JournalEntry.objects.owned_by(request.user).select_related("lesson__module__course")
