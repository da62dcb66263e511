"""What is done to a filing before and after the decision: draft, correct, attach, submit, withdraw, give up, end."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from communities.documents.views import DocumentAdd
from communities.filings.forms.filing import NOT_LISTED, FilingDropForm, FilingEndForm, FilingForm
from communities.filings.models import Filing, FilingCase
from communities.organizations.models import Organization
from communities.pages.acts import TransitionView
from communities.pages.base import ScopedMixin
from registry.accounts.roles import Permission


class FilingCreate(ScopedMixin, View):
    """Begin a filing of one organization: what it lacks beside, the draft kept from the first save on."""

    permission = Permission.FILING_EDIT

    def get(self, request, pk):
        row = self._row(pk)
        case = FilingCase(row)
        if case.open:
            messages.info(request, _("A filing of %(name)s is in hand; go on with it.") % {"name": row})
            return redirect(case.open)
        kind = self._kind(case)
        return self._show(row, case, kind, self._form(row, initial=_prefilled(row, case, kind)))

    def post(self, request, pk):
        row = self._row(pk)
        case, form = FilingCase(row), self._form(row, request.POST)
        kind = self._kind(case)
        if not form.is_valid():
            return self._show(row, case, kind, form)
        try:
            filing = Filing.begin(row, kind=kind, by=request.user, **form.content)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self._show(row, FilingCase(row), kind, form, status=409)
        messages.success(request, _("The draft is kept. Attach the papers, then submit it."))
        return redirect(filing)

    def _kind(self, case):
        asked = self.request.GET.get("kind", "")
        return asked if asked in Filing.Kind.values else case.kind_due or Filing.Kind.FIRST

    def _row(self, pk):
        rows = Organization.objects.permitted(self.request.user, self.permission)
        return get_object_or_404(rows.select_related("region", "category__parent"), pk=pk)

    def _form(self, row, *data, **more):
        return FilingForm(*data, organization=row, cancel_url=row.get_absolute_url(), **more)

    def _show(self, row, case, kind, form, status=200):
        context = {
            "organization": row,
            "kind": Filing.Kind(kind),
            "previous": case.standing if kind != Filing.Kind.FIRST else None,
            "checks": case.organization_checks(),
            "barred": bool(case.bars),
            "form": form,
            "filing": None,
        }
        return render(self.request, "communities/filings/filing_form.html", context, status=status)


def _prefilled(row, case, kind):
    """A renewal begins with what the old filing says, a first one with the organization's own record."""
    before = case.standing
    if before is not None:
        initial = FilingForm.initial_of(before) | {"seen": None}
        left = kind == Filing.Kind.CHANGE or not before.has_current_person
        return initial | {"person": "", "person_name": ""} if left else initial
    head = row.appointments.filter(state="current").order_by("started_on").first()
    return {"purpose": row.purpose, "person": str(head.pk) if head else NOT_LISTED}


class FilingUpdate(ScopedMixin, View):
    """Correct a draft or a returned filing."""

    permission = Permission.FILING_EDIT

    def get(self, request, pk):
        row = self._row(pk)
        if not row.may_be_edited:
            messages.error(request, Filing.stale_message)
            return redirect(row)
        return self._show(row, self._form(row, initial=FilingForm.initial_of(row)))

    def post(self, request, pk):
        row = self._row(pk)
        form = self._form(row, request.POST)
        if not form.is_valid():
            return self._show(row, form)
        try:
            row.revise(by=request.user, seen=form.cleaned_data["seen"] or 0, **form.content)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self._show(row, form, status=409)
        messages.success(request, _("The filing was saved."))
        return redirect(row)

    def _row(self, pk):
        rows = Filing.objects.permitted(self.request.user, self.permission)
        rows = rows.select_related("organization__region", "organization__category__parent", "previous", "appointment")
        return get_object_or_404(rows, pk=pk)

    def _form(self, row, *data, **more):
        return FilingForm(*data, organization=row.organization, cancel_url=row.get_absolute_url(), **more)

    def _show(self, row, form, status=200):
        case = FilingCase(row.organization)
        context = {
            "organization": row.organization,
            "kind": Filing.Kind(row.kind),
            "previous": row.previous,
            "checks": case.organization_checks(),
            "barred": False,
            "form": form,
            "filing": row,
        }
        return render(self.request, "communities/filings/filing_form.html", context, status=status)


class FilingSubmit(TransitionView):
    model = Filing
    permission = Permission.FILING_EDIT
    done = gettext_lazy("Submitted. The street pre-checks and decides it.")

    def act(self, row):
        row.submit(by=self.request.user, seen=_seen(self.request))


class FilingWithdraw(TransitionView):
    model = Filing
    permission = Permission.FILING_EDIT
    done = gettext_lazy("Withdrawn; it is a draft again.")

    def act(self, row):
        row.withdraw(by=self.request.user, seen=_seen(self.request))


def _seen(request):
    """The version the page showed; a request without one is stale."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class FilingPaper(DocumentAdd):
    """Attach a paper while the filing is a draft or returned."""

    model = Filing
    permission = Permission.FILING_EDIT


class ConfirmedAct(ScopedMixin, View):
    """An act that cannot be undone, on a page of its own with the reason."""

    form_class = None
    template_name = ""

    def get(self, request, pk):
        row = self._row(pk)
        return self._show(row, self.form_class(initial={"seen": row.version}))

    def post(self, request, pk):
        row, form = self._row(pk), self.form_class(request.POST)
        if not form.is_valid():
            return self._show(row, form)
        try:
            self.act(row, form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self._show(row, form, status=409)
        messages.success(request, self.done % {"name": row.organization.name})
        return redirect(row)

    def _row(self, pk):
        rows = Filing.objects.permitted(self.request.user, self.permission).select_related("organization")
        return get_object_or_404(rows, pk=pk)

    def _show(self, row, form, status=200):
        return render(self.request, self.template_name, {"row": row, "form": form}, status=status)


class FilingDrop(ConfirmedAct):
    """Give up a draft."""

    permission = Permission.FILING_EDIT
    form_class = FilingDropForm
    template_name = "communities/filings/filing_drop.html"
    done = gettext_lazy("The filing of %(name)s was given up; its history stays.")

    def act(self, row, values):
        row.drop(by=self.request.user, note=values["reason"], seen=values["seen"])


class FilingEnd(ConfirmedAct):
    """End the filing that counts."""

    permission = Permission.FILING_DECIDE
    form_class = FilingEndForm
    template_name = "communities/filings/filing_end.html"
    done = gettext_lazy("The filing of %(name)s has ended.")

    def act(self, row, values):
        row.end(by=self.request.user, reason=values["reason"], seen=values["seen"])
