"""The journal: one's own writing, and nobody else's."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reflection.forms import ReflectionForm
from reflection.models import JournalEntry


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    entries = JournalEntry.objects.owned_by(request.user).select_related("lesson__module__course")
    return render(
        request, "reflection/journal.html", {"page": Paginator(entries, 20).get_page(request.GET.get("page"))}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    written = get_object_or_404(JournalEntry.objects.owned_by(request.user), pk=pk)
    form = ReflectionForm(request.POST or None, initial={"reflection": written.text}, prompt=written.prompt)
    form.fields["reflection"].required = True
    if request.method == "POST" and form.is_valid():
        written.text = form.cleaned_data["reflection"]
        written.save(update_fields=["text", "updated_at"])
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
