"""The file of the rows that were not imported."""

from itertools import groupby

from django.utils.translation import gettext as _

from leaders.imports.views.batch import BatchView, State, label_of_field
from registry.audit.log import record_read
from registry.sheets.export import FileFormat, stream


class ImportRejected(BatchView):
    """The rows that were not imported, as the same table with true row numbers and what is wrong."""

    def get(self, request, pk):
        batch = self.find(pk)
        rows = batch.rows.filter(state__in=[State.WRONG, State.DOUBTFUL, State.SKIPPED]).order_by("position")
        sheets = [sheet for sheet in batch.given.get("sheets", []) if sheet["is_read"]]
        width = max((len(row.said["cells"]) for row in rows), default=0)
        first = sheets[0] if sheets else {"columns": {}}
        own = first.get("words", [])
        labels = {int(column): label_of_field(name, batch.subject) for column, name in first["columns"].items()}
        labels |= {column: word for column, word in enumerate(own) if word}
        several = [_("Sheet")] if len(sheets) > 1 else []
        header = [*several, _("Row"), *(labels.get(column, "") for column in range(width)), _("What is wrong")]
        record_read("import.rejected", batch, by=request.user, rows=len(rows))
        # A row that is read as several, each building or year of it, stands there once.
        own_rows = [list(some) for _place, some in groupby(rows, key=lambda row: (row.sheet, row.number))]
        lines = ([some[0].sheet] * len(several) + _rejected(some, width) for some in own_rows)
        name = _("%(file)s-to be corrected") % {"file": batch.file_name.rpartition(".")[0] or batch.file_name}
        return stream(name, header, lines, file_format=FileFormat.XLSX, title=_("What is wrong"))


def _rejected(rows, width):
    said = rows[0].said
    cells = [*said["cells"], *[""] * (width - len(said["cells"]))]
    return [rows[0].number, *cells, "；".join(dict.fromkeys(sentence for row in rows for sentence in _wrong(row)))]


def _wrong(row):
    errors = [sentence for sentences in row.said["errors"].values() for sentence in sentences]
    return [*errors, *row.said["notes"]] or [row.get_state_display()]
