import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.modes.models import ManagementDecision
from communities.organizations.models import Organization
from communities.oversight.filters import PlacedFilter
from communities.regions.filters import RegionFilter
from registry.accounts.roles import Permission


class ManagementFilter(PlacedFilter):
    q = filters.CharFilter(method="filter_words", label=_("Name, pinyin or initials"))
    region = RegionFilter(Permission.MANAGEMENT_VIEW, label=_("Region"))
    status = filters.ChoiceFilter(
        field_name="legal_status",
        choices=Organization.LegalStatus.choices,
        label=_("Legal status"),
        empty_label=_("All"),
    )
    mode = filters.ChoiceFilter(
        field_name="management_mode", choices=Organization.ManagementMode.choices, widget=forms.HiddenInput
    )

    class Meta:
        model = Organization
        fields = []

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).current()

    def filter_words(self, queryset, _name, words):
        return self.of_organizations(queryset, words, Permission.MANAGEMENT_VIEW, field="pk")


class ProposalFilter(PlacedFilter):
    region = RegionFilter(Permission.MANAGEMENT_VIEW, label=_("Region"))
    state = filters.ChoiceFilter(
        choices=ManagementDecision.State.choices, label=_("State"), empty_label=_("All states")
    )

    class Meta:
        model = ManagementDecision
        fields = []
