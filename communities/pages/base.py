"""Who may open a page, and for whom a form is made."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from communities.pages.staffing import warn_undecided
from communities.records.statements import asked
from communities.scope import holds_anywhere
from registry.upkeep.written import Given

Row = Any  # a row of whichever subject a page is about: its columns and verbs are that subject's
Context = dict[str, Any]  # what a template is given
Mixin: Any = object  # for the type checker: a mixin has the methods of the class it stands beside


class NotOpen(Http404):
    """The row is in reach and in no state for this page; the answer tells it, and how it stands now.

    `changes`, for a form whose page had been read: what of the row is not as it was shown there; None where it was not.
    """

    def __init__(self, row: Row, changes: Sequence[Any] | None = None) -> None:
        person = getattr(row, "leader", row)
        if changes is not None and getattr(person, "erased_on", None):
            changes = ()  # what a page showed of somebody before the erasure is not told again
        self.row, self.changes = row, changes
        super().__init__()


class NotYours(PermissionDenied):
    """The row is in reach, and who may do this to it hangs on how it stands: on its state, or on who handles it.

    Whoever had the record before them and sent one of its forms is told how it stands now; anybody else is refused.
    """

    def __init__(self, row: Row) -> None:
        self.row = row
        super().__init__()


def open_or_404(rows: Any, is_open: Callable[[Row], bool], pk: int) -> Row:
    """The row, or 404: one that is not open any more is told as such."""
    row = get_object_or_404(rows, pk=pk)
    if not is_open(row):
        raise NotOpen(row)
    return row


class ScopedMixin(Mixin):
    """403 when the permission is held nowhere; a row elsewhere does not exist (404).

    A page that hands something in names in `decided_with` the permission its decision takes: whoever opens it where
    nobody else holds that is told before anything is typed.
    """

    permission: str | None = None
    decided_with = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not holds_anywhere(request.user, self.permission):
            raise PermissionDenied
        if self.decided_with and request.method == "GET":
            warn_undecided(request, self.permission, self.decided_with)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return super().get_queryset().permitted(self.request.user, self.permission)


class FoundMixin(ScopedMixin):
    """A page about one row, whose SQL is written once."""

    def get_object(self, queryset: Any = None) -> Any:
        return found(self, self.get_queryset, self.kwargs["pk"])


def found(view: Any, rows: Callable[[], Any], pk: int) -> Any:
    """The row `pk` of what `rows` makes for this page and whoever opens it, or 404; its SQL is written once."""
    name = ("row of a page", type(view), view.request.resolver_match.view_name)
    for row in asked(name, view.request.user, lambda: rows().filter(pk=Given("pk")), pk=pk):
        return row
    raise Http404


class UserFormMixin(Mixin):
    """Hands the signed-in user to the form, which narrows its own choices."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}
