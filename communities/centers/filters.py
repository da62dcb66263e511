import django_filters as filters
from django.utils.translation import gettext_lazy as _

from communities.centers.models import ServiceCenter
from communities.oversight.filters import PlacedFilter
from communities.regions.filters import RegionFilter
from registry.accounts.roles import Permission


class CenterFilter(PlacedFilter):
    region = RegionFilter(Permission.MANAGEMENT_VIEW, label=_("Region"))
    state = filters.ChoiceFilter(
        method="filter_state", label=_("State"), empty_label=_("In service"), choices=[("retired", _("Retired"))]
    )

    class Meta:
        model = ServiceCenter
        fields = []

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") == "retired" else found.current()

    def filter_state(self, queryset, _name, _state):
        return queryset.exclude(retired_on=None)
