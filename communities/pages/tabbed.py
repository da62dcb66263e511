"""Filters of which one is drawn as tabs above the list, each with its count."""

from typing import Any

from django.db.models import QuerySet

from communities.pages.base import Mixin


class Tabbed(Mixin):
    """Mixin, the first, of a filter set; `tab_field` names the field drawn as tabs.

    `in_all_tabs` is what the other fields leave: the counts on the tabs follow the filter.
    """

    tab_field = "state"
    in_all_tabs = None

    def filter_queryset(self, queryset: QuerySet[Any]) -> Any:
        rows, values = queryset, self.form.cleaned_data
        for name, value in values.items():
            if name != self.tab_field:
                rows = self.filters[name].filter(rows, value)
        if self.in_all_tabs is None:  # a list that begins behind a row asks again, for those rows alone
            self.in_all_tabs = rows
        return self.filters[self.tab_field].filter(rows, values.get(self.tab_field))


def counted(filterset: Any, scoped: QuerySet[Any]) -> Any:
    """The rows that the tabs count; none when the filter cannot be read."""
    return filterset.in_all_tabs if filterset.form.is_valid() else scoped.none()
