"""A list that needs no template of its own: what a page of rows shows, said on the list."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django_filters import FilterSet

from communities.pages.base import Context, Row
from communities.pages.lists import KeysetList, Page
from communities.pages.state_tabs import state_tabs
from communities.pages.tabbed import Tabbed, counted
from communities.scope import ScopedQuerySet, holds_anywhere, reaches_row
from registry.sheets.columns import Column

DIGITS = re.compile(r"[0-9 +()-]+")  # a number or a telephone, which no line breaks


class Shown(NamedTuple):
    """A column. `value` and `sub`, the small line below, are as those of an export's `Column`; `order` is the name of
    the order that its heading chooses, and `falls` says that it begins with the largest. Numbers stand at the right.

    The first column leads to the row. A pair (tone, text) is drawn as a tag, a day as it is written in tables.
    """

    label: Any
    value: str | Callable
    order: str = ""
    sub: str | Callable = ""
    falls: bool = False
    is_number: bool = False


class Way(NamedTuple):
    """A button above the list: the name of a page and what it is called."""

    url_name: str
    label: Any
    permission: str | None = None


class PlainList(KeysetList):
    """`title`, `shown` and `nothing` (the sentence of an empty list) are all that a list has to say besides its rows.

    A filter set that is `Tabbed` by state gets its tabs; `adds` is the button that makes a row, `takes_away` the name
    of the page of the export, `part_of` the list above this one, `beside` the template of the tabs that lead to lists
    beside it, with the name of this one among them; `opens` is the right a row's own page asks for, where it is another
    than that of the list.
    """

    template_name = "communities/pages/plain_list.html"
    title: Any = ""
    lead: Any = ""
    nothing: Any = ""
    hint: Any = ""
    shown: tuple[Shown, ...] = ()
    adds: Way | None = None
    takes_away = ""
    part_of = ""
    beside = ("", "")
    opens: str | None = None

    def more_context(self, filterset: FilterSet, scoped: ScopedQuerySet, found: ScopedQuerySet) -> Context:
        user = self.request.user
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        return {
            "title": self.title,
            "lead": self.lead,
            "nothing": self.nothing,
            "hint": self.hint,
            "shown": self.shown,
            "adds": self.adds if self.adds and holds_anywhere(user, self.adds.permission) else None,
            "takes_away": self.takes_away if self.exports and holds_anywhere(user, self.exports.permission) else "",
            "part_of": self.part_of,
            "beside": self.beside,
            "tabs": self._tabs(filterset, scoped, values.get("state") or ""),
            "is_filtered": any(values.values()),
        }

    def _tabs(self, filterset: FilterSet, scoped: ScopedQuerySet, chosen: str) -> list[Any]:
        if not isinstance(filterset, Tabbed):
            return []
        tabs, total = state_tabs(counted(filterset, scoped), self.model.State.choices, chosen)
        return [("", _("All"), total, not chosen), *tabs]

    def page(self, queryset: ScopedQuerySet, *, in_parts: bool = False) -> Page:
        page = super().page(queryset, in_parts=in_parts)
        for row in page.rows:
            row.first, *row.others = [_cell(one, row) for one in self.shown]
            row.opens = not self.opens or reaches_row(self.request.user, self.opens, row)
            row.of = getattr(row, "organization", None)  # its standing is told beside its name
        return page


def _cell(shown: Shown, row: Row) -> dict[str, Any]:
    """{"label", "kind", "value", "sub", "is_number"} of one cell, as the template draws it."""
    value = Column("", "", shown.value).of(row)
    kind = "tag" if isinstance(value, tuple) else "day" if isinstance(value, date) else "text"
    if kind == "text":
        kind = "none" if value in (None, "") else "digits" if DIGITS.fullmatch(str(value)) else kind
    sub = shown.sub and Column("", "", shown.sub).of(row)
    return {"label": shown.label, "kind": kind, "value": value, "sub": sub, "is_number": shown.is_number}
