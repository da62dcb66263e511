"""Entering something for one person that somebody else confirms; without a person in the address, first find whom."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from communities.documents.views import documents_of
from communities.pages.base import ScopedMixin
from communities.pages.decisions import DecisionPage
from communities.pages.edit import EditPage
from communities.pages.readers import number_in, words_in
from communities.records.refusals import status_of
from communities.scope import reached_spans, reaches
from leaders.people.known import known_or_404
from leaders.people.models import Leader, LeaderToken
from registry.accounts.roles import Permission
from registry.sheets.columns import Column

FOUND = 20


class EnterForLeader(ScopedMixin, View):
    """A subclass names its template, the tab of the person's page, its model and its form, and how it asks for whom."""

    template_name = tab = ""
    find_title: Any = ""
    find_question: Any = ""
    find_lead: Any = ""
    model: Any = None
    form_class: Any = None

    def get(self, request):
        if "leader" not in request.GET:
            return self._find(words_in(request.GET.get("q", "")))
        return self._show(self._form(self._leader()))

    def post(self, request):
        form = self._form(self._leader(), request.POST)
        if not form.is_valid():
            return self._show(form)
        try:
            form.instance.submit(by=request.user)
        except ValidationError as refused:
            form.take(refused)
            return self._show(form, status_of(refused))
        messages.success(request, _("%(row)s was entered. Somebody else confirms it.") % {"row": form.instance})
        return redirect(form.instance)

    def _leader(self):
        rows = Leader.objects.permitted(self.request.user, self.permission).select_related("region__parent")
        return known_or_404(rows, number_in(self.request.GET.get("leader")) or 0)

    def _form(self, leader, *data):
        back = f"{leader.get_absolute_url()}?tab={self.tab}"
        return self.form_class(*data, instance=self.model(leader=leader), cancel_url=back)

    def _find(self, words):
        ids = LeaderToken.hits(words, reached_spans(self.request.user, self.permission))[:200] if words else []
        people = Leader.objects.permitted(self.request.user, self.permission).among(ids)
        found = list(people.select_related("region__parent").order_by("pinyin", "id")[:FOUND])
        asks = {"title": self.find_title, "question": self.find_question, "lead": self.find_lead}
        return render(self.request, "leaders/people/find_leader.html", {"words": words, "found": found} | asks)

    def _show(self, form, status=200):
        context = {"form": form, "leader": form.instance.leader, "row": None}
        return render(self.request, self.template_name, context, status=status)


class CorrectForLeader(EditPage):
    """Correct what was returned and hand it in again."""

    done = gettext_lazy("%(row)s was entered. Somebody else confirms it.")

    def get_queryset(self):
        return super().get_queryset().filter(state="returned").with_names()

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs() | {"cancel_url": self.object.get_absolute_url()}
        kwargs.pop("user")
        return kwargs

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"leader": self.object.leader, "row": self.object}

    def save_row(self, form):
        form.instance.submit(by=self.request.user)


class EnteredPage(DecisionPage):
    """One entry: what its paper says, its decision, and beside it what else the person has (`besides`).

    `pages` begins the names of its pages ("leaders:honour" of "leaders:honour-update"), `told` are the facts between
    name and signatures as the columns of an export, `of_list`, `corrects` and `revokes` the words of its ways.
    """

    edit_permission: str | None = None
    pages = tab = ""
    told: tuple[Column, ...] = ()
    of_list: Any = ""
    corrects: Any = ""
    revokes: Any = ""

    def may_take_back(self, row):
        """What came back, whoever may correct it does away with: the page has a button of its own."""
        return self.waits(row) and super().may_take_back(row)

    def facts(self, row):
        user = self.request.user
        edits = reaches(user, self.edit_permission, row.region_path)
        takes_off = row.state == "confirmed" and reaches(user, self.decide_permission, row.region_path)
        person = f"{row.leader.get_absolute_url()}?tab={self.tab}"
        ways = {name: reverse(f"{self.pages}-{name}", args=[row.pk]) for name in ("update", "withdraw", "revoke")}
        return {
            "told": [(column.label, column.of(row)) for column in self.told],
            "list_url": reverse(f"{self.pages}-list"),
            "person_url": person if reaches(user, Permission.LEADER_VIEW, row.region_path) else "",
            "ways": ways,
            "words": {"list": self.of_list, "update": self.corrects, "revoke": self.revokes},
            "documents": documents_of(row, user),
            "add_url": reverse(f"{self.pages}-document", args=[row.pk]) if edits and row.takes_documents else "",
            "may_remove": row.documents_changed_by(user),
            "may_correct": edits and row.state == "returned",
            "may_revoke": takes_off,
        } | self.besides(row)

    def besides(self, row):
        """What the template shows beside it; a dict."""
        return {}
