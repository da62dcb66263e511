"""The worker's inbox of nominations: look, ask the person, accept or close, enter one oneself."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from communities.pages.base import ScopedMixin
from communities.pages.drafts import Drafted
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.pages.readers import number_in
from communities.pages.tabbed import counted
from communities.regions.forms.picker import crumbs_to
from communities.regions.views.picker import PickingMixin
from communities.scope import COUNT_CAP, holds_anywhere, reaches_row
from communities.settings_of_street.models import RuleName, rule
from leaders.nominations.actions import accept_nomination
from leaders.nominations.filters import NominationFilter
from leaders.nominations.forms import AcceptForm, ContactForm, DeclineForm, NominationForm
from leaders.nominations.models import Nomination
from leaders.people.models import Kind
from registry.accounts.roles import Permission
from registry.audit.history import history_of
from registry.audit.log import record_read
from registry.sheets.columns import Column

OTHERS = 10  # named beside one for the same seat
EXPORT = Export(
    name="nomination",
    title=gettext_lazy("Nominations"),
    permission=Permission.NOMINATION_VIEW,
    prepare=lambda rows: rows.with_names(),
    order=("id",),
    columns=(
        Column("number", gettext_lazy("Number"), "number"),
        Column("kind", gettext_lazy("Kind"), "get_kind_display"),
        Column("seat", gettext_lazy("Seat"), lambda row: str(row.post)),
        Column("by", gettext_lazy("Put forward by"), "get_source_display"),
        Column("state", gettext_lazy("State"), "get_state_display"),
        Column("received", gettext_lazy("Received"), lambda row: timezone.localdate(row.received_at)),
        Column(
            "answered",
            gettext_lazy("Answered"),
            lambda row: row.answered_at and timezone.localdate(row.answered_at),
        ),
        Column("reason", gettext_lazy("Reason for not taking it up"), "get_decline_reason_display"),
    ),
)


class NominationList(KeysetList):
    permission = Permission.NOMINATION_VIEW
    model = Nomination
    filterset_class = NominationFilter
    template_name = "leaders/nominations/nomination_list.html"
    exports = EXPORT
    orders = {"age": ("id",), "place": ("region_path", "id")}

    def prepare(self, queryset):
        return queryset.with_names().with_filled()

    def more_context(self, filterset, scoped, found):
        user = self.request.user
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        region = values.get("region")
        return {
            "tabs": _tabs(counted(filterset, scoped), values.get("state") or ""),
            "crumbs": crumbs_to(region),
            "is_filtered": any(values.get(name) for name in ("q", "region", "kind", "source", "state")),
            "may_edit": holds_anywhere(user, Permission.NOMINATION_EDIT),
            "may_export": holds_anywhere(user, Permission.LEADER_EXPORT),
        }


def _tabs(scoped, chosen):
    """[(state, label, number, chosen)]: one query over at most 10,001 rows."""
    states = {state: Count("pk", filter=Q(state=state)) for state in Nomination.State.values}
    row = scoped.order_by()[: COUNT_CAP + 1].aggregate(all=Count("pk"), **states)
    row["open"] = row["received"] + row["contacted"]
    names = [("", _("Not answered yet")), *Nomination.State.choices, ("all", _("All"))]
    over = row["all"] > COUNT_CAP
    return [(key, label, "" if over else row[key or "open"], key == chosen) for key, label in names]


class NominationCreate(Drafted, PickingMixin, ScopedMixin, FormView):
    """Enter what one found oneself, or what a resident said at the desk. The address may name the seat."""

    draft_title = gettext_lazy("Enter nomination")
    permission = Permission.NOMINATION_EDIT
    form_class = NominationForm
    template_name = "leaders/nominations/nomination_form.html"

    def get_initial(self):
        query = self.request.GET
        kind = query.get("kind", "")
        seats = {name: number_in(query.get(name)) for name in ("organization", "building", "compound", "place")}
        initial = {"source": Nomination.Source.WORKER} | {name: pk for name, pk in seats.items() if pk}
        return initial | ({"kind": kind} if kind in Kind.values else {})

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "cancel_url": reverse("leaders:nomination-list")}

    def form_valid(self, form):
        row = form.build()
        try:
            row.receive(by=self.request.user)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("The nomination was entered. Next: ask the person."))
        return redirect(row)


class _OneNomination(ScopedMixin, View):
    """One row in reach; `of` names the states in which the page makes sense."""

    permission = Permission.NOMINATION_EDIT

    def row(self, pk):
        rows = Nomination.objects.permitted(self.request.user, self.permission).with_names()
        return get_object_or_404(rows.select_related("entered_by", "contacted_by", "answered_by"), pk=pk)

    def act(self, form, verb):
        """Do it; False when it was refused and the form says why."""
        try:
            verb()
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return False
        return True


class NominationDetail(_OneNomination):
    """What was said and what was done. Each look is written to the read log."""

    permission = Permission.NOMINATION_VIEW

    def get(self, request, pk):
        row = self.row(pk)
        record_read("nomination.view", row, by=request.user)
        return show_nomination(request, row, ContactForm())


def show_nomination(request, row, form, status=200):
    user = request.user
    context = {
        "row": row,
        "form": form,
        "days": rule(RuleName.NOMINATION_DAYS, row.region_path),
        "may_edit": reaches_row(user, Permission.NOMINATION_EDIT, row),
        "may_reveal": reaches_row(user, Permission.LEADER_REVEAL, row),
        "may_see_leader": row.leader is not None and reaches_row(user, Permission.LEADER_VIEW, row.leader),
        "entries": history_of(row),
        "holder": row.holder() if row.is_open else None,
        "others": list(row.others()[:OTHERS]) if row.is_open else [],
    }
    return render(request, "leaders/nominations/nomination_detail.html", context, status=status)


class NominationContact(_OneNomination):
    """POST only: the person was asked."""

    http_method_names = ["post"]

    def post(self, request, pk):
        row, form = self.row(pk), ContactForm(request.POST)
        if not form.is_valid():
            return show_nomination(request, row, form)
        if not self.act(form, lambda: row.contact(by=request.user, how=form.cleaned_data["how"])):
            return show_nomination(request, self.row(pk), form, status=409)
        messages.success(request, _("Noted: the person was asked. Accept once the person agrees."))
        return redirect(row)


class NominationAccept(Drafted, PickingMixin, ScopedMixin, FormView):
    """The person agreed: link a record or register one, as “nominated”."""

    model = Nomination
    draft_title = gettext_lazy("Accept nomination")
    permission = Permission.NOMINATION_EDIT
    form_class = AcceptForm
    template_name = "leaders/nominations/nomination_accept.html"

    @cached_property
    def row(self):
        rows = Nomination.objects.permitted(self.request.user, self.permission).with_names()
        return get_object_or_404(rows.select_related("answered_by"), pk=self.kwargs["pk"])

    def get_initial(self):
        home = self.row.region_id if self.row.kind in (Kind.BUILDING, Kind.ESTATE) else None
        return {"name": self.row.nominee_name, "region": home, "agreed_on": timezone.localdate()}

    def get_form_kwargs(self):
        more = {"user": self.request.user, "nomination": self.row, "cancel_url": self.row.get_absolute_url()}
        return super().get_form_kwargs() | more

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"row": self.row}

    def form_valid(self, form):
        agreed = {"agreed_on": form.cleaned_data["agreed_on"], "agreed_how": form.cleaned_data["agreed_how"]}
        leader = form.leader
        try:
            accept_nomination(self.row, by=self.request.user, leader=leader, **agreed)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            del self.row  # the page shows what somebody else made of it
            return self.render_to_response(self.get_context_data(form=form), status=409)
        said = _("The nomination was accepted; %(leader)s is on record. Next: arrange a mentor and a first task.")
        messages.success(self.request, said % {"leader": leader})
        return redirect("leaders:leader-stage", leader.pk)


class NominationDecline(_OneNomination):
    """Not taken up, for a reason from the neutral list; the page says what is forgotten and when."""

    def get(self, request, pk):
        row = self.row(pk)
        likely = {"reason": row.likely_reason()}
        return self._show(row, DeclineForm(initial=likely, cancel_url=row.get_absolute_url()))

    def post(self, request, pk):
        row = self.row(pk)
        form = DeclineForm(request.POST, cancel_url=row.get_absolute_url())
        if not form.is_valid():
            return self._show(row, form)
        if not self.act(form, lambda: row.decline(by=request.user, reason=form.cleaned_data["reason"])):
            return self._show(self.row(pk), form, status=409)
        messages.success(request, _("The nomination was closed. The number is forgotten already."))
        return redirect("leaders:nomination-list")

    def _show(self, row, form, status=200):
        context = {"row": row, "form": form, "days": rule(RuleName.NOMINATION_DAYS, row.region_path)}
        return render(self.request, "leaders/nominations/nomination_decline.html", context, status=status)


class NominationReveal(_OneNomination):
    """POST shows the full number once, and writes down who looked."""

    http_method_names = ["post"]
    permission = Permission.LEADER_REVEAL

    def post(self, request, pk):
        row = self.row(pk)
        record_read("nomination.reveal", row, by=request.user)
        return render(request, "leaders/nominations/nomination_phone.html", {"row": row, "phone": row.open_phone()})
