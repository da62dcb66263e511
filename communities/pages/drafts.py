"""Long forms keep a draft: what one user typed and has not sent yet, sealed; the desk says that it waits."""

from datetime import timedelta
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.pages.base import Mixin
from registry.accounts.models import FormDraft

NOT_KEPT = {"csrfmiddlewaretoken", "draft", "drawn"}
FORGOTTEN_AFTER = timedelta(days=30)  # a draft may hold a name or a number that nobody else keeps


class Drafted(Mixin):
    """Mixin, the first, of a view that makes something by a form; `draft_title` names it on the desk.

    The form's bar of buttons then keeps and drops the draft; what is sent whole makes it obsolete.
    """

    draft_title = ""

    def get(self, request, *args, **kwargs):
        if self.kept is not None:
            messages.info(request, _("A draft was taken up again."))
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        name = request.resolver_match.view_name
        if "drop" in request.POST:
            FormDraft.drop(request.user, name)
            messages.success(request, _("The draft was discarded."))
            return redirect(name)
        if "draft" in request.POST:
            kept = {field: values for field, values in request.POST.lists() if field not in NOT_KEPT}
            FormDraft.keep(request.user, name, kept)
            messages.success(request, _("The draft is kept. It comes back when this page is opened again."))
            return redirect("desk:dashboard")
        response = super().post(request, *args, **kwargs)
        if response.status_code == 302:
            FormDraft.drop(request.user, name)
        return response

    @property
    def kept(self):
        """The draft of this page, asked for once and only where the page is opened."""
        if not hasattr(self, "_kept"):
            rows = FormDraft.objects.filter(user=self.request.user, form=self.request.resolver_match.view_name)
            self._kept = rows.first() if self.request.method == "GET" else None
        return self._kept

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if self.kept is not None:
            kwargs["initial"] = as_initial(self.kept.values, self.get_form_class().base_fields)
        return kwargs

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"keeps_drafts": True, "has_draft": self.kept is not None}


def as_initial(values, fields):
    """A draft's lists as initial values: those of fields that take several as they are, the last of the others."""
    several = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
    return {name: kept if isinstance(fields.get(name), several) else kept[-1] for name, kept in values.items() if kept}


class Waiting(NamedTuple):
    title: str
    url: str


def waiting(names):
    """[Waiting] for the names of drafts; a name whose page is gone is left out."""
    found = []
    for name in sorted(names):
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        page: Any = resolve(url).func
        found.append(Waiting(page.view_class.draft_title, url))
    return found


def forget_drafts(*, dry_run):
    """For the daily jobs."""
    old = FormDraft.objects.filter(updated_at__lt=timezone.now() - FORGOTTEN_AFTER)
    return f"{old.count() if dry_run else old.delete()[0]} drafts are forgotten"
