import django_filters as filters
from django import forms

from communities.pages.tabbed import Tabbed
from leaders.conduct.models import ConductReview


class ConductFilter(Tabbed, filters.FilterSet):
    """By state alone: a search by name would make a list of persons."""

    state = filters.ChoiceFilter(choices=ConductReview.State.choices, widget=forms.HiddenInput)

    class Meta:
        model = ConductReview
        fields = []
