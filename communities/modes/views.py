"""How groups are managed: who stands in which mode, what changed, and the proposals that wait."""

from django.db.models import Count, F, OuterRef, Subquery, Sum
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.centers.models import Hosting
from communities.modes.filters import ManagementFilter, ProposalFilter
from communities.modes.forms import ManagementForm
from communities.modes.models import MEANINGS, ManagementDecision, Mode
from communities.organizations.models import MemberCount, Organization
from communities.organizations.views.for_organization import ForOrganization, ReturnedToCorrect
from communities.pages.acts import TransitionView
from communities.pages.decisions import DecisionPage
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.scope import COUNT_CAP, holds_anywhere, reaches
from registry.accounts.roles import Permission
from registry.sheets.columns import Column


def with_standing(queryset):
    """Organizations with the day of the last change, the newest count of members and the centre that hosts them."""
    changes = ManagementDecision.objects.decided().filter(organization=OuterRef("pk")).order_by("-effective_on", "-id")
    counts = MemberCount.objects.filter(organization=OuterRef("pk")).order_by("-year")
    hosted = Hosting.objects.current().filter(organization=OuterRef("pk"))
    return queryset.select_related("region", "category").annotate(
        since=Subquery(changes.values("effective_on")[:1]),
        members=Subquery(counts.values("members")[:1]),
        center_id=Subquery(hosted.values("center_id")[:1]),
        center_name=Subquery(hosted.values("center__name")[:1]),
    )


EXPORT = Export(
    name="management",
    title=gettext_lazy("Management modes"),
    permission=Permission.ORGANIZATION_EXPORT,
    prepare=with_standing,
    verb="organization.export",
    columns=(
        Column("name", gettext_lazy("Name"), "name"),
        Column("region", gettext_lazy("Region"), "region.name"),
        Column("category", gettext_lazy("Category"), "category.name"),
        Column("legal", gettext_lazy("Legal status"), "get_legal_status_display"),
        Column("mode", gettext_lazy("Management mode"), "get_management_mode_display"),
        Column("since", gettext_lazy("Counts from"), "since"),
        Column("center", gettext_lazy("Service centre"), "center_name"),
        Column("members", gettext_lazy("Members"), "members"),
    ),
)


class ManagementList(KeysetList):
    """Organizations by mode, with figures for the chosen region."""

    permission = Permission.MANAGEMENT_VIEW
    model = Organization
    filterset_class = ManagementFilter
    template_name = "communities/modes/management_list.html"
    exports = EXPORT
    orders = {"place": ("region_path", "id"), "name": ("pinyin", "id")}

    def prepare(self, queryset):
        return with_standing(queryset)

    def more_context(self, filterset, scoped, found):
        user = self.request.user
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        region = values.get("region")
        decisions = ManagementDecision.objects.permitted(user, self.permission)
        if region:
            scoped, decisions = scoped.within(region), decisions.within(region)
        figures = mode_figures(scoped.current(), decisions)
        return {
            "figures": figures,
            "year": timezone.localdate().year,
            "tabs": _tabs(figures, values.get("mode") or ""),
            "proposals": decisions.pending().capped_count(),
            "is_filtered": any(values.values()),
            "may_propose": holds_anywhere(user, Permission.MANAGEMENT_PROPOSE),
            "may_export": holds_anywhere(user, Permission.ORGANIZATION_EXPORT),
        }


def mode_figures(organizations, decisions):
    """One dict a mode: count, joined and left this year, members and their growth. Three queries; [] beyond the cap.

    Growth compares only groups whose members were counted both this year and last.
    """
    year = timezone.localdate().year
    ids = organizations.order_by().values("pk")[: COUNT_CAP + 1]
    counts = _by(Organization.objects.filter(pk__in=ids), "management_mode", held=Count("pk"))
    if sum(row["held"] for row in counts.values()) > COUNT_CAP:
        return []
    moved = decisions.decided().filter(effective_on__year=year).order_by().values("from_mode", "to_mode")
    moves = list(moved.annotate(n=Count("pk")))
    both = MemberCount.objects.filter(
        organization__in=ids, year=year, organization__member_counts__year=year - 1
    ).order_by()
    members = _by(
        both,
        "organization__management_mode",
        now=Sum("members"),
        then=Sum("organization__member_counts__members"),
    )
    return [
        {
            "mode": mode,
            "label": Mode(mode).label,
            "meaning": MEANINGS[mode],
            "held": counts.get(mode, {}).get("held", 0),
            "joined": sum(row["n"] for row in moves if row["to_mode"] == mode),
            "left": sum(row["n"] for row in moves if row["from_mode"] == mode),
            **_growth(members.get(mode, {})),
        }
        for mode in Mode.values
    ]


def _by(queryset, field, **sums):
    rows = queryset.order_by().values(field).annotate(**sums)
    return {row[field]: row for row in rows}


def _growth(row):
    now, then = row.get("now") or 0, row.get("then") or 0
    percent = round(100 * (now - then) / then) if then else None
    return {"members": now, "percent": percent if percent is None else f"{percent:+d}%"}


def _tabs(figures, chosen):
    """[(mode, label, count, chosen)], all of them first; counts are left out beyond the cap."""
    total = sum(row["held"] for row in figures) if figures else ""
    counts = {row["mode"]: row["held"] for row in figures}
    names = [("", _("All"), total)] + [(mode, label, counts.get(mode, "")) for mode, label in Mode.choices]
    return [(mode, label, count, mode == chosen) for mode, label, count in names]


PROPOSALS = Export(
    name="proposal",
    title=gettext_lazy("Changes of management mode"),
    permission=Permission.ORGANIZATION_EXPORT,
    prepare=lambda rows: rows.with_names(),
    columns=(
        Column("organization", gettext_lazy("Organization"), "organization.name"),
        Column("region", gettext_lazy("Region"), "organization.region.name"),
        Column("from", gettext_lazy("Mode until then"), "get_from_mode_display"),
        Column("to", gettext_lazy("New mode"), "get_to_mode_display"),
        Column("document", gettext_lazy("Document number"), "document_number"),
        Column("since", gettext_lazy("Counts from"), "effective_on"),
        Column("reason", gettext_lazy("Reason"), "reason"),
        Column("state", gettext_lazy("State"), "get_state_display"),
        Column("returned", gettext_lazy("Reason for returning"), "return_reason"),
        Column("proposed", gettext_lazy("Proposed on"), lambda row: localdate(row.proposed_at)),
        Column("decided", gettext_lazy("Decided on"), lambda row: row.decided_at and localdate(row.decided_at)),
    ),
)


class ProposalList(KeysetList):
    """Changes of mode: those that wait, those that were decided, those that went back."""

    permission = Permission.MANAGEMENT_VIEW
    model = ManagementDecision
    filterset_class = ProposalFilter
    template_name = "communities/modes/management_proposals.html"
    exports = PROPOSALS
    orders = {"newest": ("newest",), "place": ("region_path", "id")}

    def prepare(self, queryset):
        return queryset.with_names().annotate(newest=-F("id"))

    def more_context(self, filterset, scoped, found):
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        return {
            "is_filtered": any(values.values()),
            "may_propose": holds_anywhere(self.request.user, Permission.MANAGEMENT_PROPOSE),
            "may_export": holds_anywhere(self.request.user, PROPOSALS.permission),
        }


class ManagementPropose(ForOrganization):
    """Propose another mode for one organization."""

    permission = Permission.MANAGEMENT_PROPOSE
    decided_with = Permission.MANAGEMENT_DECIDE
    template_name = "communities/modes/management_form.html"
    title = gettext_lazy("Propose management mode")

    def make_form(self, organization, data=None):
        return ManagementForm(
            data, user=self.request.user, organization=organization, cancel_url=organization.get_absolute_url()
        )

    def act(self, organization, values):
        proposal = ManagementDecision(organization=organization, **values)
        proposal.propose(by=self.request.user)
        return _("The proposal was handed in. Somebody else decides it."), proposal

    def more_context(self, organization):
        return {"returned": None}


class ManagementCorrect(ReturnedToCorrect):
    """Correct a returned proposal and hand it in again."""

    permission = Permission.MANAGEMENT_PROPOSE
    decided_with = Permission.MANAGEMENT_DECIDE
    model = ManagementDecision
    template_name = "communities/modes/management_form.html"
    title = gettext_lazy("Correct the proposal")

    def rows(self):
        return super().rows().with_names()

    def is_open(self, row):
        return row.state == ManagementDecision.State.RETURNED

    def make_form(self, row, data=None):
        fields = ("to_mode", "center", "reason", "document_number", "effective_on")
        return ManagementForm(
            data,
            user=self.request.user,
            organization=row.organization,
            cancel_url=row.get_absolute_url(),
            initial={name: getattr(row, name) for name in fields},
        )

    def act(self, row, values):
        for name, value in values.items():
            setattr(row, name, value)
        row.propose(by=self.request.user)
        return _("The proposal was handed in. Somebody else decides it.")


class ManagementDetail(DecisionPage):
    """One change of mode with its document; for whoever may, the decision."""

    model = ManagementDecision
    permission = Permission.MANAGEMENT_VIEW
    decide_permission = Permission.MANAGEMENT_DECIDE
    submitter = "proposed_by"
    template_name = "communities/modes/management_detail.html"
    withdraw_url = "communities:management-withdraw"
    passes = (gettext_lazy("Agree"), gettext_lazy("the mode changes at once"))

    def facts(self, row):
        returned = row.state == ManagementDecision.State.RETURNED
        return {"may_correct": returned and reaches(self.request.user, Permission.MANAGEMENT_PROPOSE, row.region_path)}


class ManagementWithdraw(TransitionView):
    """Whoever proposed it takes it back before it is decided."""

    permission = Permission.MANAGEMENT_PROPOSE
    model = ManagementDecision
    verb = "withdraw"
    done = gettext_lazy("%(row)s was withdrawn.")


def panel(row, user):
    """The sheet on an organization's page; the page has looked up the centre with the row (`with_center`)."""
    return {
        "meaning": MEANINGS[row.management_mode],
        "may_propose": row.is_current and reaches(user, Permission.MANAGEMENT_PROPOSE, row.region_path),
    }
