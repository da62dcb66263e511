"""More time and publication: asked for by one, decided by another."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from communities.pages.acts import TransitionView, take_refusal
from communities.pages.base import ScopedMixin
from communities.pages.decisions import after_decision
from communities.records.moves import why_barred
from communities.records.refusals import status_of
from communities.settings_of_street.models import RuleName, rule
from leaders.cases.forms.acts import ExtensionForm, PublicationForm, RequestDecisionForm
from leaders.cases.models import Case, CaseRequest
from leaders.cases.views.acts import CaseAct
from registry.accounts.roles import Permission


class CaseExtension(CaseAct):
    decided_with = Permission.CASE_DECIDE
    title = gettext_lazy("Ask for more time")
    submit = gettext_lazy("Submit request")

    def is_open(self, row):
        return super().is_open(row) and not row.extended_days

    def make_form(self, row, data=None):
        form = ExtensionForm(data)
        most = rule(RuleName.CASE_EXTENSION, row.region_path)
        form.fields["days"].help_text = _("At most %(most)s; a second person agrees, once") % {"most": most}
        return form

    def act(self, row, values):
        CaseRequest(case=row, kind=CaseRequest.Kind.EXTENSION, **values).submit(by=self.request.user)
        return _("The request was submitted. Somebody else decides.")


class CasePublication(CaseAct):
    decided_with = Permission.CASE_DECIDE
    title = gettext_lazy("Show question and answer in public")
    submit = gettext_lazy("Submit request")
    of = (Case.State.ANSWERED, Case.State.CLOSED)

    def is_open(self, row):
        return super().is_open(row) and row.may_publish

    def make_form(self, row, data=None):
        return PublicationForm(data, initial={"title": row.title, "question": row.text[:500]})

    def act(self, row, values):
        CaseRequest(case=row, kind=CaseRequest.Kind.PUBLICATION, **values).submit(by=self.request.user)
        return _("The request was submitted. Somebody else decides.")


class CaseRequestDecide(ScopedMixin, View):
    """What is asked for, and the decision of a second person."""

    permission = Permission.CASE_DECIDE

    def get(self, request, pk):
        return self._show(self._row(pk), RequestDecisionForm())

    def post(self, request, pk):
        row, form = self._row(pk), RequestDecisionForm(request.POST)
        if not form.is_valid():
            return self._show(row, form)
        try:
            if form.cleaned_data["decision"] == "agree":
                row.agree(by=request.user)
            else:
                row.refuse(by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as refused:
            take_refusal(form, refused, row)
            return self._show(self._row(pk), form, status=status_of(refused))
        messages.success(request, _("%(request)s: decided.") % {"request": row})
        return redirect(after_decision(request, reverse("desk:review-queue")))

    def _row(self, pk):
        rows = CaseRequest.objects.permitted(self.request.user, self.permission)
        names = ("case__region__parent", "case__assignee", "submitted_by", "decided_by")
        return get_object_or_404(rows.select_related(*names), pk=pk)

    def _show(self, row, form, status=200):
        barred = why_barred(row.submitted_by, self.request.user)
        context = {
            "row": row,
            "form": form,
            "own": barred[1] if barred else "",
            "is_waiting": row.state == CaseRequest.State.WAITING,
        }
        return render(self.request, "leaders/cases/request_decide.html", context, status=status)


class CaseRequestWithdraw(TransitionView):
    model = CaseRequest
    permission = Permission.CASE_DECIDE
    verb = "withdraw"
    done = gettext_lazy("It no longer shows in public.")
