"""Any filtered list as a file: declared once on the list, one page to choose columns and purpose, one log entry."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from communities.pages import blanks
from communities.pages.base import Row
from communities.pages.readers import number_in, picked
from communities.scope import COUNT_CAP, Account, ScopedQuerySet, holds_anywhere, reaches
from registry.audit.log import record_read
from registry.sheets.columns import Column
from registry.sheets.export import FileFormat, stream
from registry.sheets.fill import MOST_ROWS
from registry.sheets.flat import flat_rows
from registry.sheets.forms import BlankForm, ExportForm
from registry.sheets.gate import Refused
from registry.sheets.models import Blank, ExportChoice

PICKED = 200
BATCH = 1000


@dataclass(frozen=True)
class Export:
    """What a list gives away as a file.

    `name` is the log's ("support" is logged as support.export) and that under which choices are remembered.
    `prepare(rows)` selects what the columns read; `order` is that of the file.
    """

    name: str
    title: Any
    permission: Any
    columns: tuple[Column, ...]
    order: tuple[str, ...] = ("region_path", "id")
    prepare: Callable = staticmethod(lambda rows: rows)
    verb: str = ""
    ledger: Any = None  # a `Ledger`: the usual form of this list

    def columns_for(self, user: Account) -> list[Column]:
        return [column for column in self.columns if not column.permission or holds_anywhere(user, column.permission)]

    def cells(self, row: Row, columns: Iterable[Column], user: Account) -> list[Any]:
        return [
            column.of(row) if not column.permission or reaches(user, column.permission, row.region_path) else None
            for column in columns
        ]

    def lines(self, rows: ScopedQuerySet, columns: list[Column], user: Account) -> Iterator[list[Any]]:
        """The cells of every row, read as plain values where every column says what it is told from."""
        flat = flat_rows(rows, columns, lambda column, path: reaches(user, column.permission, path))
        if flat is not None:
            return flat
        return (self.cells(row, columns, user) for row in rows.iterator(chunk_size=BATCH))


class ListExport(View):
    """The file of one list (`of`): GET asks for columns and purpose, POST sends; both keep the list's filters.

    A POST that only carries picked rows (the bar of the list) is asked the same questions first.
    """

    of: Any = None  # the list

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.export = self.of.exports
        if not holds_anywhere(request.user, self.export.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._ask(self._form())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        if "blank-add" in request.POST or "blank-drop" in request.POST:
            return self._change_blanks()
        if "purpose" not in request.POST:
            return self._ask(self._form())
        form = self._form(request.POST)
        if not form.is_valid():
            return self._ask(form)
        return self._send(form)

    def rows(self) -> ScopedQuerySet:
        """The rows the list shows under these filters, in reach of the export's own permission, or those picked."""
        shown = self.of()
        shown.setup(self.request)
        shown.permission = self.export.permission
        found = shown.found()
        numbers = self._picked()
        return found.filter(pk__in=numbers) if numbers is not None else found

    @cached_property
    def blanks(self) -> list[Blank]:
        return list(blanks.blanks_for(self.request.user, self.export))

    def _picked(self) -> list[int] | None:
        if self.request.method != "POST" or "pick" not in self.request.POST:
            return None
        return picked(self.request, most=PICKED)

    def _form(self, data: QueryDict | None = None) -> ExportForm:
        user: Any = self.request.user
        columns = self.export.columns_for(user)
        kept = ExportChoice.objects.filter(user=user, name=self.export.name).first()
        names = kept.columns if kept else [column.name for column in columns if column.is_usual]
        return ExportForm(
            data,
            columns=columns,
            cancel_url=self._list_url(),
            blanks=blanks.choices_for(self.export, self.blanks),
            initial={"columns": names, "file_format": kept.file_format if kept else FileFormat.XLSX},
        )

    def _list_url(self) -> str:
        """The list with the filters it was left with."""
        query = self.request.GET.urlencode()
        return f"../?{query}" if query else "../"

    def _change_blanks(self) -> HttpResponse:
        request: Any = self.request
        if "blank-drop" in request.POST:
            blanks.drop_blank(number_in(request.POST["blank-drop"]), self.export, by=request.user)
            messages.success(request, _("The form was taken away."))
            return redirect(request.get_full_path())
        form = BlankForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                blanks.add_blank(form.cleaned_data["blank"], self.export, by=request.user)
            except ValidationError as refused:
                form.add_error("blank", refused)
            else:
                messages.success(request, _("The form can be chosen from now on."))
                return redirect(request.get_full_path())
        return self._ask(self._form(), form)

    def _ask(self, form: ExportForm, blank_form: BlankForm | None = None) -> HttpResponse:
        count = self.rows().order_by().values("pk")[: COUNT_CAP + 1].count()
        context = {
            "form": form,
            "blank_form": blank_form or BlankForm(),
            "blanks": self.blanks,
            "always": blanks.ALWAYS,
            "places": list(blanks.places_of(self.export, self.request.user)),
            "title": self.export.title,
            "crumbs": [(self.export.title, self._list_url()), (_("Export"), "")],
            "picked": self._picked() or [],
            "count": count,
            "count_cap": COUNT_CAP,
        }
        return render(self.request, "communities/pages/export.html", context)

    def _send(self, form: ExportForm) -> HttpResponseBase:
        user: Any = self.request.user
        values = form.cleaned_data
        if not form.is_plain:
            return self._fill(form, values["file_format"])
        columns = [column for column in self.export.columns_for(user) if column.name in values["columns"]]
        choice = {"columns": [column.name for column in columns], "file_format": values["file_format"]}
        ExportChoice.objects.update_or_create(user=user, name=self.export.name, defaults=choice)
        rows = self.export.prepare(self.rows()).order_by(*self.export.order)
        header = [column.label for column in columns]
        self._write_down(rows, header, form)
        lines = self.export.lines(rows, columns, user)
        title = str(self.export.title)
        filename = f"{title}-{timezone.localdate()}"
        return stream(filename, header, lines, file_format=values["file_format"], title=title)

    def _fill(self, form: ExportForm, value: str) -> HttpResponse:
        title, data = blanks.blank_chosen(value, self.export, self.request.user)
        rows = self.export.prepare(self.rows()).order_by(*self.export.order)
        try:
            response, labels = blanks.filled(title, data, self.export, rows[: MOST_ROWS + 1], self.request.user)
        except Refused as refused:
            form.add_error("file_format", str(refused))
            return self._ask(form)
        self._write_down(rows, labels, form)
        return response

    def _write_down(self, rows: ScopedQuerySet, header: list[Any], form: ExportForm) -> None:
        first = rows.first()
        if first is not None:
            verb = self.export.verb or f"{self.export.name}.export"
            said = {"purpose": form.said_purpose, "recipient": form.cleaned_data["recipient"]}
            names = "、".join(str(label) for label in header)
            record_read(verb, first, by=self.request.user, rows=rows.order_by().count(), columns=names, **said)
