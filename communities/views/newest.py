"""Lists of events read from the newest on: the same keyset pages, walked from the other end."""

from django.db.models import Count

from communities.scope import COUNT_CAP
from communities.views.lists import KeysetList, Page, _beyond, _edge


class NewestFirstList(KeysetList):
    """The orders named in `newest` run backwards; the others as in every list."""

    newest = ("newest",)

    def page(self, queryset):
        if self.order not in self.newest:
            return super().page(queryset)
        columns = list(self.orders[self.order])
        onward = "before" not in self.request.GET
        edge = _edge(self.request.GET.get("after" if onward else "before", ""), len(columns))
        if edge is not None:
            queryset = queryset.filter(_beyond(columns, set(), edge, back=onward))
        rows = list(queryset.order_by(*[f"-{name}" if onward else name for name in columns])[: self.page_size + 1])
        more, rows = len(rows) > self.page_size, rows[: self.page_size]
        if not onward:
            rows.reverse()
        if not rows:
            return Page([])
        return self._links(
            rows, columns, has_previous=edge is not None if onward else more, has_next=more if onward else True
        )


def state_tabs(rows, choices, chosen):
    """[(state, label, count, chosen)] with “all” first: one query over at most 10,001 rows."""
    capped = rows.model.objects.filter(pk__in=rows.order_by().values("pk")[: COUNT_CAP + 1])
    counts = dict(capped.order_by().values_list("state").annotate(Count("pk")))
    over = sum(counts.values()) > COUNT_CAP
    tabs = [(value, label, "" if over else counts.get(value, 0), value == chosen) for value, label in choices]
    return tabs, "" if over else sum(counts.values())
