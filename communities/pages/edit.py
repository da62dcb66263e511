"""Editing one record that somebody else may be editing too."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import UpdateView

from communities.pages.acts import RowAct
from communities.pages.back import asked_back
from communities.pages.base import Context, FoundMixin, NotOpen, Row, UserFormMixin
from communities.pages.conflict import SENTENCE, Conflict, ConflictChoice, merged, moved, values_of
from communities.pages.drafts import LONG, Drafted
from communities.pages.seen import SeenField, Shown, pack, unpack
from communities.records.refusals import status_of
from registry.audit.log import snapshot


class MergedEdit(FoundMixin, UserFormMixin, UpdateView):
    """A model's form about one row; `save_row` calls the verb.

    The form carries what it showed. Was the row written since, fields only they changed take their value, fields
    only this user changed keep what was typed; for those both changed the page shows theirs beside mine (409),
    and the choice is saved with the next press.
    """

    done = _("The record of %(row)s was saved.")
    kept_data = None  # what is sent instead of what was typed, after a merge

    def get_object(self, queryset: Any = None) -> Row:
        try:
            row = super().get_object(queryset)
        except Http404:
            raise self.why_not() from None
        self.before, self.stored = snapshot(row), copy(row)
        return row

    def get_context_data(self, **kwargs: Any) -> Context:
        """With `stored`: the record by the name it has. Checking a form writes what was typed into its row."""
        return super().get_context_data(**kwargs) | {"stored": self.stored}

    def why_not(self) -> Http404:
        """Why there is no row: it is in no state to be edited, or there is none in reach."""
        reach = self.model.objects.permitted(self.request.user, self.permission)
        row = reach.filter(pk=self.kwargs["pk"]).first()
        if row is None:
            return Http404()
        shown = unpack(self.request.POST.get("seen", ""), row)
        if not shown:
            return NotOpen(row)
        self.object = row
        return NotOpen(row, moved(self.unbound(), shown))

    def get_form(self, form_class: Any = None) -> Any:
        form: Any = super().get_form(form_class)
        form.fields["seen"] = SeenField(self.object, values_of(form))
        form.helper.layout.append("seen")
        return form

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return kwargs if self.kept_data is None else kwargs | {"data": self.kept_data}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form = self.get_form()
        conflicts: list[Conflict] = []
        shown = unpack(request.POST.get("seen", ""), self.object)
        if shown and needs_merging(request.POST, shown, self.object):
            typed, self.object = form, self.get_object()  # checking a form writes what was typed into its row
            current = self.unbound()
            self.kept_data, conflicts = merged(typed, current, shown)
            self.kept_data["seen"] = pack(self.object, values_of(current))
            form = self.get_form()
        if conflicts:
            show_conflicts(form, conflicts)
            return self.render_to_response(self.get_context_data(form=form), status=409)
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def unbound(self) -> Any:
        """A form that shows the row as it is now."""
        kwargs = {name: value for name, value in self.get_form_kwargs().items() if name not in ("data", "files")}
        return self.get_form_class()(**kwargs)

    def save_row(self, form: Any) -> None:
        """Call the verb; what it refuses is shown beside the fields."""
        form.instance.revise(by=self.request.user, before=self.before)

    def form_valid(self, form: Any) -> HttpResponse:
        form.instance.seen = form.instance.version
        try:
            self.save_row(form)
        except ValidationError as refused:
            form.take(refused)
            return self.render_to_response(self.get_context_data(form=form), status=status_of(refused))
        messages.success(self.request, self.done % {"row": form.instance})
        return redirect(asked_back(self.request) or form.instance)


class EditPage(Drafted, MergedEdit):
    """With a draft, where its form is long."""

    draft_title = _("Edit record")

    def get_context_data(self, **kwargs: Any) -> Context:
        context = super().get_context_data(**kwargs)
        return context | {"keeps_drafts": len(context["form"].visible_fields()) >= LONG}


class EditAct(RowAct):
    """The same for a form that is no model's: `make_form(row, data)` shows the row, `act` writes what was typed.

    What the form shows now is held against what it showed too: some rows count no versions, or not of every write.
    """

    needs_note = True  # False: a program that does not say what it saw is held by the verb alone

    def dressed(self, row: Row, data: QueryDict | None = None) -> Any:
        form = super().dressed(row, data)
        if "seen" not in form.fields:
            form.helper.layout.append("seen")
        form.fields["seen"] = SeenField(row, values_of(form), required=self.needs_note)
        return form

    def changes(self, row: Row, shown: Shown) -> Sequence[Any]:
        return moved(self.make_form(row), shown)

    def answer_stale(self, row: Row, form: Any, shown: Shown) -> tuple[Any, HttpResponse | None]:
        current = self.make_form(row)
        data, conflicts = merged(form, current, shown)
        data["seen"] = pack(row, values_of(current))
        form = self.dressed(row, data)
        if conflicts:
            show_conflicts(form, conflicts)
            return form, self.show(row, form, status=409)
        return form, None

    def renew(self, form: Any, row: Row) -> None:
        form.data = form.data.copy()
        form.data["seen"] = pack(row, values_of(self.make_form(row)))

    def is_stale(self, row: Row, shown: Shown) -> bool:
        return needs_merging(self.request.POST, shown, row) or shown.values != values_of(self.make_form(row))


def needs_merging(post: QueryDict, shown: Shown, row: Row) -> bool:
    return shown.version != getattr(row, "version", 0) or any(name.startswith("keep-") for name in post)


def show_conflicts(form: Any, conflicts: list[Conflict]) -> None:
    form.helper.layout.insert(0, ConflictChoice(conflicts))
    form.is_valid()
    form.add_error(None, SENTENCE)
