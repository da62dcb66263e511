import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.organizations.filters import PlacedFilter
from communities.pages.tabbed import Tabbed
from communities.regions.filters import RegionFilter
from leaders.privacy.models import Erasure
from registry.accounts.roles import Permission


class ErasureFilter(Tabbed, PlacedFilter):
    """By place, by who asked and by state: those who were erased have no name to look for."""

    region = RegionFilter(Permission.LEADER_VIEW, label=_("Region"))
    asker = filters.ChoiceFilter(
        choices=Erasure.Asker.choices, label=pgettext_lazy("erasure", "Who asks"), empty_label=_("Whoever asks")
    )
    state = filters.ChoiceFilter(choices=Erasure.State.choices, widget=forms.HiddenInput)

    class Meta:
        model = Erasure
        fields = []
