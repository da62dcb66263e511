"""Acts that ask for a word first: a page with the question, what follows from it, and one field."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from communities.pages.acts import take_refusal
from communities.pages.base import NotOpen, Row, ScopedMixin
from communities.pages.refusing import TextForm


class ActView(ScopedMixin, View):
    """GET asks, POST calls `verb` on one row in reach with the text as `argument`.

    `target` is the state the act leads to: a row that cannot become it any more is shown instead of asked about.
    """

    model: Any = None
    verb = ""
    argument = "reason"
    target = ""
    title: Any = ""
    lead: Any = ""
    label: Any = ""
    submit: Any = ""
    done: Any = ""
    most = 200
    is_danger = False

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row(pk)
        if not self.may_act(row):
            messages.error(request, row.stale_message)
            return redirect(row)
        return self._show(row, self.form(initial={"text": self.initial(row)}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row(pk)
        self._refuse_moved_on(row)
        form = self.form(request.POST)
        if not form.is_valid():
            return self._show(row, form)
        try:
            self.act(row, form.cleaned_data["text"])
        except ValidationError as refused:
            self._refuse_moved_on(self.row(pk))  # somebody may have been quicker within this press
            take_refusal(form, refused, row, field="text")
            return self._show(row, form, status=409)
        messages.success(request, self.done % {"row": row})
        return redirect(row)

    def _refuse_moved_on(self, row: Row) -> None:
        """No press of this page's button can do it any more: told with how the row stands, and what was typed."""
        if not self.may_act(row):
            raise NotOpen(row, ())

    def row(self, pk: int) -> Row:
        return get_object_or_404(self.rows(), pk=pk)

    def rows(self) -> Any:
        return self.model.objects.permitted(self.request.user, self.permission).with_names()

    def may_act(self, row: Row) -> bool:
        return row.may_become(self.target)

    def initial(self, row: Row) -> str:
        return ""

    def form(self, *args: Any, **kwargs: Any) -> TextForm:
        return TextForm(*args, label=self.label, most=self.most, **kwargs)

    def act(self, row: Row, text: str) -> None:
        getattr(row, self.verb)(by=self.request.user, **{self.argument: text})

    def _show(self, row: Row, form: TextForm, status: int = 200) -> HttpResponse:
        context = {
            "row": row,
            "form": form,
            "title": self.title % {"row": row},
            "lead": self.lead,
            "submit": self.submit,
            "is_danger": self.is_danger,
        }
        return render(self.request, "communities/pages/word_act.html", context, status=status)
