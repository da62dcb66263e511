"""A person's departure: what hangs on them is named first, a month long it can be taken back."""

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from communities.pages.acts import RowAct
from communities.pages.base import FoundMixin
from communities.pages.hanging import ShowsHanging, tell_what_stays_ended
from communities.records.endings import ended_with, hanging_on
from communities.scope import reaches_row
from leaders.departures.forms import DepartureForm
from leaders.departures.models import TAKEN_BACK_WITHIN, Departure
from leaders.people.models import Leader
from registry.accounts.roles import Permission
from registry.audit.history import history_of
from registry.audit.log import record_read


def with_departure(leaders):
    """Leaders with the departure that stands, read with the row."""
    standing = Departure.objects.standing().filter(leader=OuterRef("pk"))
    return leaders.annotate(
        departure_number=Subquery(standing.values("pk")[:1]), departure_how=Subquery(standing.values("how")[:1])
    )


def panel(row, _user):
    """For a sheet of the person's page, which has looked up the departure with the row (`with_departure`)."""
    if not row.departure_number:
        return {"departure": None}
    return {"departure": Departure(pk=row.departure_number, how=row.departure_how)}


class DepartureCreate(ShowsHanging, RowAct):
    """Enter that somebody moved away or died."""

    permission = Permission.LEADER_EDIT
    model = Leader
    form_class = DepartureForm
    template_name = "leaders/departures/departure_form.html"
    title = gettext_lazy("%(row)s has moved away or passed away")
    submit = gettext_lazy("Enter the departure")
    is_grave = True

    def rows(self):
        return super().rows().select_related("region__parent")

    def is_open(self, row):
        return row.erased_on is None and not row.departures.standing().exists()

    def make_form(self, row, data=None):
        return DepartureForm(data, initial={"left_on": timezone.localdate()})

    def act(self, row, values):
        self.departure = Departure(leader=row, **values)
        self.departure.enter(by=self.request.user)
        return _("The departure of %(name)s was entered, and what hung on it was settled as listed.") % {"name": row}

    def next_page(self, row):
        return self.departure

    def hanging_of_row(self, row):
        return hanging_on(row)

    def more_context(self, row):
        return {"hanging": self.hanging(row), "days": TAKEN_BACK_WITHIN.days}


class DepartureDetail(FoundMixin, DetailView):
    permission = Permission.LEADER_VIEW
    model = Departure
    template_name = "leaders/departures/departure_detail.html"
    context_object_name = "row"

    def get_queryset(self):
        return super().get_queryset().with_names()

    def get_context_data(self, **kwargs):
        row = self.object
        record_read("departure.view", row, by=self.request.user)
        may_edit = row.leader.erased_on is None and reaches_row(self.request.user, Permission.LEADER_EDIT, row)
        return super().get_context_data(**kwargs) | {
            "may_take_back": may_edit and row.may_be_taken_back,
            "may_come_back": may_edit and row.may_come_back and not row.may_be_taken_back,
            "ended": ended_with(row.let_go, Leader),
            "entries": history_of(row),
        }


class DepartureTakeBack(RowAct):
    """It was entered by mistake: the person and all that ended, as they were."""

    permission = Permission.LEADER_EDIT
    model = Departure
    target = Departure.State.TAKEN_BACK
    title = gettext_lazy("Take back: %(row)s")
    lead = gettext_lazy(
        "Posts, consents and reserve lists are as before. Places in training, candidacies and mentors are given anew."
    )

    def rows(self):
        return super().rows().with_names()

    def is_open(self, row):
        return row.may_be_taken_back

    def act(self, row, values):
        row.take_back(by=self.request.user, reason=values["note"])
        tell_what_stays_ended(self.request, row, Leader)
        return _("%(name)s is in the register again.") % {"name": row.leader}

    def next_page(self, row):
        return row.leader


class DepartureComeBack(RowAct):
    """Who moved away lives here again."""

    permission = Permission.LEADER_EDIT
    model = Departure
    target = Departure.State.BACK
    title = gettext_lazy("%(row)s: came back")
    lead = gettext_lazy("New posts can be entered again; what ended with the departure stays ended.")

    def rows(self):
        return super().rows().with_names()

    def is_open(self, row):
        return row.may_come_back

    def act(self, row, values):
        row.come_back(by=self.request.user, reason=values["note"])
        return _("%(name)s lives here again.") % {"name": row.leader}

    def next_page(self, row):
        return row.leader
