import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.filings.models import Filing, Shown, YearlyReport, shown_as
from communities.filings.models.number import number_on_paper
from communities.filings.models.owed import owing
from communities.filings.models.report import report_year
from communities.organizations.filters import OrganizationFilter
from communities.organizations.models import OrganizationToken
from communities.pages.tabbed import Tabbed
from communities.regions.filters import FilterInReach, RegionFilter
from communities.scope import reached_spans
from communities.search import HIT_CAP
from registry.accounts.roles import Permission


class OfOrganizationFilter(FilterInReach):
    """Words, region and year of what belongs to an organization."""

    q = filters.CharFilter(method="filter_words", label=_("Organization or filing number"))
    region = RegionFilter(Permission.FILING_VIEW, label=_("Region"))
    year = filters.NumberFilter(label=_("Year"), min_value=1990, max_value=2100)

    def hits(self, words):
        return OrganizationToken.hits(words, reached_spans(self.request.user, Permission.FILING_VIEW))[:HIT_CAP]

    def filter_words(self, queryset, _name, words):
        return queryset.filter(organization__in=self.hits(words))


class FilingFilter(Tabbed, OfOrganizationFilter):
    kind = filters.ChoiceFilter(choices=Filing.Kind.choices, label=_("Kind of filing"), empty_label=_("All kinds"))
    issued = filters.BooleanFilter(
        method="filter_issued", widget=forms.CheckboxInput, label=_("Only those with a number")
    )
    state = filters.ChoiceFilter(method="filter_state", choices=Shown.choices, widget=forms.HiddenInput)

    class Meta:
        model = Filing
        fields = []

    def filter_words(self, queryset, _name, words):
        named = Q(organization__in=self.hits(words))
        # Only words with a digit can be a number: without this every search would read all numbers.
        numbered = any(sign.isdecimal() for sign in words)
        return queryset.filter(named | Q(number__contains=number_on_paper(words)) if numbered else named)

    def filter_issued(self, queryset, _name, issued):
        return queryset.issued() if issued else queryset

    def filter_state(self, queryset, _name, state):
        return queryset.filter(shown_as(state))


class OwedFilter(OrganizationFilter):
    """Organizations that owe the report of last year."""

    def filter_queryset(self, queryset):
        return owing(super().filter_queryset(queryset), report_year())


class ReportFilter(OfOrganizationFilter):
    state = filters.ChoiceFilter(choices=YearlyReport.State.choices, widget=forms.HiddenInput)

    class Meta:
        model = YearlyReport
        fields = []
