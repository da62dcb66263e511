"""Closing a group: what hangs on it is named first, a second person decides, a month long it can be taken back."""

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.closings.models import TAKEN_BACK_WITHIN, Closing
from communities.organizations.models import Organization
from communities.pages.acts import RowAct, TransitionView
from communities.pages.decisions import DecisionPage
from communities.pages.hanging import ShowsHanging, tell_what_stays_ended
from communities.pages.refusing import NoteForm
from communities.pages.staffing import warn_undecided
from communities.records.endings import ended_with, hanging_on
from communities.scope import reaches
from registry.accounts.roles import Permission


class EndForm(NoteForm):
    """The reason, under the name the model gives it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label = gettext_lazy("Reason")
        self.fields["note"].max_length = 300


class OrganizationEnd(ShowsHanging, RowAct):
    """Propose the closing, or close a group on which nothing hangs yet."""

    permission = Permission.ORGANIZATION_EDIT
    model = Organization
    form_class = EndForm
    template_name = "communities/closings/organization_end.html"
    title = gettext_lazy("Close %(row)s?")
    is_grave = True

    def rows(self):
        return super().rows().current().select_related("region")

    def act(self, row, values):
        self.closing = Closing(organization=row, reason=values["note"])
        self.closing.propose(by=self.request.user)
        if self.closing.needs_second:
            return _("The closing was proposed. A manager of the street decides it.")
        return _("The registration of %(organization)s has ended.") % {"organization": row}

    def next_page(self, row):
        return self.closing if self.closing.needs_second else row

    def hanging_of_row(self, row):
        return hanging_on(row)

    def more_context(self, row):
        needs_second = row.is_established
        if needs_second and self.request.method == "GET":
            warn_undecided(self.request, self.permission, Permission.FILING_DECIDE)
        return {
            "hanging": self.hanging(row),
            "needs_second": needs_second,
            "days": TAKEN_BACK_WITHIN.days,
            "submit": _("Propose the closing") if needs_second else _("End registration"),
        }


class ClosingDetail(ShowsHanging, DecisionPage):
    """One closing with what it ends or ended; for whoever may, the decision."""

    model = Closing
    permission = Permission.ORGANIZATION_VIEW
    decide_permission = Permission.FILING_DECIDE
    template_name = "communities/closings/closing_detail.html"
    withdraw_url = "communities:closing-withdraw"
    passes = (gettext_lazy("Close the group"), gettext_lazy("everything named above ends with it"))

    def hanging_of_row(self, row):
        return hanging_on(row.organization) if row.state in Closing.WAITING else []

    def held(self, row):
        return [row.organization]

    def form_about(self, row, data):
        return self.make_form(row, data)

    def facts(self, row):
        user = self.request.user
        return {
            "hanging": self.hanging(row),
            "ended": ended_with(row.let_go, Organization),
            "may_take_back": row.may_be_taken_back and reaches(user, row.take_back_permission, row.region_path),
        }


class ClosingWithdraw(TransitionView):
    """Whoever proposed it takes it back while it waits."""

    model = Closing
    permission = Permission.ORGANIZATION_EDIT
    verb = "withdraw"
    done = gettext_lazy("The proposal to close %(row)s was withdrawn.")


class ClosingTakeBack(RowAct):
    """The group and all that ended with it, as they were."""

    permission = Permission.ORGANIZATION_EDIT
    model = Closing
    target = Closing.State.TAKEN_BACK
    title = gettext_lazy("Take back the closing of %(row)s")

    def rows(self):
        return super().rows().with_names()

    def find(self, pk):
        row = super().find(pk)
        if not reaches(self.request.user, row.take_back_permission, row.region_path):
            raise PermissionDenied
        return row

    def is_open(self, row):
        return row.may_be_taken_back

    def act(self, row, values):
        row.take_back(by=self.request.user, reason=values["note"])
        tell_what_stays_ended(self.request, row, Organization)
        return _("%(organization)s is in the register again.") % {"organization": row.organization}

    def next_page(self, row):
        return row.organization


def with_closing(queryset):
    """Organizations with the closing that waits or that ended them, read with the row."""
    last = Closing.objects.filter(organization=OuterRef("pk"), state__in=["proposed", "agreed"]).order_by("-pk")
    return queryset.annotate(
        closing_number=Subquery(last.values("pk")[:1]), closing_state=Subquery(last.values("state")[:1])
    )


def panel(row, _user):
    """For a sheet of the organization's page, which has looked up the closing with the row (`with_closing`)."""
    return {"closing": Closing(pk=row.closing_number, state=row.closing_state) if row.closing_number else None}
