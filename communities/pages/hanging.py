"""Pages that name what hangs on a record before it ends: what was named travels with the form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.pages.base import Mixin
from communities.pages.seen import renew, unpack
from communities.records.endings import Hanging, mark_of

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

    def post(self, request: Any, pk: int) -> Any:
        row, told = self.find(pk), request.POST.get("hung", "")
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
