"""Lists that stay as quick at row 90,000 as at row 1: pages begin after a row, not after a number of rows."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View
from django_filters import FilterSet

from communities.pages.base import Context, Row, ScopedMixin
from communities.pages.bulk import kept_ticks
from communities.scope import COUNT_CAP, Account, ScopedQuerySet, holds_anywhere, reaches_row, span_beyond

Edge = list[Any]  # the values of the row at the edge of a page, in the order's columns
PLAIN = int | str | None  # what JSON carries as it is; dates and amounts travel as text


@dataclass
class Page:
    rows: list[Row] = field(default_factory=list)
    next_url: str = ""
    previous_url: str = ""


class KeysetList(ScopedMixin, View):
    """One permitted, filtered, ordered page.

    `orders` maps the public name of an order to its columns, the last of them unique; a first column written
    "term_ends_on?" may be null, and its nulls stand last; with "-" before each column the order falls.
    `?order=-name` turns the order "name" round; nulls stand last all the same.
    `?after=` and `?before=` carry the values of the row at the edge, signed for this list in this order; whatever
    else they hold gives the first page.
    """

    model: Any = None
    filterset_class: Any = None
    template_name = ""
    page_size = 50
    exports: Any = None  # an `Export`: what of the list may be taken away as a file
    orders: dict[str, tuple[str, ...]] = {"place": ("region_path", "id")}
    # {name: permission}: for the page whether it is held anywhere, on each row whether it is held there
    rights: dict[str, str] = {}
    keys_first = False  # of wide rows the page is found by its keys, and only those are sorted; then come their names
    typed: dict[str, str] = {}  # beside an act on picked rows that was refused

    def get(self, request: HttpRequest) -> HttpResponse:
        filterset = self.filterset_class(request.GET, queryset=self.model.objects.none(), request=request)
        scoped = self._inside(filterset, self.scoped())
        found = filtered(filterset, scoped)
        tell_invalid(request, filterset)
        count = found.capped_count()
        page = self._page(filterset, found, count)
        mark_rights(request.user, page.rows, self.rights)
        context = {name: holds_anywhere(request.user, permission) for name, permission in self.rights.items()} | {
            "filter": filterset,
            "order": self.order,
            "page": page,
            "count": count,
            "count_cap": COUNT_CAP,
        }
        self.typed = kept_ticks(request, page.rows)
        return render(request, self.template_name, context | self.more_context(filterset, scoped, found))

    def found(self) -> ScopedQuerySet:
        """The rows the filters of the address leave, unordered and unprepared."""
        filterset = self.filterset_class(self.request.GET, queryset=self.model.objects.none(), request=self.request)
        tell_invalid(self.request, filterset)
        return filtered(filterset, self._inside(filterset, self.scoped()))

    def scoped(self) -> ScopedQuerySet:
        """The rows in reach, before any filter."""
        return self._permitted(self.model.objects.all())

    def _permitted(self, rows: ScopedQuerySet) -> ScopedQuerySet:
        return rows.permitted(self.request.user, self.permission)

    def _inside(self, filterset: FilterSet, scoped: ScopedQuerySet) -> ScopedQuerySet:
        """The rows inside the chosen region where one is chosen; also makes the filter read its input."""
        region = filterset.form.cleaned_data.get("region") if filterset.form.is_valid() else None
        return scoped.within(region) if region else scoped

    def _page(self, filterset: FilterSet, found: ScopedQuerySet, count: int) -> Page:
        """The page by the index that serves it: that of the places, from the edge on, or the order's own.

        More rows than can be sorted for one page lie so close in any order that a short walk meets enough.
        """
        follows_places = self.columns[0] == found.path_field
        edge, back = self._edge()
        if not follows_places and count > COUNT_CAP:
            rows = self._inside(filterset, self._permitted(self.model.objects.unaided()))
            return self.page(self.prepare(filtered(filterset, rows)), in_parts=True)
        if follows_places and edge is not None:
            rows = self._inside(filterset, self.scoped()).inside(span_beyond(edge[0], back=back))
            found = filtered(filterset, rows)
        return self.page(self.prepare(found))

    def prepare(self, queryset: Any) -> Any:
        """Select and prefetch what a row shows."""
        return queryset

    def more_context(self, filterset: FilterSet, scoped: ScopedQuerySet, found: ScopedQuerySet) -> Context:
        """What the template of a subject shows besides; a dict."""
        return {}

    @property
    def order(self) -> str:
        chosen = self.request.GET.get("order", "")
        return chosen if chosen.removeprefix("-") in self.orders else next(iter(self.orders))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the order, with "-" before those that fall."""
        columns = self.orders[self.order.removeprefix("-")]
        return tuple(map(turned_round, columns)) if self.order.startswith("-") else columns

    def page(self, queryset: ScopedQuerySet, *, in_parts: bool = False) -> Page:
        columns = [name.strip("-?") for name in self.columns]
        nullable, turned = self.columns[0].endswith("?"), self.columns[0].startswith("-")
        edge, back = self._edge()
        if nullable and (in_parts or turned):
            parts = _parts(queryset, columns, edge, back=back, turned=turned)
        else:
            parts = [_slice(queryset, columns, edge, nullable=nullable, back=back != turned)]
        rows: list[Any] = []
        for part in parts:
            if len(rows) <= self.page_size:
                rows += self._some(part, self.page_size + 1 - len(rows))
        more, rows = len(rows) > self.page_size, rows[: self.page_size]
        if back:
            rows.reverse()
        return self._links(
            rows, columns, has_previous=more if back else edge is not None, has_next=True if back else more
        )

    def _some(self, part: ScopedQuerySet, most: int) -> ScopedQuerySet:
        if not self.keys_first:
            return part[:most]
        found = self.model.objects.filter(pk__in=part.values("pk")[:most])
        return self.prepare(found).order_by(*part.query.order_by)

    def _edge(self) -> tuple[Edge | None, bool]:
        """(the values of the row to begin behind or None, whether the page before it is wanted)."""
        back = "before" in self.request.GET
        return _unsigned(self.signer, self.request.GET.get("before" if back else "after", "")), back

    @property
    def signer(self) -> Signer:
        """An edge is of one list in one order: the values of another would be compared with columns not their own."""
        return Signer(salt=f"page {type(self).__module__}.{type(self).__qualname__} {self.order}")

    def _links(self, rows: list[Row], columns: list[str], *, has_previous: bool, has_next: bool) -> Page:
        page = Page(rows)
        if rows and has_next:
            page.next_url = self._url("after", [getattr(rows[-1], name) for name in columns])
        if rows and has_previous:
            page.previous_url = self._url("before", [getattr(rows[0], name) for name in columns])
        return page

    def _url(self, side: str, values: list[Any]) -> str:
        query = self.request.GET.copy()
        query.pop("after", None)
        query.pop("before", None)
        query[side] = self.signer.sign(
            json.dumps([value if isinstance(value, PLAIN) else str(value) for value in values])
        )
        return f"?{query.urlencode()}"


def filtered(filterset: FilterSet, rows: ScopedQuerySet) -> ScopedQuerySet:
    """The rows a filter leaves; none when it cannot be read, for whoever mistypes asked for few and not for all."""
    is_readable, found = filterset.form.is_valid(), filterset.filter_queryset(rows)
    return found if is_readable else found.none()


def tell_invalid(request: HttpRequest, filterset: FilterSet) -> None:
    """Say why nothing is shown."""
    if filterset.form.is_valid():
        return
    for name, errors in filterset.form.errors.items():
        label = filterset.form.fields[name].label if name in filterset.form.fields else ""
        why = " ".join(errors)
        text = _("Nothing is shown, for the filter “%(label)s” cannot be read: %(why)s") % {"label": label, "why": why}
        messages.error(request, text)


def mark_rights(user: Account, rows: Iterable[Row], rights: dict[str, str]) -> None:
    """Set on each row whether `user` holds each of `rights` where it lies."""
    for row in rows:
        for name, permission in rights.items():
            setattr(row, name, reaches_row(user, permission, row))


def turned_round(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"


def _unsigned(signer: Signer, text: str) -> Edge | None:
    """The signed values, or None for anything that was not signed for this page."""
    try:
        return json.loads(signer.unsign(text))
    except BadSignature:
        return None


def _parts(
    queryset: ScopedQuerySet, columns: list[str], edge: Edge | None, *, back: bool, turned: bool
) -> list[ScopedQuerySet]:
    """The rows with a first column and those without, each in the order of an index on both engines."""
    first, rest = columns[0], columns[1:]
    full = (queryset.filter(**{f"{first}__isnull": False}), columns, edge)
    empty = (queryset.filter(**{first: None}), rest, edge and edge[1:])
    line = [empty, full] if back else [full, empty]
    if edge is not None and (edge[0] is None) != back:
        line = line[1:]  # the edge lies in the second part
    falls = back != turned
    begun = [_slice(rows, names, at, nullable=False, back=falls) for rows, names, at in line[:1]]
    return begun + [_slice(rows, names, None, nullable=False, back=falls) for rows, names, _at in line[1:]]


def _slice(
    queryset: ScopedQuerySet, columns: list[str], edge: Edge | None, *, nullable: bool, back: bool
) -> ScopedQuerySet:
    """The rows beyond the edge, in order (backwards when going back)."""
    if edge is not None:
        queryset = queryset.filter(_beyond(columns, edge, nullable=nullable, back=back))
    ordering: list[Any] = [f"-{name}" if back else name for name in columns]
    if nullable:
        first = F(columns[0])
        ordering[0] = first.desc(nulls_first=True) if back else first.asc(nulls_last=True)
    return queryset.order_by(*ordering)


def _beyond(columns: list[str], edge: Edge, *, nullable: bool, back: bool) -> Q:
    """Rows after (or before) the edge in the order of `columns`: a > x, or a = x and b > y, …"""
    side = "lt" if back else "gt"
    first, value = columns[0], edge[0]
    if len(columns) == 1:
        return Q(**{f"{first}__{side}": value})
    rest = _beyond(columns[1:], edge[1:], nullable=False, back=back)
    if not nullable:
        # The leading bound lets the index find the place at once.
        bound = Q(**{f"{first}__{side}e": value})
        return bound & (Q(**{f"{first}__{side}": value}) | (Q(**{first: value}) & rest))
    if value is None:
        return (Q(**{first: None}) & rest) | (Q(**{f"{first}__isnull": False}) if back else Q(pk__in=[]))
    further = Q(**{f"{first}__{side}": value}) | (Q(**{first: value}) & rest)
    return further if back else further | Q(**{first: None})
