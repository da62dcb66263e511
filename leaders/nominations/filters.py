import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.pages.tabbed import Tabbed
from communities.regions.filters import FilterInReach, RegionFilter
from leaders.nominations.models import Nomination
from leaders.people.models import Kind
from registry.accounts.roles import Permission


class NominationFilter(Tabbed, FilterInReach):
    """The inbox shows what is not answered yet unless a state is asked for."""

    q = filters.CharFilter(field_name="nominee_name", lookup_expr="icontains", label=_("Name of the person"))
    region = RegionFilter(Permission.NOMINATION_VIEW, label=_("Region"))
    kind = filters.ChoiceFilter(choices=Kind.choices, label=_("Kind of leader"), empty_label=_("All kinds"))
    source = filters.ChoiceFilter(
        choices=Nomination.Source.choices, label=_("Put forward by"), empty_label=_("Everybody")
    )
    state = filters.ChoiceFilter(
        method="filter_state",
        choices=[*Nomination.State.choices, ("all", _("All"))],
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Nomination
        fields = []

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.open()

    def filter_state(self, queryset, _name, state):
        return queryset if state == "all" else queryset.filter(state=state)
