"""Pages that name what hangs on a record before it ends: what was named travels with the form."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from communities.pages.base import Mixin
from communities.pages.seen import renew, unpack
from communities.records.endings import Hanging, given_away, mark_of
from registry.ui.signs import between_names

OTHERWISE = _("What hangs on it is no longer what this page showed. Look at the list again, then press once more.")


class ShowsHanging(Mixin):
    """Beside `RowAct` or `DecisionPage`: the template shows `hanging`.

    The version of a row says nothing of what hangs on it. When that is not what the page named, the answer is 409 with
    the list as it is now; a program that sends no such field is held by the verb alone.
    """

    _hanging: tuple[Any, list[Hanging]] | None = None

    def hanging_of_row(self, row: Any) -> list[Hanging]:
        raise NotImplementedError

    def hanging(self, row: Any) -> list[Hanging]:
        """Asked once for each row that was read."""
        if self._hanging is None or self._hanging[0] is not row:
            self._hanging = row, self.hanging_of_row(row)
        return self._hanging[1]

    def form_about(self, row: Any, data: Any) -> Any:
        """The form as the page makes it from what was sent."""
        return self.dressed(row, data)

    def held(self, row: Any) -> list[Any]:
        """The rows on which it hangs, after the row itself, in the order in which the verb locks them."""
        return []

    def locked_first(self, row: Any) -> list[Any]:
        """What is locked before anything is looked at, in the order in which the verb locks it."""
        return [row, *self.held(row)]

    def post(self, request: Any, pk: int) -> Any:
        """One transaction from what is found hanging to the end of the verb, so that nothing comes to hang between.

        A new row cannot point at one that is locked here before this is over: PostgreSQL takes the row it points at for
        itself, SQLite lets one write at a time. Then the verb that adds it meets what has ended.
        """
        with transaction.atomic():
            row, told = self.find(pk), request.POST.get("hung", "")
            for one in self.locked_first(row):
                type(one)._base_manager.select_for_update().filter(pk=one.pk).values_list("pk").first()
            shown = unpack(request.POST.get("seen", ""), row) if hasattr(row, "version") else None
            is_written = shown is not None and shown.version != row.version  # told first, with what changed
            if is_written or not told or told == mark_of(self.hanging(row)):
                return super().post(request, pk)
            form = self.form_about(row, request.POST)
            form.is_valid()
            form.add_error(None, OTHERWISE)
            renew(form, row)
            return self.show(row, form, status=409)

    def show(self, row: Any, form: Any, status: int = 200, changes: Any = ()) -> Any:
        mark = mark_of(self.hanging(row))
        form.fields["hung"] = forms.CharField(initial=mark, required=False, label="", widget=forms.HiddenInput)
        form.helper.layout.append("hung")
        if form.is_bound:
            form.data = form.data.copy()
            form.data[form.add_prefix("hung")] = mark
        return super().show(row, form, status=status, changes=changes)


def tell_what_stays_ended(request: HttpRequest, row: Any, holder: type[Model]) -> None:
    """After the end of a `holder` was taken back: what somebody changed meanwhile, and what had been given away."""
    names = between_names()
    if row.left:
        messages.warning(request, _("Changed meanwhile and not put back: %(names)s.") % {"names": names.join(row.left)})
    if given := given_away(row.let_go, holder):
        said = _("Given away and not taken up again: %(names)s. Enter it anew where it is still wanted.")
        messages.warning(request, said % {"names": names.join(given)})
