import django_filters as filters
from django.utils.translation import gettext_lazy as _

from communities.organizations.models import Organization
from communities.regions.filters import FilterInReach, RegionFilter
from communities.regions.models import Region
from registry.accounts.roles import Permission


class VacancyFilter(FilterInReach):
    """Vacancies of one region; the same for seats and for organizations."""

    region = RegionFilter(Permission.LEADER_LIST, label=_("Region"))
    way = filters.ChoiceFilter(
        method="filter_way",
        label=_("Under way"),
        empty_label=_("All vacancies"),
        choices=[
            ("pending", _("A post awaits review")),
            ("nominated", _("Somebody is put forward")),
            ("none", _("Nothing under way")),
        ],
    )

    class Meta:
        model = Region
        fields = []

    def filter_way(self, queryset, _name, way):
        return queryset.filter(
            **{
                "pending": {"is_pending": True},
                "nominated": {"is_nominated": True},
                "none": {"is_pending": False, "is_nominated": False},
            }[way]
        )


class OrganizationVacancyFilter(VacancyFilter):
    class Meta:
        model = Organization
        fields = []
