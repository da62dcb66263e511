"""Lists that stay as quick at row 90,000 as at row 1: pages begin after a row, not after a number of rows."""

import json
from dataclasses import dataclass, field
from datetime import date

from django.core.signing import BadSignature, Signer
from django.db.models import F, Q
from django.shortcuts import render
from django.views import View

from communities.scope import COUNT_CAP
from communities.views.base import ScopedMixin

signer = Signer(salt="page")


@dataclass
class Page:
    rows: list = field(default_factory=list)
    next_url: str = ""
    previous_url: str = ""


class KeysetList(ScopedMixin, View):
    """One permitted, filtered, ordered page.

    `orders` maps the public name of an order to its columns, the last of them unique; a column written
    "term_ends_on?" may be null, and its nulls stand last. `?after=` and `?before=` carry the signed
    values of the row at the edge; whatever else they hold gives the first page.
    """

    model = None
    filterset_class = None
    template_name = ""
    page_size = 50
    orders = {"place": ("region_path", "id")}

    def get(self, request):
        scoped = self.scoped()
        filterset = self.filterset_class(request.GET, queryset=scoped, request=request)
        found = filterset.qs
        context = {
            "filter": filterset,
            "order": self.order,
            "page": self.page(self.prepare(found)),
            "count": found.capped_count(),
            "count_cap": COUNT_CAP,
        }
        return render(request, self.template_name, context | self.more_context(filterset, scoped, found))

    def scoped(self):
        """The rows in reach, before any filter."""
        return self.model.objects.permitted(self.request.user, self.permission)

    def prepare(self, queryset):
        """Select and prefetch what a row shows."""
        return queryset

    def more_context(self, filterset, scoped, found):
        """More context."""
        return {}

    @property
    def order(self):
        chosen = self.request.GET.get("order", "")
        return chosen if chosen in self.orders else next(iter(self.orders))

    def page(self, queryset):
        columns = [name.rstrip("?") for name in self.orders[self.order]]
        nullable = {name.rstrip("?") for name in self.orders[self.order] if name.endswith("?")}
        back = "before" in self.request.GET
        edge = _edge(self.request.GET.get("before" if back else "after", ""), len(columns))
        if edge is not None:
            queryset = queryset.filter(_beyond(columns, nullable, edge, back=back))
        ordering = [_order(name, nullable, back=back) for name in columns]
        rows = list(queryset.order_by(*ordering)[: self.page_size + 1])
        more, rows = len(rows) > self.page_size, rows[: self.page_size]
        if back:
            rows.reverse()
        return self._links(
            rows, columns, has_previous=more if back else edge is not None, has_next=True if back else more
        )

    def _links(self, rows, columns, *, has_previous, has_next):
        page = Page(rows)
        if rows and has_next:
            page.next_url = self._url("after", [getattr(rows[-1], name) for name in columns])
        if rows and has_previous:
            page.previous_url = self._url("before", [getattr(rows[0], name) for name in columns])
        return page

    def _url(self, side, values):
        query = self.request.GET.copy()
        query.pop("after", None)
        query.pop("before", None)
        query[side] = signer.sign(json.dumps([str(value) if isinstance(value, date) else value for value in values]))
        return f"?{query.urlencode()}"


def _edge(text, length):
    """The signed values, or None for anything that was not signed by us."""
    try:
        values = json.loads(signer.unsign(text))
    except (BadSignature, ValueError):
        return None
    return values if len(values) == length else None


def _order(name, nullable, *, back):
    if name not in nullable:
        return f"-{name}" if back else name
    return F(name).desc(nulls_first=True) if back else F(name).asc(nulls_last=True)


def _beyond(columns, nullable, edge, *, back):
    """Rows after (or before) the edge in the order of `columns`: a > x, or a = x and b > y, …"""
    side = "lt" if back else "gt"
    first, value = columns[0], edge[0]
    if len(columns) == 1:
        return Q(**{f"{first}__{side}": value})
    rest = _beyond(columns[1:], nullable, edge[1:], back=back)
    if first not in nullable:
        # The leading bound lets the index find the place at once.
        bound = Q(**{f"{first}__{side}e": value})
        return bound & (Q(**{f"{first}__{side}": value}) | (Q(**{first: value}) & rest))
    if value is None:
        return (Q(**{first: None}) & rest) | (Q(**{f"{first}__isnull": False}) if back else Q(pk__in=[]))
    further = Q(**{f"{first}__{side}": value}) | (Q(**{first: value}) & rest)
    return further if back else further | Q(**{first: None})
