"""The support ledger: what groups were given, what was used of it, and sums that agree to the fen."""

from itertools import chain

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, Sum, Window
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import CreateView

from communities.documents.views import documents_by_owner, documents_of, standing
from communities.organizations.views.for_organization import ShowsOrganization
from communities.pages import lists
from communities.pages.base import ScopedMixin, UserFormMixin
from communities.pages.decisions import DecisionPage
from communities.pages.drafts import Drafted
from communities.pages.edit import EditPage
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.pages.readers import number_in
from communities.records.refusals import status_of
from communities.scope import COUNT_CAP, holds_anywhere, reaches
from communities.support.filters import SupportFilter
from communities.support.forms.support import SupportForm
from communities.support.models import Support, SupportEntry
from communities.support.models.support import ZERO
from registry.accounts.roles import Permission
from registry.audit.log import record_read
from registry.sheets.columns import Column
from registry.sheets.ledger import Ledger
from registry.upkeep.written import Given, ask

HISTORY = 30
PRINTED = 1000
PAST_SLOTS = 10


EXPORT = Export(
    name="support",
    title=gettext_lazy("Support ledger"),
    permission=Permission.SUPPORT_EXPORT,
    prepare=lambda rows: rows.with_names(),
    order=("region_path", "period_from", "id"),
    ledger=Ledger(
        gettext_lazy("Details of support in money"),
        (
            "organization",
            "region",
            "kind",
            "title",
            "year",
            "applied",
            "granted",
            "used",
            "returned",
            "remaining",
            "source",
            "document",
        ),
        sums=(
            "applied",
            "granted",
            "used",
            "returned",
            "remaining",
        ),
    ),
    columns=(
        Column("organization", gettext_lazy("Organization"), "organization.name"),
        Column("region", gettext_lazy("Region"), "organization.region.name"),
        Column("kind", gettext_lazy("Kind of support"), "get_kind_display"),
        Column("title", gettext_lazy("What is given"), "title"),
        Column("year", gettext_lazy("Budget year"), "year"),
        Column("applied", gettext_lazy("Applied for (yuan)"), "applied"),
        Column("granted", gettext_lazy("Granted (yuan)"), "granted"),
        Column("used", gettext_lazy("Used (yuan)"), "used"),
        Column("returned", gettext_lazy("Given back (yuan)"), "returned"),
        Column("remaining", gettext_lazy("Left (yuan)"), "remaining"),
        Column("source", gettext_lazy("Budget source"), "budget_source"),
        Column("document", gettext_lazy("Document number"), "document_number"),
        Column("from", gettext_lazy("From day"), "period_from"),
        Column("until", gettext_lazy("Until day"), "period_until"),
        Column("state", gettext_lazy("State"), "get_state_display"),
    ),
)


class SupportList(KeysetList):
    """The ledger by kind, with the sums of everything the filter leaves."""

    permission = Permission.SUPPORT_VIEW
    model = Support
    filterset_class = SupportFilter
    template_name = "communities/support/support_list.html"
    exports = EXPORT
    orders = {"newest": ("-period_from", "-id"), "amount": ("-granted", "-id"), "place": ("region_path", "id")}

    def prepare(self, queryset):
        return queryset.with_names()

    def more_context(self, filterset, scoped, found):
        user = self.request.user
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        return {
            "tabs": by_kind(scoped, values.get("kind") or ""),
            "totals": found.granted().totals(),
            "is_filtered": any(values.values()),
            "may_edit": holds_anywhere(user, Permission.SUPPORT_EDIT),
            "may_export": holds_anywhere(user, Permission.SUPPORT_EXPORT),
        }


def by_kind(scoped, chosen):
    """[(kind, label, count, chosen)], all first: one query over at most 10,001 rows; no counts beyond."""
    ids = scoped.order_by().values("pk")[: COUNT_CAP + 1]
    rows = Support.objects.filter(pk__in=ids).order_by().values("kind").annotate(n=Count("pk"))
    counts = {row["kind"]: row["n"] for row in rows}
    total = sum(counts.values())
    names = [("", _("All"), total), *[(kind, label, counts.get(kind, 0)) for kind, label in Support.Kind.choices]]
    return [(value, label, "" if total > COUNT_CAP else number, value == chosen) for value, label, number in names]


class SupportDetail(DecisionPage):
    """One grant with its lines, documents and history; with money in it, somebody else decides it."""

    model = Support
    permission = Permission.SUPPORT_VIEW
    decide_permission = Permission.SUPPORT_DECIDE
    template_name = "communities/support/support_detail.html"
    withdraw_url = "communities:support-take-back-own"
    passes = (gettext_lazy("Grant it"), gettext_lazy("It counts at once, and lines may be booked"))

    def rows(self):
        return super().rows().select_related("submitted_by", "decided_by")

    def facts(self, row):
        user = self.request.user
        entries = list(row.entries.select_related("entered_by", "reversed_by", "reverses"))
        may_edit = reaches(user, Permission.SUPPORT_EDIT, row.region_path)
        receipts = documents_by_owner(SupportEntry, [line.pk for line in entries]) if may_edit and entries else {}
        row.parts_told = [*entries, *chain.from_iterable(receipts.values())]
        is_open = row.state == Support.State.GRANTED
        return {
            "lines": [
                (line, not line.reverses_id and not hasattr(line, "reversed_by"), standing(receipts.get(line.pk, ())))
                for line in entries
            ],
            "may_attach": may_edit and row.takes_documents,
            "documents": documents_of(row, user),
            "add_url": reverse("communities:support-document", args=[row.pk])
            if may_edit and row.takes_documents
            else "",
            "may_edit": may_edit,
            "is_open": is_open,
            "may_book": may_edit and is_open and row.granted > 0,
            "may_cancel": may_edit and row.may_be_cancelled and not (row.used or row.returned),
        }


class SupportCreate(ShowsOrganization, Drafted, ScopedMixin, UserFormMixin, CreateView):
    draft_title = gettext_lazy("Enter support")
    model = Support
    permission = Permission.SUPPORT_EDIT
    decided_with = Permission.SUPPORT_DECIDE
    form_class = SupportForm
    template_name = "communities/support/support_form.html"

    def get_initial(self):
        today = timezone.localdate()
        asked = number_in(self.request.GET.get("organization"))
        return {
            "organization": asked,
            "year": today.year,
            "period_from": today,
            "period_until": today.replace(month=12, day=31),
        }

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": reverse("communities:support-list")}

    def form_valid(self, form):
        try:
            form.instance.enter(by=self.request.user)
        except ValidationError as refused:
            form.take(refused)
            context = self.get_context_data(form=form)
            return render(self.request, self.template_name, context, status=status_of(refused))
        messages.success(self.request, _("%(row)s was entered.") % {"row": form.instance})
        return redirect(form.instance)


class SupportUpdate(EditPage):
    """Correct what is not settled yet: returned, or granted without money."""

    model = Support
    permission = Permission.SUPPORT_EDIT
    form_class = SupportForm
    template_name = "communities/support/support_form.html"

    def get_queryset(self):
        return super().get_queryset().changeable()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": self.object.get_absolute_url()}

    def save_row(self, form):
        form.instance.enter(by=self.request.user)


def filtered(request, permission):
    scoped = Support.objects.permitted(request.user, permission)
    filterset = SupportFilter(request.GET, queryset=scoped, request=request)
    lists.tell_invalid(request, filterset)
    return lists.filtered(filterset, scoped)


class SupportPrint(ScopedMixin, View):
    """The filtered ledger as a page to print, at most PRINTED rows; the sums are those of the rows printed."""

    permission = Permission.SUPPORT_EXPORT

    def get(self, request):
        found = filtered(request, self.permission)
        rows = list(found.with_names().order_by("region_path", "period_from", "id")[:PRINTED])
        if rows:
            record_read("support.export", rows[0], by=request.user, rows=len(rows))
        settled = Support.objects.filter(pk__in=[row.pk for row in rows]).granted()
        context = {"rows": rows, "totals": settled.totals(), "printed": PRINTED, "today": timezone.localdate()}
        return render(request, "communities/support/support_print.html", context)


def organization_support(row, _user):
    """The panel of an organization's page: what it is given now, and this year's money."""
    rows = ask("support of an organization", _given_now, organization=row.pk)
    total = (rows[0].of_year if rows else None) or ZERO
    return {"rows": rows, "year": timezone.localdate().year, "total": total}


def _given_now():
    year = timezone.localdate().year
    of_year = Window(Sum("granted", filter=Q(year=year)))  # of all rows, of which six are shown
    granted = Support.objects.granted().filter(organization=Given("organization"), year__gte=year - 1)
    return granted.annotate(of_year=of_year).order_by("-period_from", "-id")[:6]


def organization_supports(row, _user):
    """The tab of an organization's page: everything it was ever given, with the sums."""
    rows = row.supports.order_by("-period_from", "-id")
    slots = row.venue_slots.not_over().select_related("venue").in_week_order()
    past = row.venue_slots.over().select_related("venue")[:PAST_SLOTS]
    return {"rows": list(rows[:200]), "totals": rows.granted().totals(), "slots": [*slots, *past]}
