"""The hours credited in a year, a line a person, with their sum; in the order of places, for people are not ranked."""

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.pages.exports import Export
from communities.pages.plain_list import PlainList, Shown
from leaders.training.filters import CreditedFilter
from leaders.training.models import TrainingYear
from leaders.training.models.lessons import counted, hours
from registry.accounts.roles import Permission
from registry.sheets.columns import Column


def with_leader(rows):
    return rows.select_related("leader__region__parent")


AREAS = (
    Column("horizon", gettext_lazy("Horizon"), lambda row: counted(hours(row.horizon))),
    Column("ethics", gettext_lazy("Ethics"), lambda row: counted(hours(row.ethics))),
    Column("knowledge", gettext_lazy("Knowledge"), lambda row: counted(hours(row.knowledge))),
    Column("credited", gettext_lazy("Hours credited"), lambda row: counted(hours(row.minutes))),
    Column("elsewhere", gettext_lazy("Of these earned elsewhere"), lambda row: counted(hours(row.elsewhere))),
)
EXPORT = Export(
    name="training_hours",
    title=gettext_lazy("Hours credited"),
    permission=Permission.LEADER_EXPORT,
    prepare=with_leader,
    columns=(
        Column("number", gettext_lazy("Number"), "leader.number"),
        Column("name", gettext_lazy("Full name"), "leader.name"),
        Column("region", gettext_lazy("Region"), "leader.region.place_label"),
        Column("year", gettext_lazy("Year"), "year"),
        *AREAS,
    ),
)


class CreditedList(PlainList):
    permission = Permission.TRAINING_VIEW
    opens = Permission.LEADER_VIEW
    model = TrainingYear
    filterset_class = CreditedFilter
    exports = EXPORT
    title = gettext_lazy("Hours credited")
    nothing = gettext_lazy("No hours were credited here in this year")
    hint = gettext_lazy("Hours are credited when a roll is called, or when those earned elsewhere are confirmed.")
    shown = (
        Shown(gettext_lazy("Full name"), "leader.name", order="place"),
        Shown(gettext_lazy("Region"), "leader.region.place_label"),
        Shown(gettext_lazy("Year"), "year"),
        *[Shown(area.label, area.value, is_number=True) for area in AREAS],
    )
    takes_away = "leaders:training-hours-export"
    part_of = "leaders:training-list"

    def prepare(self, queryset):
        return with_leader(queryset)

    def more_context(self, filterset, scoped, found):
        minutes = found.order_by().aggregate(minutes=Sum(filterset.summed))["minutes"] or 0
        said = _("%(hours)s training hours in all; sums are rounded down once, each line for itself.")
        context = super().more_context(filterset, scoped, found)
        return context | {"sum": hours(minutes), "lead": said % {"hours": hours(minutes)}}
