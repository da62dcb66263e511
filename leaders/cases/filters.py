import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.pages.tabbed import Tabbed
from communities.regions.filters import FilterInReach, RegionFilter, chosen_spans
from leaders.cases.models import Case, CaseToken
from leaders.cases.models.case import number_of
from registry.accounts.roles import Permission

STATES = [*Case.State.choices, ("all", _("All"))]
WHO = [("me", _("My matters")), ("nobody", _("Nobody yet"))]


class CaseFilter(Tabbed, FilterInReach):
    """What is open unless a state is asked for; doubles stay out unless the number names one."""

    q = filters.CharFilter(method="filter_words", label=_("Number or title"))
    region = RegionFilter(Permission.CASE_VIEW, label=_("Region"))
    category = filters.ChoiceFilter(choices=Case.Category.choices, label=_("Kind"), empty_label=_("All kinds"))
    who = filters.ChoiceFilter(
        method="filter_who", choices=WHO, label=_("Handled by"), empty_label=pgettext_lazy("handled by", "Everybody")
    )
    source = filters.ChoiceFilter(choices=Case.Source.choices, label=_("Raised by"), empty_label=_("Everybody"))
    year = filters.NumberFilter(
        field_name="received_on", lookup_expr="year", label=_("Raised in the year"), min_value=2000, max_value=2100
    )
    late = filters.BooleanFilter(method="filter_late", widget=forms.CheckboxInput, label=_("Only late ones"))
    leader = filters.NumberFilter(widget=forms.HiddenInput)
    organization = filters.NumberFilter(widget=forms.HiddenInput)
    state = filters.ChoiceFilter(method="filter_state", choices=STATES, widget=forms.HiddenInput)

    class Meta:
        model = Case
        fields = []

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        values = self.form.cleaned_data
        if number_of(values.get("q") or ""):
            return found
        return found.standing() if values.get("state") or values.get("q") else found.due()

    def filter_words(self, queryset, _name, words):
        number = number_of(words)
        if number:
            return queryset.filter(pk=number)
        return queryset.among(CaseToken.hits(words, chosen_spans(self, Permission.CASE_VIEW)))

    def filter_who(self, queryset, _name, who):
        if who == "me":
            return queryset.filter(assignee=self.request.user)
        return queryset.filter(Q(assignee=None) | Q(assignee__is_active=False))  # a closed account handles nothing

    def filter_late(self, queryset, _name, late):
        return queryset.late() if late else queryset

    def filter_state(self, queryset, _name, state):
        return queryset if state == "all" else queryset.filter(state=state)
