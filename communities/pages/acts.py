"""Pages that do one thing: a form, a verb, a message. What a verb refuses stands beside the fields, all typed kept."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views import View

from communities.pages.back import asked_back
from communities.pages.base import Context, NotOpen, Row, ScopedMixin
from communities.pages.refusing import NoteForm
from communities.pages.seen import SeenField, Shown, changes_since, renew, unpack
from communities.records.refusals import status_of
from communities.records.versioned import Versioned
from communities.scope import holds_anywhere
from registry.accounts.roles import Permission
from registry.audit.history import history_of
from registry.audit.sentences import sentence
from registry.ui.signs import stop


def newest(field: str) -> CombinedExpression:
    """A number that grows with the age of the date `field`: pages run forward, and the newest row comes first."""
    return -(ExtractYear(field) * 10_000 + ExtractMonth(field) * 100 + ExtractDay(field))


def last_done(refused: ValidationError, row: Row) -> list[str]:
    """[what was done to the row last, when and by whom], where a verb refused because it had moved on; else []."""
    is_stale = any(getattr(error, "code", "") == "stale" for error in getattr(refused, "error_list", []))
    entries = history_of(row) if is_stale else []
    return [f"{localtime(one.at):%Y-%m-%d %H:%M} {sentence(one)}{stop().strip()}" for one in entries[:1]]


def refused_in_one_line(refused: ValidationError, row: Row) -> str:
    """What a verb refused, and behind it who was quicker with what, as sentences of one line."""
    said = ""
    for text in [*refused.messages, *last_done(refused, row)]:
        said = f"{said}{' ' if said.endswith('.') else stop()}{text}" if said else text
    return said


def take_refusal(form: Any, refused: ValidationError, row: Row, *, field: str | None = None) -> None:
    """Put what a verb refused beside `field`, or where it belongs; above the form, who was quicker with what."""
    if field is None:
        form.take(refused)
    else:
        form.add_error(field, refused.messages)
    for said in last_done(refused, row):
        form.add_error(None, said)


def tell_stale(form: Any, row: Row) -> None:
    """The row was written since its page was read: say so above the form, with what was done last and by whom."""
    take_refusal(form, ValidationError(row.stale_message, code="stale"), row)


class RowAct(ScopedMixin, View):
    """A form about one row in reach; `act` does it and returns the message.

    A subject adds `form_class`, the verb and the words. The form carries what the page showed of the row: was it
    written since, the answer is 409 with what changed, and one more press acts on what is shown then; a program that
    sends no such field is held by the verb alone. A page that
    `is_open` for no such act is 404, and a form sent from a page that was open is told what changed, without its button
    (a program without that field asks the verb, which refuses).
    """

    model: Any = None
    form_class: Any = NoteForm
    template_name = "communities/pages/act_form.html"
    verb = ""
    target = ""
    title: Any = ""
    submit: Any = ""
    lead: Any = ""
    done: Any = ""
    is_grave = False
    is_second_look = False

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.find(pk)
        if not self.is_open(row):
            raise NotOpen(row)
        return self.show(row, self.dressed(row))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.find(pk)
        form = self.dressed(row, request.POST)
        shown = unpack(request.POST.get("seen", ""), row)
        was_read = shown or (not isinstance(row, Versioned) and "drawn" in request.POST)
        if was_read and not self.is_open(row):  # no press of this page's button can do it any more
            raise NotOpen(row, self.changes(row, shown) if shown else ())
        if shown and self.is_stale(row, shown):
            form, page = self.answer_stale(row, form, shown)
            if page is not None:
                return page
        if not form.is_valid():
            return self.show(row, form)
        read = getattr(row, "version", 0)
        if isinstance(row, Versioned):
            row.seen = read
        try:
            said = self.act(row, {name: value for name, value in form.cleaned_data.items() if name != "seen"})
        except ValidationError as refused:
            row = self.find(pk)
            was_overtaken = getattr(row, "version", 0) != read or not self.is_open(row)
            if shown and was_overtaken and not self.is_second_look:
                self.is_second_look = True
                return self.post(request, pk)  # somebody was quicker within this press: answered as if before it
            take_refusal(form, refused, self.written(row))
            self.renew(form, row)
            return self.show(row, form, status=status_of(refused))
        messages.success(request, said)
        return redirect(self.next_page(row))

    def is_stale(self, row: Row, shown: Shown) -> bool:
        """Whether the row is not as the page showed it."""
        return shown.version != row.version

    def changes(self, row: Row, shown: Shown) -> Sequence[Any]:
        """What of the row is not as the page showed it."""
        return changes_since(shown, row)

    def answer_stale(self, row: Row, form: Any, shown: Shown) -> tuple[Any, HttpResponse | None]:
        """(the form to go on with, the page to answer or None)."""
        form.is_valid()
        tell_stale(form, row)
        self.renew(form, row)
        return form, self.show(row, form, status=409, changes=self.changes(row, shown))

    def renew(self, form: Any, row: Row) -> None:
        """Let the form that was refused say what is shown beside it now."""
        renew(form, row)

    def rows(self) -> Any:
        return self.model.objects.permitted(self.request.user, self.permission)

    def find(self, pk: int) -> Row:
        return get_object_or_404(self.rows(), pk=pk)

    def written(self, row: Row) -> Row:
        """Whose log tells who was quicker: what the act writes, where that is not the row itself."""
        return row

    def is_open(self, row: Row) -> bool:
        """Whether the act makes sense for the row as it is now; by default, whether it may become `target`."""
        return not self.target or row.may_become(self.target)

    def make_form(self, row: Row, data: QueryDict | None = None) -> Any:
        return self.form_class(data)

    def dressed(self, row: Row, data: QueryDict | None = None) -> Any:
        """The form with the hidden field that says what the page showed."""
        form = self.make_form(row, data)
        if isinstance(row, Versioned):
            form.fields["seen"] = SeenField(row, required=False)
            form.helper.layout.append("seen")
        return form

    def act(self, row: Row, values: dict[str, Any]) -> Any:
        """Call the verb with what was typed; return the message."""
        getattr(row, self.verb)(by=self.request.user, **values)
        return self.done % {"row": row}

    def next_page(self, row: Row) -> Any:
        return asked_back(self.request) or row

    def show(self, row: Row, form: Any, status: int = 200, changes: Sequence[Any] = ()) -> HttpResponse:
        context = {
            "row": row,
            "form": form,
            "title": self.title % {"row": row},
            "lead": self.lead_of(row),
            "submit": self.submit or self.title % {"row": row},
            "is_grave": self.is_grave,
            "back_url": asked_back(self.request) or row.get_absolute_url(),
            "changes": changes,
        }
        return render(self.request, self.template_name, context | self.more_context(row), status=status)

    def lead_of(self, row: Row) -> Any:
        """The sentence above the form."""
        return self.lead % {"row": row} if self.lead else str(row)

    def more_context(self, row: Row) -> Context:
        """What a template of the subject's own shows besides; a dict."""
        return {}


class TransitionView(ScopedMixin, View):
    """POST only: one verb on one row in reach, by a button that asks nothing (`{% seen row %}` beside it).

    `verb` names the method; `done` is the message afterwards.
    """

    http_method_names = ["post"]
    model: Any = None
    verb = ""
    done = _("%(row)s: done.")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(self.rows(), pk=pk)
        shown = unpack(request.POST.get("seen", ""), row) if isinstance(row, Versioned) else None
        if shown:
            row.seen = shown.version
        try:
            self.act(row)
        except ValidationError as refused:
            messages.error(request, refused_in_one_line(refused, row))
            is_missing = getattr(refused, "code", "") == "unassessed"
            if is_missing and holds_anywhere(request.user, Permission.ASSESSMENT_EDIT):
                return redirect("communities:assessment-create")  # whoever may enter what is missing is led there
        else:
            messages.success(request, self.done % {"row": row})
        return redirect(row)

    def rows(self) -> Any:
        return self.model.objects.permitted(self.request.user, self.permission)

    def act(self, row: Row) -> None:
        getattr(row, self.verb)(by=self.request.user)
