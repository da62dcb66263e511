import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.pages.tabbed import Tabbed
from communities.ratings.models import StarRating
from communities.regions.filters import FilterInReach, RegionFilter
from registry.accounts.roles import Permission


class RatingFilter(Tabbed, FilterInReach):
    region = RegionFilter(Permission.RATING_VIEW, label=_("Region"))
    about = filters.ChoiceFilter(
        method="filter_about",
        label=_("Rated"),
        empty_label=_("All kinds"),
        choices=[("organization", _("Organizations")), ("building", _("Buildings"))],
    )
    stars = filters.ChoiceFilter(
        choices=[(str(number), "★" * number) for number in range(5, 0, -1)], label=_("Stars"), empty_label=_("Any")
    )
    state = filters.ChoiceFilter(choices=StarRating.State.choices, widget=forms.HiddenInput)

    class Meta:
        model = StarRating
        fields = []

    def filter_about(self, queryset, _name, about):
        return queryset.filter(**{f"{about}__isnull": False})
