"""Filings as lists, and the page of one: its progress, its documents, what it lacks, and the decision."""

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.documents.views import documents_of
from communities.filings.filters import FilingFilter
from communities.filings.models import Filing, FilingCase, Shown, shown_as
from communities.filings.models.filing import LAST, REVIEWER
from communities.filings.views.parts import steps_of
from communities.filings.views.ways import with_ways
from communities.organizations.models import MemberCount
from communities.pages.decisions import NAMED, DecisionPage, nobody_left, with_offices
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.pages.tabbed import counted
from communities.pages.verdict import VerdictForm
from communities.records.moves import barred_accounts, why_barred
from communities.regions.forms.picker import crumbs_to
from communities.scope import COUNT_CAP, holds_anywhere, reaches
from registry.accounts.roles import Permission
from registry.sheets.columns import Column
from registry.sheets.ledger import Ledger
from registry.ui.days import listed

STUCK = {
    True: gettext_lazy(
        "With the staff of today nobody could decide it if you hand it in. Let one of these hand it in: %(names)s."
    ),
    False: gettext_lazy(
        "With the staff of today nobody can decide it as it was handed in. "
        "One of these can withdraw it and hand it in anew: %(names)s."
    ),
}
BARRED = gettext_lazy(
    "It goes no further as long as this holds: %(reasons)s Return it, or leave it until that has changed."
)
DEPUTY = gettext_lazy(
    "With the staff of today nobody could decide it. First a manager names a deputy for a time, "
    "not whoever hands it in, or an administrator posts one more manager, there or above."
)
POSTED = gettext_lazy(
    "With the staff of today nobody could decide it. Ask an administrator to post a manager, in the street or above it."
)
PAPER_PASSES = (
    gettext_lazy("It says what the paper says"), gettext_lazy("It counts from then on, under the number of its paper")
)  # fmt: skip
# What passing is called, and what follows: the pre-check, else the decision.
PASSES = {
    True: (gettext_lazy("Pre-check passed"), gettext_lazy("It goes on to the decision of the street")),
    False: (gettext_lazy("Put on file"), gettext_lazy("A number is issued and the certificate can be printed")),
}


def stuck_at(row, user):
    """As a sentence, that nobody could decide it as `user` would hand it in, or as it was handed in; "" where one can.

    It says who could hand it in instead.
    """
    is_ahead = row.may_be_edited or not row.pk
    if row.could_be_decided(user if is_ahead else row.submitted_by):
        return ""
    others = row.submitters_left()
    if others:
        return STUCK[is_ahead] % {"names": listed(others[:NAMED])}
    return DEPUTY if row.has_manager_for_good() else POSTED


def _bars(row, case):
    """As a sentence, what keeps a filing that waits from every step but the way back; "" where nothing does."""
    reasons = " ".join(str(check.bar) for check in case.checks(row) if check.bar and not check.is_met)
    return BARRED % {"reasons": reasons} if reasons else ""


EXPORT = Export(
    name="filing",
    title=gettext_lazy("Filings"),
    permission=Permission.FILING_EDIT,
    prepare=lambda rows: rows.select_related("organization__region", "street", "appointment__leader", "center"),
    ledger=Ledger(
        gettext_lazy("Ledger of filed community organizations"),
        ("organization", "region", "kind", "number", "person", "members", "from", "until", "state"),
        sums=("members",),
    ),
    columns=(
        Column("organization", gettext_lazy("Organization"), "organization.name"),
        Column("region", gettext_lazy("Region"), "organization.region.name"),
        Column("kind", gettext_lazy("Kind of filing"), "get_kind_display"),
        Column("state", gettext_lazy("State"), "shown.label"),
        Column("number", gettext_lazy("Filing number"), "number"),
        Column("person", gettext_lazy("Person in charge"), "person_in_charge"),
        Column("members", gettext_lazy("Members"), "members"),
        Column("center", gettext_lazy("Service centre"), "center.name", is_usual=False),
        Column("from", gettext_lazy("Valid from"), "valid_from"),
        Column("until", gettext_lazy("Valid until"), "valid_until"),
    ),
)


class FilingList(KeysetList):
    permission = Permission.FILING_VIEW
    model = Filing
    filterset_class = FilingFilter
    template_name = "communities/filings/filing_list.html"
    exports = EXPORT
    orders = {
        "place": ("region_path", "id"),
        "submitted": ("submitted_at?", "id"),
        "ends": ("valid_until?", "id"),
    }

    def prepare(self, queryset):
        return queryset.select_related("organization__region", "appointment__leader")

    def more_context(self, filterset, scoped, found):
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        region = values.get("region")
        return {
            "tabs": _tabs(counted(filterset, scoped), values.get("state", "")),
            "crumbs": crumbs_to(region),
            "is_filtered": any(values.values()),
            "may_export": holds_anywhere(self.request.user, Permission.FILING_EDIT),
        }


def _tabs(found, chosen):
    """[(state, label, count, chosen)]: one query over at most 10,001 rows."""
    rows = Filing.objects.filter(pk__in=found.order_by().values("pk")[: COUNT_CAP + 1])
    counts = {f"n_{shown}": Count("pk", filter=shown_as(shown)) for shown in Shown}
    row = rows.order_by().aggregate(n_=Count("pk"), **counts)
    over = row["n_"] > COUNT_CAP
    return [
        (shown, label, "" if over else row[f"n_{shown}"], shown == chosen)
        for shown, label in [("", _("All filings")), *Shown.choices]
        if shown in ("", chosen) or over or row[f"n_{shown}"]
    ]


class FilingDetail(DecisionPage):
    """One filing: the pre-check, then the decision by a third person."""

    model = Filing
    permission = Permission.FILING_VIEW
    template_name = "communities/filings/filing_detail.html"

    def rows(self):
        rows = Filing.objects.permitted(self.request.user, self.permission).with_people().with_papers()
        year = timezone.localdate().year
        counted = MemberCount.objects.filter(organization=OuterRef("organization"), year__in=[year, year - 1])
        newest = counted.order_by("-year")
        rows = rows.annotate(
            counted_year=Subquery(newest.values("year")[:1]), counted_members=Subquery(newest.values("members")[:1])
        )
        return rows.select_related(
            "submitted_by", "reviewed_by", "decided_by", "drafted_by", "ended_by", "appointment__leader", "previous",
            "organization__region", "organization__category__parent", "street", "new_region",
            "new_category__parent", "center",
        )  # fmt: skip

    def needed(self, row):
        return Permission.FILING_REVIEW if row.state == Filing.State.SUBMITTED else Permission.FILING_DECIDE

    def why_not(self, row):
        reviewer = row.reviewed_by if row.state == Filing.State.REVIEWED else None
        if reviewer is not None and reviewer.pk == self.request.user.pk:
            return super().why_not(row) or REVIEWER
        barred = why_barred(reviewer, self.request.user)
        return super().why_not(row) or (barred[1] if barred else "")

    def barred(self, row):
        reviewer = barred_accounts(row.reviewed_by) if row.state == Filing.State.REVIEWED else set()
        return super().barred(row) | reviewer

    def who_decides(self, row):
        """Not who may take the next step only, where nobody could take the one after it."""
        stuck = self.stuck(row) if row.state == Filing.State.SUBMITTED else ""
        return stuck or super().who_decides(row)

    def who_follows(self, row):
        if row.state != Filing.State.SUBMITTED:
            return ""
        names = with_offices(row.deciders_after(self.request.user), Permission.FILING_DECIDE, row.region_path)
        if names:
            return _("After your pre-check it is decided by one of: %(names)s.") % {"names": listed(names)}
        stuck = self.stuck(row)
        is_last = reaches(self.request.user, Permission.FILING_DECIDE, row.region_path)
        last = LAST if is_last else nobody_left(row.region_path)
        return f"{last} {stuck}" if stuck else last

    def stuck(self, row):
        return stuck_at(row, self.request.user)

    def make_form(self, row, data=None):
        passes = PAPER_PASSES if row.kind == Filing.Kind.PAPER else PASSES[row.state == Filing.State.SUBMITTED]
        return VerdictForm(data, row=row, passes=passes)

    def decide(self, row, form):
        if row.state == Filing.State.SUBMITTED and not form.sends_back:
            row.review(by=self.request.user)
        else:
            super().decide(row, form)

    def said(self, row):
        if row.state == Filing.State.FILED:
            return _("%(row)s is on file under the number %(number)s.") % {"row": row.title, "number": row.number}
        return super().said(row)

    def checks(self, row, case, may_edit):
        """What it lacks while it is open, for whoever may put it right with the way there."""
        if not row.is_open:
            return []
        checks = case.checks(row)
        return with_ways(checks, row.organization, row.get_absolute_url(), filing=row) if may_edit else checks

    def facts(self, row):
        known = row.counted_year and MemberCount(year=row.counted_year, members=row.counted_members)
        user, case = self.request.user, FilingCase(row.organization, counts=[known] if known else [])
        may_edit = reaches(user, Permission.FILING_EDIT, row.region_path)
        decides = reaches(user, self.needed(row), row.region_path) and not self.why_not(row)
        return {
            "steps": steps_of(row),
            "checks": self.checks(row, case, may_edit),
            "count": case.count if row.takes_members_of_today else None,
            "stuck": self.stuck(row) if may_edit and row.may_be_edited else _bars(row, case) if self.waits(row) else "",
            "documents": documents_of(row, user) if may_edit else [],
            "add_url": reverse("communities:filing-document-add", args=[row.pk]) if row.takes_documents else "",
            "may_edit": may_edit,
            # Whoever prepares filings here takes one back; who is asked to decide it returns it instead.
            "may_withdraw": self.waits(row) and may_edit and not decides and row.kind != Filing.Kind.PAPER,
            "may_end": row.is_standing and reaches(user, Permission.FILING_DECIDE, row.region_path),
        }
