"""Filings as lists, and the page of one: its progress, its papers, what it lacks, and the decision."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from communities.documents.views import documents_of
from communities.filings.filters import FilingFilter
from communities.filings.forms.filing import VerdictForm
from communities.filings.models import Filing, FilingCase, Shown, shown_as
from communities.filings.views.parts import steps_of
from communities.pages.base import ScopedMixin
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.regions.forms.picker import chain_of
from communities.scope import COUNT_CAP, holds_anywhere, reaches
from registry.accounts.roles import Permission
from registry.audit.models import AuditEntry
from registry.sheets.columns import Column
from registry.sheets.ledger import Ledger

HISTORY = 60
WHY_NOT = {
    "own": gettext_lazy("Nobody decides what they submitted themselves."),
    "reviewer": gettext_lazy("Who pre-checked a filing does not decide it as well."),
}


EXPORT = Export(
    name="filing",
    title=gettext_lazy("Filings"),
    permission=Permission.FILING_EDIT,
    prepare=lambda rows: rows.select_related("organization__region", "street", "appointment__leader"),
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
            "tabs": _tabs(self._any_state(scoped), values.get("state", "")),
            "crumbs": [(row.name, f"?region={row.pk}") for row in chain_of(region)] if region else [],
            "is_filtered": any(values.values()),
            "may_export": holds_anywhere(self.request.user, Permission.FILING_EDIT),
        }

    def _any_state(self, scoped):
        asked = self.request.GET.copy()
        asked.pop("state", None)
        return FilingFilter(asked, queryset=scoped, request=self.request).qs


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


class FilingDetail(ScopedMixin, View):
    """One filing; a POST is the pre-check or the decision, answered 409 when somebody was quicker."""

    permission = Permission.FILING_VIEW

    def get(self, request, pk):
        row = self._row(pk)
        return self._show(row, _verdict_form(row, request.user))

    def post(self, request, pk):
        row = self._row(pk)
        if not reaches(request.user, _needed(row, request.POST.get("act")), row.region_path):
            raise PermissionDenied
        form = _verdict_form(row, request.user, request.POST)
        if form is None:
            form = _form_of(row, request.POST)
            form.is_valid()
            form.add_error(None, WHY_NOT.get(_asks(row, request.user), Filing.stale_message))
            return self._show(row, form, status=409)
        if not form.is_valid():
            return self._show(row, form)
        try:
            self._decide(row, form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self._show(self._row(pk), form, status=409)
        messages.success(request, _("%(filing)s: decided.") % {"filing": row.title})
        return redirect("desk:review-queue" if "next" in request.POST else row)

    def _decide(self, row, values):
        by, seen = self.request.user, values["seen"]
        if values["decision"] == "return":
            row.return_(by=by, reason=values["reason"], seen=seen)
        elif row.state == Filing.State.SUBMITTED:
            row.review(by=by, seen=seen)
        else:
            row.file(by=by, seen=seen)

    def _row(self, pk):
        rows = Filing.objects.permitted(self.request.user, self.permission).with_people().with_papers()
        rows = rows.select_related(
            "submitted_by", "reviewed_by", "decided_by", "drafted_by", "ended_by", "appointment__leader", "previous",
            "organization__region", "organization__category__parent", "street",
        )  # fmt: skip
        return get_object_or_404(rows, pk=pk)

    def _show(self, row, form, status=200):
        user = self.request.user
        may_edit = reaches(user, Permission.FILING_EDIT, row.region_path)
        about = AuditEntry.objects.filter(object_type="communities.filing", object_id=row.pk)
        context = {
            "row": row,
            "steps": steps_of(row),
            "checks": FilingCase(row.organization).checks(row) if row.is_open else [],
            "documents": documents_of(row, user) if may_edit else [],
            "add_url": reverse("communities:filing-document-add", args=[row.pk]) if row.takes_documents else "",
            "form": form,
            "typed": self.request.POST.get("reason", "")[:200],
            "asks": _asks(row, user),
            "may_edit": may_edit,
            "may_withdraw": _may_withdraw(row, user),
            "may_end": row.is_standing and reaches(user, Permission.FILING_DECIDE, row.region_path),
            "entries": list(about.select_related("actor")[:HISTORY]),
        }
        return render(self.request, "communities/filings/filing_detail.html", context, status=status)


def _may_withdraw(row, user):
    """Whoever prepares filings here takes one back; who is asked to decide it returns it instead."""
    waits = row.state in (Filing.State.SUBMITTED, Filing.State.REVIEWED)
    edits = reaches(user, Permission.FILING_EDIT, row.region_path)
    return waits and edits and _asks(row, user) not in ("review", "file")


def _needed(row, act):
    """The permission for what the form on the page was for; the page may have been older than the row."""
    asked = act if act in ("review", "file") else {"submitted": "review"}.get(row.state, "file")
    return Permission.FILING_REVIEW if asked == "review" else Permission.FILING_DECIDE


def _asks(row, user):
    """What the page asks of this user: "review", "file", why not ("own", "reviewer"), or ""."""
    act = {Filing.State.SUBMITTED: "review", Filing.State.REVIEWED: "file"}.get(row.state, "")
    if not act or not reaches(user, _needed(row, act), row.region_path):
        return ""
    if row.submitted_by_id == user.pk:
        return "own"
    return "reviewer" if act == "file" and row.reviewed_by_id == user.pk else act


def _verdict_form(row, user, data=None):
    """The form for this user's verdict, or None when there is nothing for this user to decide."""
    if _asks(row, user) not in ("review", "file"):
        return None
    return _form_of(row, data)


def _form_of(row, data):
    passes = (
        (_("Pre-check passed"), _("It goes on to the decision of the street"))
        if row.state == Filing.State.SUBMITTED
        else (_("Put on file"), _("A number is issued and the certificate can be printed"))
    )
    return VerdictForm(
        data,
        choices=[("pass", passes[0]), ("return", _("Return for correction"))],
        hints={"pass": passes[1], "return": _("Say what is to be changed; it goes back to the community")},
        seen=row.version,
    )
