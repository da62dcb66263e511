"""The lines of all grants one below the other: what was spent and what came back, day by day."""

from django.utils.translation import gettext_lazy

from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.scope import holds_anywhere
from communities.support.filters import SupportEntryFilter
from communities.support.models import SupportEntry
from registry.accounts.roles import Permission
from registry.sheets.columns import Column

EXPORT = Export(
    name="support_line",
    title=gettext_lazy("Lines of the support ledger"),
    permission=Permission.SUPPORT_EXPORT,
    prepare=lambda rows: rows.with_names(),
    order=("region_path", "booked_on", "id"),
    columns=(
        Column("day", gettext_lazy("Day"), "booked_on"),
        Column("organization", gettext_lazy("Organization"), "support.organization.name"),
        Column("region", gettext_lazy("Region"), "support.organization.region.name"),
        Column("title", gettext_lazy("What is given"), "support.title"),
        Column("year", gettext_lazy("Budget year"), "support.year"),
        Column("source", gettext_lazy("Budget source"), "support.budget_source"),
        Column("kind", gettext_lazy("Kind of line"), "get_kind_display"),
        Column("amount", gettext_lazy("Amount (yuan)"), "signed"),
        Column("what_for", gettext_lazy("What for"), "what_for"),
        Column("entered_by", gettext_lazy("Entered by"), lambda row: str(row.entered_by)),
    ),
)


class SupportLineList(KeysetList):
    """The newest first, with the sums of everything the filter leaves."""

    permission = Permission.SUPPORT_VIEW
    model = SupportEntry
    filterset_class = SupportEntryFilter
    template_name = "communities/support/line_list.html"
    exports = EXPORT
    orders = {"newest": ("-booked_on", "-id")}

    def prepare(self, queryset):
        return queryset.with_names()

    def more_context(self, filterset, scoped, found):
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        return {
            "totals": found.totals(),
            "is_filtered": any(values.values()),
            "may_export": holds_anywhere(self.request.user, Permission.SUPPORT_EXPORT),
        }
