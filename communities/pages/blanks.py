"""Forms of the offices beside a list's export: one entry, many forms."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from communities.pages.base import Row
from communities.pages.readers import number_in
from communities.scope import Account, ancestor_paths, reached_spans, reaches_row
from registry.accounts.models import User
from registry.audit.log import record
from registry.sheets.columns import Column
from registry.sheets.export import content_disposition
from registry.sheets.fill import LIST, NUMBER, fill, kind_of, names_in, place_name
from registry.sheets.gate import Refused
from registry.sheets.ledger import COUNT, COUNT_OF_PEOPLE, DAY, MAKER, SUM, ledger_form
from registry.sheets.models import Blank
from registry.ui.signs import between_names

if TYPE_CHECKING:
    from communities.pages.exports import Export

LEDGER = "ledger"
MOST_EACH = 50
ALWAYS = (DAY, MAKER, COUNT, NUMBER)  # places of every form
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
}


def home_of(user: Account, export: "Export") -> str:
    """The path whose form an upload becomes: the outermost place where the user may take the list away."""
    return next((low for low, _high in reached_spans(user, export.permission)), "")


def blanks_for(user: Account, export: "Export") -> QuerySet[Blank]:
    """Forms of the user's own places and of those above."""
    paths = {path for low, _high in reached_spans(user, export.permission) for path in ancestor_paths(low)} | {""}
    return Blank.objects.filter(list_name=export.name, region_path__in=paths).defer("content").order_by("name", "pk")


def choices_for(export: "Export", found: Iterable[Blank]) -> list[tuple[str, Any]]:
    """[(value, label)] beside the plain tables."""
    ledger = [(LEDGER, export.ledger.title)] if export.ledger else []
    return [*ledger, *((f"blank-{one.pk}", one.name) for one in found)]


def places_of(export: "Export", user: Account) -> dict[str, Column]:
    """{name of the place: column} of what the user may see of the list."""
    return {place_name(column.label): column for column in export.columns_for(user)}


def add_blank(upload: UploadedFile, export: "Export", *, by: User) -> Blank:
    """Keep a form; raises ValidationError naming the places nobody knows."""
    data = upload.read()
    try:
        ending, names = kind_of(data).value, names_in(data)
    except Refused as refused:
        raise ValidationError(str(refused), code="refused") from refused
    known = set(places_of(export, by))
    known |= {DAY, MAKER, COUNT, COUNT_OF_PEOPLE, LIST, NUMBER} | {SUM + name for name in known}
    if unknown := sorted(names - known):
        raise ValidationError(
            _("The form has places this list does not know: %(names)s") % {"names": between_names().join(unknown[:20])},
            code="unknown",
        )
    if not names:
        raise ValidationError(_("The form has no places like {{Full name}}."), code="none")
    if blanks_for(by, export).count() >= MOST_EACH:
        raise ValidationError(_("There are too many forms; take one away first."), code="many")
    name = str(upload.name).replace("\\", "/").rsplit("/", 1)[-1].rpartition(".")[0]
    blank = Blank.objects.create(
        name="".join(char for char in name if char.isprintable())[:60] or pgettext("blank", "Form"),
        list_name=export.name,
        region_path=home_of(by, export),
        content=data,
        ending=ending,
        added_by=by,
    )
    record("blank.add", blank, by=by)
    return blank


def drop_blank(number: int | None, export: "Export", *, by: User) -> None:
    """Take a form of the own place away; a form from above is not the user's to take."""
    blank = get_object_or_404(blanks_for(by, export), pk=number)
    if not reaches_row(by, export.permission, blank):
        raise PermissionDenied
    record("blank.drop", blank, by=by)
    blank.delete()


def blank_chosen(value: str, export: "Export", user: Account) -> tuple[str, bytes]:
    """(title, bytes) of the chosen form."""
    if value == LEDGER:
        columns = {column.name: column for column in export.columns_for(user)}
        return str(export.ledger.title), ledger_form(export.ledger, columns)
    number = number_in(value.removeprefix("blank-"))
    blank = get_object_or_404(blanks_for(user, export).defer(None), pk=number)
    return blank.name, bytes(blank.content)


def filled(
    title: str, data: bytes, export: "Export", rows: Iterable[Row], user: Account
) -> tuple[HttpResponse, list[Any]]:
    """(the download, labels of the columns it holds); raises Refused."""
    places = places_of(export, user)
    names = names_in(data)
    used = {name: column for name, column in places.items() if name in names or SUM + name in names}
    lines = []
    for row in rows:
        cells = export.cells(row, list(used.values()), user)
        lines.append(dict(zip(used, cells, strict=True)))
    once = {DAY: timezone.localdate(), MAKER: str(user), COUNT: len(lines), COUNT_OF_PEOPLE: len(lines)}
    once |= {SUM + name: _sum(lines, name) for name in used if SUM + name in names}
    content, ending = fill(data, lines, once, list(used))
    response = HttpResponse(content, content_type=TYPES[ending])
    response["Content-Disposition"] = content_disposition(f"{title}-{timezone.localdate()}.{ending}")
    return response, [column.label for column in used.values()]


def _sum(lines: list[dict[str, Any]], name: str) -> Any:
    numbers = [line[name] for line in lines if line[name] is not None and not isinstance(line[name], str)]
    return sum(numbers) if numbers else 0
