import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.organizations.filters import PlacedFilter
from communities.pages.tabbed import Tabbed
from communities.regions.filters import FilterInReach, RegionFilter, chosen_spans
from communities.search import HIT_CAP
from leaders.incentives.models import EarlierHonour, Incentive
from leaders.people.models import LeaderToken
from registry.accounts.roles import Permission


class IncentiveFilter(Tabbed, FilterInReach):
    q = filters.CharFilter(method="filter_words", label=_("Name or title"))
    region = RegionFilter(Permission.INCENTIVE_VIEW, label=_("Region"))
    form = filters.ChoiceFilter(choices=Incentive.Form.choices, label=_("Form"), empty_label=_("All forms"))
    batch = filters.CharFilter(label=_("List"))
    year = filters.NumberFilter(
        field_name="awarded_on", lookup_expr="year", label=_("Awarded in the year"), min_value=2000, max_value=2100
    )
    state = filters.ChoiceFilter(choices=Incentive.State.choices, widget=forms.HiddenInput)

    class Meta:
        model = Incentive
        fields = []

    def filter_words(self, queryset, _name, words):
        return queryset.filter(
            Q(title__icontains=words) | Q(leader__name__startswith=words) | Q(organization__name__icontains=words)
        )


class EarlierHonourFilter(Tabbed, PlacedFilter):
    q = filters.CharFilter(method="filter_words", label=_("Name or pinyin"))
    region = RegionFilter(Permission.INCENTIVE_VIEW, label=_("Region"))
    level = filters.ChoiceFilter(
        choices=EarlierHonour.Level.choices, label=pgettext_lazy("honour", "Level"), empty_label=_("All levels")
    )
    year = filters.NumberFilter(label=_("Year"), min_value=EarlierHonour.first_year, max_value=2100)
    state = filters.ChoiceFilter(choices=EarlierHonour.State.choices, widget=forms.HiddenInput)

    class Meta:
        model = EarlierHonour
        fields = []

    def filter_words(self, queryset, _name, words):
        ids = LeaderToken.hits(words, chosen_spans(self, Permission.INCENTIVE_VIEW))
        return queryset.filter(leader__in=ids[:HIT_CAP])
