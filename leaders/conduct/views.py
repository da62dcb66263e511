"""The fair conduct procedure, for those who hold its own permission. Every look at a review is written down."""

from typing import NamedTuple

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from communities.pages.acts import RowAct
from communities.pages.base import ScopedMixin
from communities.pages.decisions import after_decision, queue_of
from communities.pages.lists import KeysetList
from communities.pages.readers import number_in
from communities.pages.state_tabs import state_tabs
from communities.pages.tabbed import counted
from communities.scope import reached_spans
from leaders.conduct.filters import ConductFilter
from leaders.conduct.forms import DecideForm, RaiseForm, StepForm
from leaders.conduct.models import ConductReview
from leaders.people.models import Leader, LeaderToken
from registry.accounts.roles import Permission
from registry.audit.log import record_read

FOUND = 20
States = ConductReview.State


class Step(NamedTuple):
    """The page of a step: the verb it calls, its title, what is asked for; `is_needed` says whether a text is."""

    verb: str
    title: str
    label: str
    is_needed: bool = True


STEPS = {
    States.ACCEPTED: Step("accept", gettext_lazy("Take up for review"), gettext_lazy("Note"), is_needed=False),
    States.DISMISSED: Step("dismiss", gettext_lazy("Dismiss with a reason"), gettext_lazy("Reason")),
    States.TOLD: Step("tell", gettext_lazy("Tell the person"), gettext_lazy("When and how the person was told")),
    States.HEARD: Step("hear", gettext_lazy("Hear the person"), gettext_lazy("What the person says to it")),
    States.VERIFIED: Step("verify", gettext_lazy("Verify as a second person"), gettext_lazy("What was found")),
    States.DECIDED: Step("decide", gettext_lazy("Write down the decision"), ""),
    States.INFORMED: Step(
        "inform", gettext_lazy("Told in writing"), gettext_lazy("Day and number of the letter, and how to appeal")
    ),
    States.APPEALED: Step("appeal", gettext_lazy("Write down the appeal"), gettext_lazy("What the person objects to")),
    States.ARCHIVED: Step("archive", gettext_lazy("Archive"), gettext_lazy("Note"), is_needed=False),
}


class ConductList(KeysetList):
    permission = Permission.CONDUCT_HANDLE
    model = ConductReview
    filterset_class = ConductFilter
    template_name = "leaders/conduct/conduct_list.html"
    orders = {"newest": ("-id",)}

    def prepare(self, queryset):
        return queryset.with_names()

    def more_context(self, filterset, scoped, found):
        tabs, total = state_tabs(counted(filterset, scoped), States.choices, filterset.data.get("state", ""))
        return {"tabs": tabs, "total": total}


class ConductRaise(ScopedMixin, View):
    """Find the person first, then `?leader=` names whom it is about."""

    permission = Permission.CONDUCT_HANDLE

    def get(self, request):
        leader = self._leader()
        return self._find() if leader is None else self._show(leader, self._form(leader))

    def post(self, request):
        leader = self._leader()
        if leader is None:
            raise Http404
        form = self._form(leader, request.POST)
        if not form.is_valid():
            return self._show(leader, form)
        review = ConductReview(**form.cleaned_data)
        review.raise_(by=request.user)
        messages.success(request, _("%(number)s was written down. Take it up or dismiss it.") % {"number": review})
        return redirect(review)

    def _leader(self):
        number = number_in(self.request.GET.get("leader"))
        if not number:
            return None
        return get_object_or_404(Leader.objects.permitted(self.request.user, self.permission), pk=number)

    def _form(self, leader, data=None):
        return RaiseForm(data, user=self.request.user, leader=leader)

    def _find(self):
        words = self.request.GET.get("q", "").replace("\x00", "").strip()[:40]
        found = []
        if words:
            hits = LeaderToken.hits(words, reached_spans(self.request.user, self.permission))[:200]
            rows = Leader.objects.permitted(self.request.user, self.permission).among(hits)
            found = list(rows.select_related("region__parent")[:FOUND])
        return render(self.request, "leaders/conduct/conduct_find.html", {"words": words, "found": found})

    def _show(self, leader, form):
        return render(self.request, "leaders/conduct/conduct_form.html", {"leader": leader, "form": form})


class ConductDetail(ScopedMixin, View):
    permission = Permission.CONDUCT_HANDLE

    def get(self, request, pk):
        rows = ConductReview.objects.permitted(request.user, self.permission).with_names()
        row = get_object_or_404(rows.select_related("verified_by"), pk=pk)
        record_read("conduct.view", row, by=request.user)
        ways = [(state, STEPS[state].title) for state in STEPS if row.may_become(state)]
        is_own = row.entered_by_id == request.user.pk
        context = {
            "row": row,
            "from_queue": queue_of(request),
            "steps": list(row.steps.select_related("by")),
            "ways": [way for way in ways if not (is_own and way[0] == States.VERIFIED)],
            "waits_for_another": is_own and row.state == States.HEARD,
            "is_of_the_dead": row.is_open and row.is_of_the_dead,
        }
        return render(request, "leaders/conduct/conduct_detail.html", context)


class ConductStepPage(RowAct):
    """One step of one review; the address names the state it leads to."""

    model = ConductReview
    permission = Permission.CONDUCT_HANDLE
    template_name = "leaders/conduct/conduct_step.html"

    def dispatch(self, request, *args, state, **kwargs):
        if state not in STEPS:
            raise Http404
        self.step, self.title = STEPS[state], STEPS[state].title
        self.state, self.is_grave = state, state == States.DISMISSED
        return super().dispatch(request, *args, **kwargs)

    def rows(self):
        return super().rows().with_names()

    def is_open(self, row):
        return row.may_become(self.state)

    def make_form(self, row, data=None):
        if self.state == States.DECIDED:
            return DecideForm(data)
        return StepForm(data, label=self.step.label, is_needed=self.step.is_needed)

    def act(self, row, values):
        getattr(row, self.step.verb)(by=self.request.user, **values)
        return _("%(number)s: written down.") % {"number": row}

    def more_context(self, row):
        return {"is_queued": self.state == States.VERIFIED}  # the one step the queue asks for

    def next_page(self, row):
        return after_decision(self.request, row.get_absolute_url())
