"""The copy of all that is held about a person, as tables: 个人信息保护法 第四十五条 (查阅、复制)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.postings.models import Posting
from communities.records.placed import PlacePath
from communities.scope import WHOLE_TREE, Span, ancestor_paths, lies_in_spans, reached_spans
from communities.text.fields import KeyField
from leaders.cases.models import Case
from leaders.people.models import Leader
from leaders.privacy.models.held import GOES_WHOLE, KEYS, Rows, kinds_about, matters_of, rows_about
from registry.accounts.models import User
from registry.accounts.roles import Permission, roles_granting
from registry.audit.erasing import entries_about
from registry.audit.sentences import sentence
from registry.seal import unseal
from registry.ui.signs import between_names

# Columns that serve the program, and who besides the person stands in a row: a neighbour's name is the neighbour's.
NOT_TOLD = {"id", "leader", "version", "is_last", "nonce", "kept", "left", "let_go", "nominator", "phone_masked"}
ENTRIES = 5_000  # of each log, the newest
OF_THE_LOG = (gettext_lazy("Time"), gettext_lazy("What was done"))


class Table(NamedTuple):
    """One sheet of the copy."""

    title: str
    header: list[str]
    rows: list[list[Any]]


def kinds_of_copy() -> list[str]:
    """What the sheets are called, those that stay empty too; no query."""
    told = [kind.model._meta for kind in kinds_about() if kind.model._meta.label_lower not in GOES_WHOLE]
    kinds = [*(meta.verbose_name_plural for meta in told), Case._meta.verbose_name_plural]
    return [str(kind) for kind in (_("The record"), *kinds, _("Who may look"), _("Who looked"), _("What was changed"))]


def copy_of(leader: Leader, user: User) -> list[Table]:
    """All that `user` reaches of what is held about the person; what lies elsewhere is told as a number in the first.

    The caller writes the read log: the phone is opened.
    """
    return _tables(leader, reached_spans(user, Permission.LEADER_VIEW), GOES_WHOLE)


def all_of(leader: Leader) -> list[Table]:
    """All that is held about the person wherever it lies, as words: procedures and sealed columns too."""
    tables = _tables(leader, [WHOLE_TREE], KEYS, is_whole=True)
    return [table._replace(rows=[[_words(cell) for cell in row] for row in table.rows]) for table in tables]


def _words(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return date_format(timezone.localtime(cell), "Y-m-d H:i")
    return cell if cell is None or isinstance(cell, int) else str(cell)


def _tables(leader: Leader, spans: list[Span], without: set[str], *, is_whole: bool = False) -> list[Table]:
    tables, elsewhere = [], 0
    for rows in [*rows_about(leader), matters_of(leader)]:
        if rows.model._meta.label_lower in without:
            continue
        found = list(rows.prefetch_related(*_named(rows.model)))
        here = [row for row in found if lies_in_spans(_path(row, leader), spans)]
        elsewhere += len(found) - len(here)
        if here:
            tables.append(_table(rows, here, is_whole))
    return [_person(leader, elsewhere), *tables, _who_may_look(leader), *_logs(leader)]


def _named(model: Any) -> list[str]:
    """The relations whose rows are told by name: asked one by one, for a join of all of them has no bound."""
    return [field.name for field in _told_fields(model) if field.is_relation]


def _path(row: Any, leader: Leader) -> str:
    return getattr(row, "region_path", None) or leader.region_path


def _person(leader: Leader, elsewhere: int) -> Table:
    told = [
        (_("Number"), leader.number),
        *_cells(leader),
        (_("Phone"), leader.open_phone() if leader.phone_sealed else None),
        (_("Expertise"), between_names().join(map(str, leader.expertise.all())) or None),
        (_("Photo"), _("A photo is kept") if leader.photo else None),
        (_("Kept by other offices, which make their own copies"), elsewhere or None),
    ]
    return Table(_("The record"), [_("Item"), _("Entry")], [[label, value] for label, value in told if value])


def _table(rows: Rows, here: list[Any], is_whole: bool) -> Table:
    found = [_cells(row) + (_opened(row) if is_whole else []) for row in here]
    filled = {label for row in found for label, value in row if value is not None}
    header = [label for label, _value in found[0] if label in filled]
    lines = [[value for label, value in row if label in filled] for row in found]
    return Table(str(rows.model._meta.verbose_name_plural), header, lines)


def _cells(row: Any) -> list[tuple[str, Any]]:
    """[(what a column is called, what it says)] of the columns that tell something."""
    return [(capfirst(str(field.verbose_name)), _value(row, field)) for field in _told_fields(type(row))]


def _opened(row: Any) -> list[tuple[str, Any]]:
    """What the sealed columns of a row say."""
    sealed = getattr(row, "sealed_columns", {})
    return [(_("Sealed entry"), unseal(getattr(row, name), field=field) or None) for name, field in sealed.items()]


def _told_fields(model: Any) -> Iterator[Any]:
    sealed = getattr(model, "sealed_columns", ())
    for field in model._meta.concrete_fields:
        is_machine = isinstance(field, PlacePath | KeyField | models.FileField | models.JSONField)
        hidden = field.name in sealed or field.name.endswith(("_index", "_key", "_token", "token", "_sealed"))
        is_named = isinstance(field.verbose_name, Promise)  # else Django's word for a column nobody is shown
        if is_named and not is_machine and not hidden and field.name not in NOT_TOLD:
            yield field


def _value(row: Any, field: Any) -> Any:
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")()) or None
    value = getattr(row, field.name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) if isinstance(value, models.Model) else value if value != "" else None


def _who_may_look(leader: Leader) -> Table:
    """The accounts that hold the right to open the record today; administrators, who hold all, left out."""
    held = Posting.objects.open().filter(
        role__in=roles_granting(Permission.LEADER_VIEW),
        region__path__in=ancestor_paths(leader.region_path),
        user__is_active=True,
    )
    rows = held.select_related("user", "region").order_by("region__path", "user__display_name", "pk")
    lines = [[str(row.user), row.get_role_display(), row.region.name] for row in rows]
    return Table(_("Who may look"), [_("Account"), _("Role"), _("Region")], lines)


def _logs(leader: Leader) -> Iterator[Table]:
    for entries, title in zip(entries_about(leader, ENTRIES), (_("Who looked"), _("What was changed")), strict=True):
        rows = [[timezone.localtime(entry.at), sentence(entry)] for entry in entries]
        yield Table(title, [str(label) for label in OF_THE_LOG], rows)
