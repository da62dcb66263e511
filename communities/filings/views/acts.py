"""What is done to a filing before and after the decision: draft, correct, attach, submit, withdraw, give up, end."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from communities.documents.views import DocumentAdd
from communities.filings.forms.filing import NOT_LISTED, FilingDropForm, FilingEndForm, FilingForm, form_for
from communities.filings.models import Filing, FilingCase
from communities.filings.views.filing import stuck_at
from communities.filings.views.ways import with_ways
from communities.organizations.models import Organization
from communities.pages.acts import RowAct, TransitionView
from communities.pages.base import ScopedMixin
from communities.pages.drafts import DraftedAct
from communities.pages.edit import EditAct
from communities.pages.hanging import ShowsHanging
from communities.records.endings import hanging_of
from communities.records.refusals import status_of
from registry.accounts.roles import Permission


class FilingCreate(ScopedMixin, View):
    """Begin a filing of one organization: what it lacks beside, the draft kept from the first save on."""

    permission = Permission.FILING_EDIT

    def get(self, request, pk):
        row = self._row(pk)
        case = FilingCase(row)
        kind = self._kind(case)
        elsewhere = self._elsewhere(row, case, kind)
        if elsewhere is not None:
            return redirect(elsewhere)
        return self._show(row, case, kind, self._form(row, kind, initial=_prefilled(row, case, kind)))

    def post(self, request, pk):
        row = self._row(pk)
        case = FilingCase(row)
        kind = self._kind(case)
        form = self._form(row, kind, request.POST)
        if not form.is_valid():
            return self._show(row, case, kind, form)
        try:
            filing = Filing.begin(row, kind=kind, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self._show(row, FilingCase(row), kind, form, status=409)
        messages.success(request, _("The draft is kept. Attach the papers, then submit it."))
        return redirect(filing)

    def _kind(self, case):
        asked = self.request.GET.get("kind", "")
        known = asked in Filing.Kind.values and asked != Filing.Kind.PAPER
        return asked if known else case.kind_due or Filing.Kind.FIRST

    def _elsewhere(self, row, case, kind):
        """Where to go on instead, with the reason as a message, when no filing of this kind can be begun; else None."""
        if case.open:
            messages.info(self.request, _("A filing of %(name)s is in hand; go on with it.") % {"name": row})
            return case.open
        is_first = kind in (Filing.Kind.FIRST, Filing.Kind.PAPER)
        if is_first and case.standing is not None:
            known = {"name": row, "number": case.standing.number}
            messages.info(self.request, _("%(name)s is on file already under %(number)s.") % known)
            return case.standing
        return None if is_first or case.standing is not None else self.request.path

    def _row(self, pk):
        rows = Organization.objects.permitted(self.request.user, self.permission)
        return get_object_or_404(rows.select_related("region", "category__parent"), pk=pk)

    def _form(self, row, kind, *data, **more):
        own = {"organization": row, "user": self.request.user, "cancel_url": row.get_absolute_url()}
        return form_for(kind)(*data, **own, **more)

    def _show(self, row, case, kind, form, status=200):
        context = {
            "organization": row,
            "kind": Filing.Kind(kind),
            "previous": case.standing if kind != Filing.Kind.FIRST else None,
            "checks": with_ways(case.organization_checks, row, self.request.get_full_path()),
            "barred": bool(case.bars),
            "form": form,
            "filing": None,
        }
        return render(self.request, "communities/filings/filing_form.html", context, status=status)


class PaperFiling(FilingCreate):
    """A filing the office issued on paper before the register."""

    def _kind(self, case):
        return Filing.Kind.PAPER

    def post(self, request, pk):
        row = self._row(pk)
        form = self._form(row, Filing.Kind.PAPER, request.POST)
        if not form.is_valid():
            return self._show(row, FilingCase(row), Filing.Kind.PAPER, form)
        try:
            filing = Filing.enter_paper(row, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.take(refused)
            return self._show(row, FilingCase(row), Filing.Kind.PAPER, form, status=status_of(refused))
        messages.success(request, _("%(filing)s was entered. Somebody else confirms it.") % {"filing": filing.title})
        return redirect(filing)

    def _show(self, row, case, kind, form, status=200):
        stuck = stuck_at(Filing(kind=Filing.Kind.PAPER, region_path=row.region_path), self.request.user)
        context = {
            "organization": row, "kind": kind, "previous": None, "checks": [], "barred": bool(case.bars), "form": form,
            "bars": [check.bar for check in case.bars], "filing": None, "stuck": stuck,
        }  # fmt: skip
        return render(self.request, "communities/filings/filing_form.html", context, status=status)


class PaperCreate(DraftedAct, PaperFiling):
    """Enter it, with a draft: a paper is long."""

    model = Organization
    draft_title = gettext_lazy("Enter a filing issued on paper")

    def _form(self, row, kind, *data, **more):
        return self.with_draft(super()._form(row, kind, *data, **more))


def _prefilled(row, case, kind):
    """A renewal begins with what the old filing says, a first one with the organization's own record."""
    if kind == Filing.Kind.PAPER:
        return {}  # what the paper says, not what holds today
    before = case.standing
    if before is not None:
        said = FilingForm.initial_of(before)
        initial = {name: said[name] for name in ("person", "person_name", "purpose")}
        initial["purpose"] = initial["purpose"] or row.purpose  # a paper says none
        left = kind == Filing.Kind.CHANGE or not before.has_current_person
        return initial | {"person": "", "person_name": ""} if left else initial
    head = row.appointments.filter(state="current").order_by("started_on").first()
    return {"purpose": row.purpose, "person": str(head.pk) if head else NOT_LISTED}


class FilingUpdate(EditAct):
    """Correct a draft or a returned filing."""

    model = Filing
    permission = Permission.FILING_EDIT
    template_name = "communities/filings/filing_form.html"
    verb = "revise"
    done = gettext_lazy("The filing was saved.")

    def rows(self):
        related = ("organization__region", "organization__category__parent", "previous", "appointment")
        return super().rows().select_related(*related)

    def is_open(self, row):
        return row.may_be_edited

    def make_form(self, row, data=None):
        made = form_for(row.kind)
        initial = made.initial_of(row)
        own = {"organization": row.organization, "user": self.request.user, "cancel_url": row.get_absolute_url()}
        return made(data, initial=initial, **own)

    def more_context(self, row):
        return {
            "organization": row.organization,
            "kind": Filing.Kind(row.kind),
            "previous": row.previous,
            "checks": []
            if row.kind == Filing.Kind.PAPER
            else with_ways(
                FilingCase(row.organization).organization_checks, row.organization, self.request.get_full_path()
            ),
            "barred": False,
            "filing": row,
        }


class FilingSubmit(TransitionView):
    model = Filing
    permission = Permission.FILING_EDIT
    verb = "submit"
    done = gettext_lazy("Submitted. The street pre-checks and decides it.")
    done_in_vain = gettext_lazy("Submitted, but nobody is left to decide it. What can be done stands below.")

    def act(self, row):
        super().act(row)
        if stuck_at(row, self.request.user):
            self.done = self.done_in_vain


class FilingWithdraw(TransitionView):
    model = Filing
    permission = Permission.FILING_EDIT
    verb = "withdraw"
    done = gettext_lazy("Withdrawn; it is a draft again.")


class FilingPaper(DocumentAdd):
    """Attach a document while the filing is a draft or returned."""

    model = Filing
    permission = Permission.FILING_EDIT


class FilingDrop(RowAct):
    """Give up a draft."""

    model = Filing
    permission = Permission.FILING_EDIT
    form_class = FilingDropForm
    title = gettext_lazy("Give up this filing?")
    lead = gettext_lazy("%(row)s leaves the work lists; its history and papers stay.")
    submit = gettext_lazy("Give up filing")
    is_grave = True
    verb, target = "drop", Filing.State.DROPPED
    done = gettext_lazy("%(row)s was given up; its history stays.")

    def rows(self):
        return super().rows().select_related("organization")


class FilingEnd(ShowsHanging, RowAct):
    """End the filing that counts, and what is in hand to follow it."""

    model = Filing
    permission = Permission.FILING_DECIDE
    form_class = FilingEndForm
    template_name = "communities/pages/ending_form.html"
    title = gettext_lazy("End the filing %(row)s?")
    lead = gettext_lazy(
        "The organization is guided by the community again and its certificate no longer holds. "
        "The number is not given to another."
    )
    submit = gettext_lazy("End filing")
    is_grave = True
    verb, target = "end", Filing.State.ENDED
    done = gettext_lazy("The filing %(row)s has ended.")

    def rows(self):
        return super().rows().select_related("organization")

    def locked_first(self, row):
        return [row.organization, row]

    def hanging_of_row(self, row):
        return hanging_of(row.following(), _("is given up with it; its history and papers stay"))

    def more_context(self, row):
        return {"hanging": self.hanging(row)}
