"""Who is short of training hours this year, as a list and as a file."""

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.views import View

from communities.pages.base import ScopedMixin
from communities.pages.lists import KeysetList
from communities.scope import holds_anywhere
from leaders.people.models import Leader
from leaders.registration.views.leaders import with_posts
from leaders.training.filters import ShortFilter
from leaders.training.models import ContentArea
from leaders.training.models.session import LESSON, hours, hours_missing
from registry.accounts.roles import Permission
from registry.audit.log import record_read
from registry.sheets.export import stream_csv


class ShortList(KeysetList):
    """In the order of places only: people are not ranked by their hours."""

    permission = Permission.TRAINING_VIEW
    model = Leader
    filterset_class = ShortFilter
    template_name = "leaders/training/training_short.html"
    orders = {"place": ("region_path", "id")}

    def prepare(self, queryset):
        return with_posts(queryset).annotate(**by_area(), missing=F("minimum") - F("credited"))

    def more_context(self, filterset, scoped, found):
        user, values = self.request.user, filterset.form.cleaned_data if filterset.form.is_valid() else {}
        return {
            "year": filterset.chosen_year,
            "is_filtered": bool(values.get("q") or values.get("region") or values.get("kind")),
            "sees_people": holds_anywhere(user, Permission.LEADER_VIEW),
            "may_edit": holds_anywhere(user, Permission.TRAINING_EDIT),
            "may_export": holds_anywhere(user, Permission.LEADER_EXPORT),
        }


class ShortExport(ScopedMixin, View):
    """The filtered list as CSV, without phones; logged."""

    permission = Permission.LEADER_EXPORT

    def get(self, request):
        scoped = Leader.objects.permitted(request.user, self.permission)
        filterset = ShortFilter(request.GET, queryset=scoped, request=request)
        found = filterset.qs.in_place_order()
        first = found.first()
        if first is not None:
            record_read("training.export", first, by=request.user, rows=found.order_by().count())
        header = [_("Number"), _("Full name"), _("Posts"), _("Region"), _("Year")]
        header += [_("Hours credited"), _("Hours asked"), _("Hours missing")]
        rows = with_posts(found).iterator(chunk_size=1000)
        year = filterset.chosen_year
        return stream_csv(f"training-hours-{year}.csv", header, (_cells(row, year) for row in rows))


def by_area():
    """{"horizon", "ethics", "knowledge"}: the year's minutes of each area, from the joined row."""
    return {f"of_{area}": Coalesce(f"of_year__{area}", 0) for area in ContentArea.values}


def _cells(row, year):
    posts = "；".join(str(post.post) for post in row.open_posts)
    asked = row.minimum // LESSON
    missing = hours_missing(row.minimum - row.credited)
    return [row.number, row.name, posts, row.region.place_label, year, hours(row.credited), asked, missing]
