"""Any filtered list as a file: declared once on the list, one page to choose columns and purpose, one log entry."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from communities.pages.numbers import number_in
from communities.scope import COUNT_CAP, holds_anywhere, reaches
from registry.audit.log import record_read
from registry.sheets.columns import Column
from registry.sheets.export import FileFormat, stream
from registry.sheets.forms import ExportForm
from registry.sheets.models import ExportChoice

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

    def columns_for(self, user):
        return [column for column in self.columns if not column.permission or holds_anywhere(user, column.permission)]

    def cells(self, row, columns, user):
        return [
            column.of(row) if not column.permission or reaches(user, column.permission, row.region_path) else None
            for column in columns
        ]


class ListExport(View):
    """The file of one list (`of`): GET asks for columns and purpose, POST sends; both keep the list's filters.

    A POST that only carries picked rows (the bar of the list) is asked the same questions first.
    """

    of = None

    def dispatch(self, request, *args, **kwargs):
        self.export = self.of.exports
        if not holds_anywhere(request.user, self.export.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self._ask(self._form())

    def post(self, request):
        if "purpose" not in request.POST:
            return self._ask(self._form())
        form = self._form(request.POST)
        if not form.is_valid():
            return self._ask(form)
        return self._send(form)

    def rows(self):
        """The rows the list shows under these filters, in reach of the export's own permission, or those picked."""
        shown = self.of()
        shown.setup(self.request)
        shown.permission = self.export.permission
        found = shown.found()
        picked = self._picked()
        return found.filter(pk__in=picked) if picked is not None else found

    def _picked(self):
        if self.request.method != "POST" or "pick" not in self.request.POST:
            return None
        numbers = (number_in(text) for text in self.request.POST.getlist("pick")[:PICKED])
        return [number for number in numbers if number]

    def _form(self, data=None):
        columns = self.export.columns_for(self.request.user)
        kept = ExportChoice.objects.filter(user=self.request.user, name=self.export.name).first()
        names = kept.columns if kept else [column.name for column in columns if column.is_usual]
        query = self.request.GET.urlencode()
        return ExportForm(
            data,
            columns=columns,
            cancel_url=f"../?{query}" if query else "../",
            initial={"columns": names, "file_format": kept.file_format if kept else FileFormat.XLSX},
        )

    def _ask(self, form):
        count = self.rows().order_by().values("pk")[: COUNT_CAP + 1].count()
        context = {
            "form": form,
            "title": self.export.title,
            "picked": self._picked() or [],
            "count": count,
            "count_cap": COUNT_CAP,
        }
        return render(self.request, "communities/pages/export.html", context)

    def _send(self, form):
        user, values = self.request.user, form.cleaned_data
        columns = [column for column in self.export.columns_for(user) if column.name in values["columns"]]
        choice = {"columns": [column.name for column in columns], "file_format": values["file_format"]}
        ExportChoice.objects.update_or_create(user=user, name=self.export.name, defaults=choice)
        rows = self.export.prepare(self.rows()).order_by(*self.export.order)
        header = [column.label for column in columns]
        self._write_down(rows, header, form.said_purpose)
        lines = (self.export.cells(row, columns, user) for row in rows.iterator(chunk_size=BATCH))
        title = str(self.export.title)
        filename = f"{title}-{timezone.localdate()}"
        return stream(filename, header, lines, file_format=values["file_format"], title=title)

    def _write_down(self, rows, header, purpose):
        first = rows.first()
        if first is not None:
            verb = self.export.verb or f"{self.export.name}.export"
            names = "、".join(str(label) for label in header)
            record_read(verb, first, by=self.request.user, rows=rows.order_by().count(), purpose=purpose, columns=names)
