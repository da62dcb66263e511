"""Who raised a matter, for the handling worker alone; and the slip with a new key."""

from django.shortcuts import get_object_or_404, render
from django.views import View

from communities.pages.base import NotYours, ScopedMixin
from leaders.cases.models import Case
from leaders.cases.slip import slip_of
from registry.accounts.roles import Permission


class _OneCase(ScopedMixin, View):
    http_method_names = ["post"]
    permission = Permission.CASE_EDIT

    def row(self, pk):
        return get_object_or_404(Case.objects.permitted(self.request.user, self.permission).with_names(), pk=pk)


class CaseReveal(_OneCase):
    """POST shows name and contact once and writes it down; 403 for everybody but the handling worker."""

    def post(self, request, pk):
        row = self.row(pk)
        if row.assignee_id != request.user.pk:
            raise NotYours(row)
        name, contact = row.open_reporter(by=request.user)
        return render(request, "leaders/cases/case_reporter.html", {"row": row, "name": name, "contact": contact})


class CaseSlip(_OneCase):
    """POST makes a new key and shows the slip with it, once: for the handling worker, or whoever entered it."""

    def post(self, request, pk):
        row = self.row(pk)
        if request.user.pk not in (row.assignee_id, row.entered_by_id):
            raise NotYours(row)
        key = row.renew_key(by=request.user)
        return render(request, "leaders/cases/case_slip.html", {"row": row, "slip": slip_of(request, row, key)})
