"""Editing one record that somebody else may be editing too: what only one of them changed is merged."""

from typing import NamedTuple

from crispy_forms.layout import LayoutObject
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.views.generic import UpdateView

from communities.pages.base import ScopedMixin, UserFormMixin
from communities.pages.seen import SeenField, as_text, pack, unpack
from communities.records.refusals import status_of
from registry.audit.log import snapshot


class Conflict(NamedTuple):
    """A field that two people changed: the texts of both, and the name of the choice between them."""

    name: str
    label: str
    theirs: str
    mine: str


class ConflictChoice(LayoutObject):
    """The part of the form that asks which of two values to keep."""

    def __init__(self, conflicts):
        self.conflicts, self.fields = conflicts, []

    def render(self, form, context, **kwargs):
        return render_to_string("components/conflict.html", {"conflicts": self.conflicts})


class EditPage(ScopedMixin, UserFormMixin, UpdateView):
    """One form about one row; `save_row` calls the verb.

    The form carries what it showed. Was the row written since, fields only they changed take their value, fields
    only this user changed keep what was typed; for those both changed the page shows theirs beside mine (409),
    and the choice (`keep-NAME` = theirs | mine) is saved with the next press.
    """

    done = _("The record of %(row)s was saved.")

    def get_object(self, queryset=None):
        row = super().get_object(queryset)
        self.before = snapshot(row)
        return row

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields["seen"] = SeenField(self.object, values_of(form))
        form.helper.layout.append("seen")
        return form

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        self.conflicts = []
        form = self.get_form()
        shown = unpack(request.POST.get("seen", ""), self.object)
        chosen = any(name.startswith("keep-") for name in request.POST)
        if shown and (chosen or shown.version != self.object.version):
            form = self.merge(form, shown)
        if self.conflicts:
            form.helper.layout.insert(0, ConflictChoice(self.conflicts))
            form.is_valid()
            form.add_error(None, self.sentence())
            return self.render_to_response(self.get_context_data(form=form), status=409)
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def merge(self, form, shown):
        """The form as it is sent after the merge; fills `conflicts` with what is left to choose."""
        form.is_valid()
        mine = {name: as_text(form.cleaned_data.get(name, form.data.get(name))) for name in shown.values}
        self.object = self.get_object()  # checking the form has written what was typed into the row
        current, data = self.unbound(), form.data.copy()
        now = values_of(current)
        for name, was in shown.values.items():
            theirs, typed, choice = now.get(name, ""), mine[name], form.data.get(f"keep-{name}", "")
            if choice == "theirs" or (typed == was != theirs):
                put(data, current[name])
            elif theirs not in (was, typed) and choice != "mine":
                label = str(form.fields[name].label)
                self.conflicts.append(Conflict(name, label, self.readable(current, name), form.data.get(name, "")))
        data["seen"] = pack(self.object, now)
        self.kept_data = data
        return self.get_form()

    def unbound(self):
        """A form that shows the row as it is now."""
        kwargs = self.get_form_kwargs()
        for name in ("data", "files"):
            kwargs.pop(name, None)
        return self.get_form_class()(**kwargs)

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if getattr(self, "kept_data", None) is not None:
            kwargs["data"] = self.kept_data
        return kwargs

    def readable(self, form, name):
        """A field's present value as people read it."""
        value, choices = as_text(form.get_initial_for_field(form.fields[name], name)), {}
        for key, label in getattr(form.fields[name], "choices", None) or ():
            choices[str(key)] = str(label)
        row_value = getattr(self.object, name, None)
        return choices.get(value) or (str(row_value) if row_value not in (None, "") else "—")

    def sentence(self):
        return _("Somebody changed this record in the meantime. Choose for each field which to keep, then save.")

    def save_row(self, form):
        """Call the verb; what it refuses is shown beside the fields."""
        form.instance.revise(by=self.request.user, before=self.before)

    def form_valid(self, form):
        form.instance.seen = form.instance.version
        try:
            self.save_row(form)
        except ValidationError as refused:
            form.take(refused)
            return self.render_to_response(self.get_context_data(form=form), status=status_of(refused))
        messages.success(self.request, self.done % {"row": form.instance})
        return redirect(form.instance)


def values_of(form):
    """{name: text} of what a form shows of its row, uploads and hidden fields left out."""
    shown = {}
    for name, field in form.fields.items():
        if not field.widget.is_hidden and not field.widget.needs_multipart_form:
            shown[name] = as_text(form.get_initial_for_field(field, name))
    return shown


def put(data, bound):
    """Put a field's present value into `data` as the page would send it."""
    value = bound.field.prepare_value(bound.initial)
    if isinstance(value, list | tuple) or hasattr(value, "all"):
        data.setlist(bound.html_name, [as_text(one) for one in (value.all() if hasattr(value, "all") else value)])
    elif value is True:
        data[bound.html_name] = "on"
    elif value is False:
        data.pop(bound.html_name, None)
    else:
        data[bound.html_name] = as_text(value)
