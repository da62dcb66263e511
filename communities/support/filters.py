import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.organizations.filters import PlacedFilter
from communities.organizations.models import OrganizationToken
from communities.regions.filters import RegionFilter
from communities.scope import reached_spans
from communities.search import HIT_CAP
from communities.support.models import Support, SupportEntry
from registry.accounts.roles import Permission


class SupportFilter(PlacedFilter):
    q = filters.CharFilter(method="filter_words", label=_("Organization or what is given"))
    region = RegionFilter(Permission.SUPPORT_VIEW, label=_("Region"))
    year = filters.NumberFilter(label=_("Budget year"), min_value=2000, max_value=2100)
    state = filters.ChoiceFilter(choices=Support.State.choices, label=_("State"), empty_label=_("All"))
    kind = filters.ChoiceFilter(choices=Support.Kind.choices, widget=forms.HiddenInput)

    class Meta:
        model = Support
        fields = []

    def filter_words(self, queryset, _name, words):
        words = words.replace("\x00", "").strip()
        ids = OrganizationToken.hits(words, reached_spans(self.request.user, Permission.SUPPORT_VIEW))
        return queryset.filter(
            Q(organization_id__in=ids[:HIT_CAP]) | Q(title__icontains=words) | Q(budget_source__icontains=words)
        )


class SupportEntryFilter(PlacedFilter):
    q = filters.CharFilter(method="filter_words", label=_("Organization or what for"))
    region = RegionFilter(Permission.SUPPORT_VIEW, label=_("Region"))
    year = filters.NumberFilter(field_name="support__year", label=_("Budget year"), min_value=2000, max_value=2100)
    kind = filters.ChoiceFilter(choices=SupportEntry.Kind.choices, label=_("Kind of line"), empty_label=_("All"))

    class Meta:
        model = SupportEntry
        fields = []

    def filter_words(self, queryset, _name, words):
        words = words.replace("\x00", "").strip()
        ids = OrganizationToken.hits(words, reached_spans(self.request.user, Permission.SUPPORT_VIEW))
        return queryset.filter(Q(support__organization_id__in=ids[:HIT_CAP]) | Q(what_for__icontains=words))
