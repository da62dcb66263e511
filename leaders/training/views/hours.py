"""Who is short of training hours in a year, as a list and as a file."""

from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy

from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from leaders.people.models import Leader
from leaders.registration.views.leaders import posts_of, with_posts
from leaders.training.filters import ShortFilter
from leaders.training.models import ContentArea
from leaders.training.models.asked import months_over
from leaders.training.models.lessons import counted, hours, hours_missing
from registry.accounts.roles import Permission
from registry.sheets.columns import Column
from registry.sheets.ledger import Ledger


def missing(row):
    return hours_missing(row.minimum - row.credited)


EXPORT = Export(
    name="training",
    title=gettext_lazy("Training hours"),
    permission=Permission.LEADER_EXPORT,
    prepare=with_posts,
    ledger=Ledger(
        gettext_lazy("Ledger of training hours"),
        ("number", "name", "posts", "region", "year", "credited", "asked", "missing"),
    ),
    columns=(
        Column("number", gettext_lazy("Number"), "number"),
        Column("name", gettext_lazy("Full name"), "name"),
        Column("posts", gettext_lazy("Posts"), posts_of),
        Column("region", gettext_lazy("Region"), "region.place_label"),
        Column("year", gettext_lazy("Year"), "chosen_year"),
        Column("credited", gettext_lazy("Hours credited"), lambda row: counted(hours(row.credited))),
        Column("elsewhere", gettext_lazy("Of these earned elsewhere"), lambda row: counted(hours(row.elsewhere))),
        Column("asked", gettext_lazy("Hours asked"), lambda row: counted(hours(row.minimum))),
        Column("due", gettext_lazy("Due by today"), lambda row: counted(hours(row.due))),
        Column("missing", gettext_lazy("Hours missing"), lambda row: counted(missing(row))),
    ),
)


class ShortList(KeysetList):
    """In the order of places only: people are not ranked by their hours."""

    permission = Permission.TRAINING_VIEW
    model = Leader
    filterset_class = ShortFilter
    template_name = "leaders/training/training_short.html"
    orders = {"place": ("region_path", "id")}
    rights = {
        "sees_people": Permission.LEADER_VIEW,
        "may_edit": Permission.TRAINING_EDIT,
        "may_export": Permission.LEADER_EXPORT,
    }
    exports = EXPORT

    def found(self):
        filterset = self.filterset_class(self.request.GET, queryset=self.model.objects.none(), request=self.request)
        return super().found().annotate(chosen_year=Value(filterset.chosen_year))

    def prepare(self, queryset):
        return with_posts(queryset).annotate(**by_area(), missing=F("minimum") - F("credited"))

    def more_context(self, filterset, scoped, found):
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        return {
            "year": filterset.chosen_year,
            "is_running": filterset.chosen_year == timezone.localdate().year,
            "months": months_over(filterset.chosen_year),
            "is_filtered": bool(values.get("q") or values.get("region") or values.get("kind") or values.get("than")),
        }


def by_area():
    """{"horizon", "ethics", "knowledge"}: the year's minutes of each area, from the joined row."""
    return {f"of_{area}": Coalesce(f"of_year__{area}", 0) for area in ContentArea.values}
