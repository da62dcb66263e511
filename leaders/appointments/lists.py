"""Posts that are or were held, as a list and as a file: who began, who left, who serves how long."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from communities.pages.exports import Export
from communities.pages.plain_list import PlainList, Shown
from communities.text.dates import exported
from leaders.appointments.filters import PostFilter
from leaders.appointments.models import Appointment
from registry.accounts.roles import Permission
from registry.sheets.columns import Column, Made


def with_places(rows):
    return rows.select_related(
        "leader__region__parent", "organization__region__parent", "region__parent"
    )  # what the post is called and where it lies


SINCE = Made(("started_on", "started_precision"), exported)
EXPORT = Export(
    name="appointment",
    title=gettext_lazy("Posts held"),
    permission=Permission.LEADER_EXPORT,
    prepare=with_places,
    columns=(
        Column("post", gettext_lazy("Post"), "post"),
        Column("kind", gettext_lazy("Kind"), "get_kind_display"),
        Column("number", gettext_lazy("Number"), "leader.number"),
        Column("name", gettext_lazy("Full name"), "leader.name"),
        Column("region", gettext_lazy("Region"), "place_label"),
        Column("from", pgettext_lazy("post", "In office from"), SINCE),
        Column("term", gettext_lazy("Term until"), "term_ends_on"),
        Column("ended", gettext_lazy("Last day in office"), "ended_on"),
        Column("reason", gettext_lazy("Reason for leaving"), "get_end_reason_display"),
        Column("state", gettext_lazy("State"), "get_state_display"),
    ),
)


class PostList(PlainList):
    permission = Permission.LEADER_LIST
    opens = Permission.LEADER_VIEW
    model = Appointment
    filterset_class = PostFilter
    exports = EXPORT
    title = gettext_lazy("Posts held")
    lead = gettext_lazy("A line for each post somebody holds or has held; who holds two stands here twice.")
    nothing = gettext_lazy("Nobody has held a post here yet")
    hint = gettext_lazy("A post stands here once the street has confirmed it.")
    shown = (
        Shown(gettext_lazy("Post"), "post", order="place"),
        Shown(gettext_lazy("Full name"), "leader.name"),
        Shown(gettext_lazy("Region"), "place.place_label"),
        Shown(pgettext_lazy("post", "In office from"), "started_shown"),
        Shown(gettext_lazy("Term until"), "term_ends_on"),
        Shown(gettext_lazy("Last day in office"), "ended_on"),
        Shown(gettext_lazy("State"), "tag"),
    )
    takes_away = "leaders:appointment-export"
    part_of = "leaders:leader-list"

    def prepare(self, queryset):
        return with_places(queryset)
