"""Incentives: the list, one entry with its decision, proposing, the certificate."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from communities.notices.models import Notice
from communities.organizations.models import Organization, OrganizationToken
from communities.pages.acts import tell_stale
from communities.pages.base import NotOpen, ScopedMixin, open_or_404
from communities.pages.decisions import DecisionPage
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.pages.readers import number_in, words_in
from communities.pages.seen import SeenField, changes_since, renew, unpack
from communities.pages.state_tabs import state_tabs
from communities.pages.tabbed import counted
from communities.scope import holds_anywhere, reached_spans, reaches
from leaders.incentives.actions import satisfaction_for
from leaders.incentives.filters import IncentiveFilter
from leaders.incentives.forms import IncentiveForm
from leaders.incentives.models import Incentive
from leaders.incentives.models.eligibility import chairs_owners_committee
from leaders.people.models import Leader, LeaderToken
from registry.accounts.roles import Permission
from registry.sheets.columns import Column
from registry.sheets.ledger import Ledger

FOUND = 10


EXPORT = Export(
    name="incentive",
    title=gettext_lazy("Incentives"),
    permission=Permission.INCENTIVE_VIEW,
    prepare=lambda rows: rows.with_names(),
    ledger=Ledger(
        gettext_lazy("Ledger of incentives"),
        ("subject", "form", "title", "amount", "source", "proposed", "awarded", "certificate", "state"),
        sums=("amount",),
    ),
    columns=(
        Column("subject", gettext_lazy("For whom"), "subject_name"),
        Column("form", gettext_lazy("Form"), "get_form_display"),
        Column("title", gettext_lazy("Name of the incentive"), "title"),
        Column("batch", gettext_lazy("List"), lambda row: str(row.batch or "")),
        Column("amount", gettext_lazy("Amount in yuan"), "amount"),
        Column("source", gettext_lazy("Budget source"), "budget_source"),
        Column("state", gettext_lazy("State"), lambda row: row.tag[1]),
        Column("proposed", gettext_lazy("Proposed on"), lambda row: timezone.localdate(row.proposed_at)),
        Column("awarded", gettext_lazy("Awarded on"), "awarded_on"),
        Column("certificate", gettext_lazy("Certificate number"), "certificate_number"),
    ),
)


class IncentiveList(KeysetList):
    permission = Permission.INCENTIVE_VIEW
    model = Incentive
    filterset_class = IncentiveFilter
    template_name = "leaders/incentives/incentive_list.html"
    exports = EXPORT
    orders = {"newest": ("-id",), "place": ("region_path", "id")}
    rights = {"may_decide": Permission.INCENTIVE_DECIDE, "may_notice": Permission.NOTICE_EDIT}

    def prepare(self, queryset):
        return queryset.with_names()

    def more_context(self, filterset, scoped, found):
        user = self.request.user
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        within = counted(filterset, scoped)
        may_propose = holds_anywhere(user, Permission.INCENTIVE_PROPOSE)
        tabs, total = state_tabs(within, Incentive.State.choices, values.get("state", ""))
        return {
            "tabs": tabs,
            "total": total,
            "is_filtered": any(values.values()),
            "may_propose": may_propose,
            "new_url": reverse("leaders:incentive-create") if may_propose else "",
            "has_papers": bool(values.get("batch")) or values.get("state") == Incentive.State.AWARDED,
        }


class IncentiveDetail(DecisionPage):
    """Facts, notice, satisfaction beside it and, for whoever may, the decision."""

    model = Incentive
    permission, decide_permission = Permission.INCENTIVE_VIEW, Permission.INCENTIVE_DECIDE
    submitter = "proposed_by"
    template_name = "leaders/incentives/incentive_detail.html"
    passes = (gettext_lazy("Confirm"), gettext_lazy("then it goes on public notice"))

    def rows(self):
        return (
            super()
            .rows()
            .select_related("notice", "recall_notice", "proposed_by", "decided_by", "awarded_by", "recalled_by")
        )

    def facts(self, row):
        user, state, path = self.request.user, row.state, row.region_path
        States = Incentive.State
        decides, notices = (
            reaches(user, permission, path) for permission in (Permission.INCENTIVE_DECIDE, Permission.NOTICE_EDIT)
        )
        return {
            "satisfaction": satisfaction_for(row.subject),
            "may_correct": row.is_changeable and reaches(user, Permission.INCENTIVE_PROPOSE, path),
            "may_notice": notices and state == States.APPROVED,
            "may_award": decides and state == States.ON_NOTICE,
            "sees_notice": row.notice is not None and reaches(user, Permission.NOTICE_VIEW, row.notice.region_path),
            "notice_over": row.notice is not None and row.notice.state == Notice.State.CLOSED,
            "may_object": notices and state == States.ON_NOTICE,
            "may_resume": notices and state == States.OBJECTED,
            "may_withdraw": may_withdraw(user, row),
            "may_recall": decides and row.may_become(States.RECALLED),
            "may_leave_batch": notices and row.batch and state in (States.PROPOSED, States.RETURNED, States.APPROVED),
        }


def may_withdraw(user, row):
    """Whoever decides; and the proposer, as long as nobody has agreed."""
    if not row.may_become(Incentive.State.WITHDRAWN):
        return False
    early = row.state in (Incentive.State.PROPOSED, Incentive.State.RETURNED) and row.proposed_by_id == user.pk
    return early or reaches(user, Permission.INCENTIVE_DECIDE, row.region_path)


def takes_thanks(subject):
    """Whether anybody is left to thank: who moved away or died may be; an erased person, a closed group is not."""
    return subject.erased_on is None if isinstance(subject, Leader) else subject.is_current


class IncentiveCreate(ScopedMixin, View):
    """Propose one incentive; without a subject in the address, first find whom it is for."""

    permission = Permission.INCENTIVE_PROPOSE
    decided_with = Permission.INCENTIVE_DECIDE

    def get(self, request):
        row = self._new()
        if row is None:
            return self._find()
        return self._show(
            row, self._form(row, initial={"form": Incentive.Form.LETTER, "batch": request.GET.get("batch", "")[:40]})
        )

    def post(self, request):
        row = self._new()
        if row is None:
            raise Http404
        form = self._form(row, request.POST)
        if not form.is_valid():
            return self._show(row, form)
        try:
            form.instance.propose(by=request.user)
        except ValidationError as refused:
            form.take(refused)
            return self._show(row, form)
        messages.success(request, _("%(incentive)s was proposed. Somebody else decides.") % {"incentive": row})
        return redirect(form.instance)

    def _new(self):
        """An incentive for the leader or organization named in the address, when in reach; None without one."""
        for name, model in (("leader", Leader), ("organization", Organization)):
            if name in self.request.GET:
                reach = model.objects.permitted(self.request.user, self.permission).select_related("region__parent")
                found = open_or_404(reach, takes_thanks, number_in(self.request.GET[name]) or 0)
                return Incentive(**{name: found})
        return None

    def _form(self, row, *args, **kwargs):
        return IncentiveForm(*args, instance=row, cancel_url=row.subject.get_absolute_url(), **kwargs)

    def _find(self):
        user, words = self.request.user, words_in(self.request.GET.get("q", ""))
        found = {"leaders": [], "organizations": []}
        if words:
            spans = reached_spans(user, self.permission)
            people = Leader.objects.filter(pk__in=LeaderToken.hits(words, spans)[:200])
            groups = Organization.objects.current().filter(pk__in=OrganizationToken.hits(words, spans)[:200])
            found = {
                "leaders": list(people.permitted(user, self.permission).select_related("region__parent")[:FOUND]),
                "organizations": list(groups.permitted(user, self.permission).select_related("region")[:FOUND]),
            }
        return render(self.request, "leaders/incentives/incentive_find.html", {"words": words, "found": found})

    def _show(self, row, form, status=200, changes=()):
        context = {
            "row": row,
            "form": form,
            "changes": changes,
            "satisfaction": satisfaction_for(row.subject),
            "is_chair": row.leader_id is not None and chairs_owners_committee(row.leader),
        }
        return render(self.request, "leaders/incentives/incentive_form.html", context, status=status)


class IncentiveUpdate(IncentiveCreate):
    """Correct a returned proposal and hand it in again."""

    def get(self, request, pk):
        row = self._row(pk)
        if row.state != Incentive.State.RETURNED:
            raise NotOpen(row)
        return self._show(row, self._dressed(row))

    def post(self, request, pk):
        row, now = self._row(pk), self._row(pk)
        form = self._dressed(row, request.POST)
        shown = unpack(request.POST.get("seen", ""), row)
        is_valid = form.is_valid()
        if row.state != Incentive.State.RETURNED or (shown and shown.version != row.version):
            tell_stale(form, now)
            renew(form, now)
            return self._show(row, form, status=409, changes=changes_since(shown, now) if shown else ())
        if not is_valid:
            return self._show(row, form)
        form.instance.seen = now.version
        try:
            form.instance.propose(by=request.user)
        except ValidationError as refused:
            form.take(refused)
            return self._show(row, form)
        messages.success(request, _("%(incentive)s was proposed. Somebody else decides.") % {"incentive": row})
        return redirect(row)

    def _row(self, pk):
        return get_object_or_404(Incentive.objects.permitted(self.request.user, self.permission).with_names(), pk=pk)

    def _dressed(self, row, *args):
        form = self._form(row, *args)
        form.fields["seen"] = SeenField(row, required=False)
        form.helper.layout.append("seen")
        return form
