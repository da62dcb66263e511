import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.organizations.filters import PlacedFilter
from communities.regions.filters import RegionFilter
from communities.venues.models import Venue, VenueSlot
from registry.accounts.roles import Permission


class VenueFilter(PlacedFilter):
    q = filters.CharFilter(method="filter_words", label=_("Name or address"))
    region = RegionFilter(Permission.SUPPORT_VIEW, label=_("Region"))
    state = filters.ChoiceFilter(
        method="filter_state",
        label=_("State"),
        empty_label=_("Lent"),
        choices=[("retired", _("No longer lent"))],
    )

    class Meta:
        model = Venue
        fields = []

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.open()

    def filter_words(self, queryset, _name, words):
        words = words.replace("\x00", "").strip()
        return queryset.filter(Q(name__icontains=words) | Q(address__icontains=words))

    def filter_state(self, queryset, _name, _state):
        return queryset.exclude(retired_on=None)


class SlotFilter(PlacedFilter):
    q = filters.CharFilter(method="filter_words", label=_("Room or organization"))
    region = RegionFilter(Permission.SUPPORT_VIEW, label=_("Region"))
    state = filters.ChoiceFilter(
        method="filter_state",
        label=_("State"),
        empty_label=_("Running and ahead"),
        choices=[("over", _("Over or given back"))],
    )

    class Meta:
        model = VenueSlot
        fields = []

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.not_over()

    def filter_words(self, queryset, _name, words):
        words = words.replace("\x00", "").strip()
        return queryset.filter(Q(venue__name__icontains=words) | Q(organization__name__icontains=words))

    def filter_state(self, queryset, _name, _state):
        return queryset.over().order_by()
