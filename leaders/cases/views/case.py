"""Matters as the staff sees them: the list with its clocks, one matter, entering one, the sheet that goes along."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from django.views.generic import FormView

from communities.documents.views import DocumentAdd, documents_of
from communities.organizations.models import Organization
from communities.pages.base import ScopedMixin, UserFormMixin, found
from communities.pages.drafts import Drafted
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.pages.readers import number_in
from communities.pages.state_tabs import state_tabs
from communities.pages.stored import picture_response
from communities.pages.tabbed import counted
from communities.regions.views.picker import PickingMixin
from communities.scope import reaches
from leaders.cases.filters import CaseFilter
from leaders.cases.forms.case import CaseForm
from leaders.cases.models import Case, CaseEntry, CasePhoto, CaseRequest
from registry.accounts.roles import Permission
from registry.sheets.columns import Column
from registry.upkeep.written import Given, ask

SHOWN = 200
EXPORT = Export(
    name="case",
    title=gettext_lazy("Matters raised"),
    permission=Permission.CASE_EDIT,
    prepare=lambda rows: rows.with_names(),
    columns=(
        Column("number", gettext_lazy("Number"), "number"),
        Column("title", pgettext_lazy("matter", "Title"), "title"),
        Column("category", gettext_lazy("Kind of matter"), "get_category_display"),
        Column("place", gettext_lazy("Place"), "region.place_label"),
        Column("raised_by", gettext_lazy("Raised by"), "get_source_display"),
        Column("channel", gettext_lazy("How it came"), "get_channel_display"),
        Column("received", gettext_lazy("Received on"), "received_on"),
        Column("answered", gettext_lazy("First answered on"), "answered_on"),
        Column("days", gettext_lazy("Working days to the answer"), "answer_workdays"),
        Column("due", gettext_lazy("Due on"), "due_on"),
        Column("state", gettext_lazy("State"), "get_state_display"),
        Column("outcome", gettext_lazy("Outcome"), "get_outcome_display"),
        Column("destination", gettext_lazy("Passed on to"), "destination_name", is_usual=False),
        Column("assignee", gettext_lazy("Handled by"), "assignee.display_name"),
    ),
)


class CaseList(KeysetList):
    permission = Permission.CASE_VIEW
    model = Case
    filterset_class = CaseFilter
    template_name = "leaders/cases/case_list.html"
    exports = EXPORT
    orders = {"due": ("due_on?", "id"), "newest": ("-id",), "place": ("region_path", "id")}
    rights = {"may_edit": Permission.CASE_EDIT}
    keys_first = True

    def prepare(self, queryset):
        return queryset.with_names()

    def more_context(self, filterset, scoped, found):
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        within = counted(filterset, scoped)
        tabs, total = state_tabs(within.standing(), Case.State.choices, values.get("state", ""))
        return {
            "tabs": tabs,
            "total": total,
            "opened": total if total == "" else sum(int(count) for state, _l, count, _c in tabs if state in Case.OPEN),
            "state": values.get("state") or "",
            "is_filtered": any(values.values()),
        }


class CaseCreate(Drafted, PickingMixin, UserFormMixin, ScopedMixin, FormView):
    """Enter what was told at the desk or by telephone, or what a leader, a group or the worker brings up."""

    draft_title = gettext_lazy("Enter matter")
    permission = Permission.CASE_EDIT
    form_class = CaseForm
    template_name = "leaders/cases/case_form.html"

    def get_initial(self):
        asked = self.request.GET
        leader, organization = number_in(asked.get("leader")), number_in(asked.get("organization"))
        source = Case.Source.LEADER if leader else Case.Source.ORGANIZATION if organization else Case.Source.RESIDENT
        return {
            "region": number_in(asked.get("region")),
            "source": source,
            "channel": Case.Channel.DESK,
            "leader": str(leader or ""),
            "organization": organization,
        }

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": reverse("leaders:case-list")}

    def form_valid(self, form):
        values = dict(form.cleaned_data)
        reporter = {"name": values.pop("name"), "contact": values.pop("contact")}
        case = Case(**values)
        try:
            case.receive(by=self.request.user, **reporter)
        except ValidationError as refused:
            form.take(refused)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("%(number)s was entered. Take it up, and print the slip for whoever raised it.")
            % {"number": case.number},
        )
        return redirect(case)


class CaseDetail(ScopedMixin, View):
    """What it is about, its clock, the whole timeline, and what may be done now."""

    permission = Permission.CASE_VIEW
    template_name = "leaders/cases/case_detail.html"

    def get(self, request, pk):
        row = found(self, self.rows, pk)
        return render(request, self.template_name, {"row": row} | self.more_context(row))

    def rows(self):
        rows = Case.objects.permitted(self.request.user, self.permission).with_names()
        return rows.select_related("merged_into", "entered_by")

    def more_context(self, row):
        user, States = self.request.user, Case.State
        edits = reaches(user, Permission.CASE_EDIT, row.region_path)
        is_open = row.is_open
        return {
            "entries": ask("timeline of a matter", _entries, case=row.pk),
            "photos": ask("photos of a matter", _photos, case=row.pk),
            "documents": documents_of(row, user),
            "requests": ask("requests about a matter", _requests, case=row.pk),
            "doubles": ask("doubles of a matter", _doubles, case=row.pk),
            "partners": ask("partners in a matter", _partners, case=row.pk),
            "is_mine": row.assignee_id == user.pk,
            "may_edit": edits,
            "may_decide": reaches(user, Permission.CASE_DECIDE, row.region_path),
            "may_begin_topic": reaches(user, Permission.TOPIC_EDIT, row.region_path),
            "may_accept": edits and is_open and row.state == States.RECEIVED,
            "may_reply": edits and is_open and row.state in (States.HANDLING, States.ANSWERED),
            "may_close": edits and is_open and row.state == States.ANSWERED,
            "may_transfer": edits and is_open,
            "may_extend": edits and is_open and not row.extended_days,
            "may_reopen": edits and row.state in (States.CLOSED, States.TRANSFERRED) and not row.merged_into_id,
            "may_show": edits and row.may_publish and row.state in (States.ANSWERED, States.CLOSED),
            "attach_url": reverse("leaders:case-document-add", args=[row.pk]) if edits and is_open else "",
        }


def _entries():
    case = Given("case")
    return CaseEntry.objects.filter(Q(case=case) | Q(case__merged_into=case)).select_related("by", "case")[:SHOWN]


def _photos():
    return CasePhoto.objects.filter(case=Given("case"))


def _requests():
    return CaseRequest.objects.filter(case=Given("case")).select_related("submitted_by", "decided_by")


def _doubles():
    return Case.objects.filter(merged_into=Given("case"))[:SHOWN]


def _partners():
    return Organization.objects.filter(joint_cases=Given("case"))


class CasePrint(CaseDetail):
    """The sheet 办理单 that goes along with a matter: without the reporter."""

    template_name = "leaders/cases/case_print.html"

    def more_context(self, row):
        entries = row.entries.select_related("by").order_by("id")
        return {"entries": list(entries[:SHOWN]), "partners": list(row.partners.all()), "today": timezone.localdate()}


class CasePhotoFile(ScopedMixin, View):
    permission = Permission.CASE_VIEW

    def get(self, request, pk):
        photos = CasePhoto.objects.permitted(request.user, self.permission)
        return picture_response(get_object_or_404(photos, pk=pk).file)


class CaseDocumentAdd(DocumentAdd):
    model = Case
    permission = Permission.CASE_EDIT
