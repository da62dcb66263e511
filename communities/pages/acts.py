"""Pages that do one thing: a form, a verb, a message. What a verb refuses stands beside the fields, all typed kept."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from communities.pages.base import ScopedMixin

FOUND = 20
CONFLICTS = {"stale", "own", "taken", "early", "mode", "restrained", "ended"}


def status_of(refused):
    """409 when the row is not what it was when the page was read, or does not allow the act by now; else 200."""
    codes = {getattr(error, "code", "") for error in getattr(refused, "error_list", [])}
    return 409 if codes & CONFLICTS else 200


def newest(field):
    """A number that grows with the age of the date `field`: pages run forward, and the newest row comes first."""
    return -(ExtractYear(field) * 10_000 + ExtractMonth(field) * 100 + ExtractDay(field))


class RowAct(ScopedMixin, View):
    """A form about one row in reach; `act` does it and returns the message.

    A page that `is_open` for no such act is 404; a form sent from a page that was open asks the verb, which refuses.
    """

    model = None
    form_class = None
    template_name = "communities/pages/act_form.html"
    title = submit = lead = ""
    is_grave = False

    def get(self, request, pk):
        row = self.find(pk)
        if not self.is_open(row):
            raise Http404
        return self.show(row, self.make_form(row))

    def post(self, request, pk):
        row = self.find(pk)
        form = self.make_form(row, request.POST)
        if not form.is_valid():
            return self.show(row, form)
        try:
            said = self.act(row, form.cleaned_data)
        except ValidationError as refused:
            form.take(refused)
            return self.show(self.find(pk), form, status=status_of(refused))
        messages.success(request, said)
        return redirect(self.next_page(row))

    def rows(self):
        return self.model.objects.permitted(self.request.user, self.permission)

    def find(self, pk):
        return get_object_or_404(self.rows(), pk=pk)

    def is_open(self, row):
        """Whether the act makes sense for the row as it is now."""
        return True

    def make_form(self, row, data=None):
        return self.form_class(data)

    def next_page(self, row):
        return row

    def show(self, row, form, status=200):
        context = {
            "row": row,
            "form": form,
            "title": self.title,
            "lead": self.lead % {"row": row} if self.lead else str(row),
            "submit": self.submit or self.title,
            "is_grave": self.is_grave,
            "back_url": row.get_absolute_url(),
        }
        return render(self.request, self.template_name, context, status=status)
