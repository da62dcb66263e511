from datetime import datetime, time, timedelta

import django_filters as filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.organizations.filters import PlacedFilter
from communities.pages.day_filter import DayFilter
from communities.pages.tabbed import Tabbed
from communities.regions.filters import FilterInReach, RegionFilter, chosen_spans
from communities.scope import reached_spans
from communities.search import HIT_CAP
from leaders.people.models import Kind, Leader, LeaderToken
from leaders.training.models import ContentArea, OutsideHours, TrainingSession, TrainingYear
from leaders.training.models.asked import (
    holding_a_post,
    last_day,
    minutes_by_place,
    serving,
    short_of_hours,
    with_due,
    with_hours,
)
from registry.accounts.roles import Permission


class TrainingFilter(Tabbed, FilterInReach):
    q = filters.CharFilter(method="filter_words", label=_("Title, place or trainer"))
    region = RegionFilter(Permission.TRAINING_VIEW, label=_("Region"))
    area = filters.ChoiceFilter(
        field_name="content_area", choices=ContentArea.choices, label=_("Content area"), empty_label=_("All areas")
    )
    first = DayFilter(method="filter_first", label=_("From day"))
    last = DayFilter(method="filter_last", label=_("To day"))
    state = filters.ChoiceFilter(method="filter_state", choices=TrainingSession.State.choices, widget=forms.HiddenInput)

    class Meta:
        model = TrainingSession
        fields = []

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.unfinished()

    def filter_state(self, queryset, _name, state):
        return queryset.filter(state=state)

    def filter_words(self, queryset, _name, words):
        words = words.replace("\x00", "").strip()[:50]
        return queryset.with_words(words) if words else queryset

    def filter_first(self, queryset, _name, day):
        return queryset.filter(starts_at__gte=_midnight(day))

    def filter_last(self, queryset, _name, day):
        return queryset.filter(starts_at__lt=_midnight(day + timedelta(days=1)))


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))


def years_offered():
    """This year and the two before."""
    year = timezone.localdate().year
    return [(str(one), str(one)) for one in (year, year - 1, year - 2)]


class ShortFilter(FilterInReach):
    """Leaders who were credited fewer hours in a year than it asks of the posts they held in it."""

    q = filters.CharFilter(method="filter_words", label=_("Name or pinyin"))
    region = RegionFilter(Permission.TRAINING_VIEW, label=_("Region"))
    kind = filters.ChoiceFilter(method="filter_kind", choices=Kind.choices, label=_("Kind"), empty_label=_("All kinds"))
    year = filters.ChoiceFilter(method="filter_nothing", choices=[], label=_("Year"), empty_label=None)
    than = filters.ChoiceFilter(
        method="filter_nothing",
        choices=[("due", _("What is due by today"))],
        label=_("Held against"),
        empty_label=_("What the whole year asks"),
    )

    class Meta:
        model = Leader
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.too_many = self.too_wide = False
        self.form.fields["year"].choices = years_offered()

    @property
    def chosen_year(self):
        chosen = self.form.cleaned_data.get("year") if self.form.is_valid() else ""
        return int(chosen) if chosen else timezone.localdate().year

    def filter_queryset(self, queryset):
        found, year = super().filter_queryset(queryset), self.chosen_year
        if year == timezone.localdate().year:
            found = holding_a_post(found)  # a past year asks all who served in it
        region = self.form.cleaned_data.get("region")
        spans = [region.span] if region else reached_spans(self.request.user, Permission.TRAINING_VIEW)
        minutes = minutes_by_place(spans, on=last_day(year))
        self.too_wide = minutes is None
        minutes = dict.fromkeys(Kind.values, 0) if self.too_wide else minutes
        found = with_due(with_hours(found, year=year, minutes=minutes), year=year, minutes=minutes)
        return short_of_hours(found, self.form.cleaned_data.get("than") or "minimum")

    def filter_words(self, queryset, _name, words):
        ids = LeaderToken.hits(words, reached_spans(self.request.user, Permission.TRAINING_VIEW))
        self.too_many = len(ids) > HIT_CAP
        return queryset.filter(pk__in=ids[:HIT_CAP])

    def filter_kind(self, queryset, _name, kind):
        year = self.chosen_year
        return queryset.leading(kind) if year == timezone.localdate().year else serving(queryset, kind, year)

    def filter_nothing(self, queryset, _name, _value):
        return queryset


class CreditedFilter(PlacedFilter):
    """Whoever was credited hours in a year, in one area where one is chosen."""

    q = filters.CharFilter(method="filter_words", label=_("Name or pinyin"))
    region = RegionFilter(Permission.TRAINING_VIEW, label=_("Region"))
    year = filters.NumberFilter(method="filter_nothing", label=_("Year"), min_value=2000, max_value=2100)
    area = filters.ChoiceFilter(
        method="filter_nothing", choices=ContentArea.choices, label=_("Content area"), empty_label=_("All areas")
    )
    in_office = filters.BooleanFilter(
        method="filter_in_office", widget=forms.CheckboxInput, label=_("Only people in office")
    )

    class Meta:
        model = TrainingYear
        fields = []

    @property
    def summed(self):
        """The column that holds the minutes of the chosen area, or of all."""
        return self.form.is_valid() and self.form.cleaned_data.get("area") or "minutes"

    def filter_queryset(self, queryset):
        year = self.form.cleaned_data.get("year") or timezone.localdate().year
        return super().filter_queryset(queryset).filter(year=year).exclude(**{self.summed: 0})

    def filter_in_office(self, queryset, _name, in_office):
        return queryset.in_office() if in_office else queryset

    def filter_words(self, queryset, _name, words):
        ids = LeaderToken.hits(words, chosen_spans(self, Permission.TRAINING_VIEW))
        return queryset.filter(leader__in=ids[:HIT_CAP])

    def filter_nothing(self, queryset, _name, _value):
        return queryset


class OutsideFilter(Tabbed, PlacedFilter):
    q = filters.CharFilter(method="filter_words", label=_("Name or pinyin"))
    region = RegionFilter(Permission.TRAINING_VIEW, label=_("Region"))
    year = filters.NumberFilter(label=_("Year"), min_value=2000, max_value=2100)
    state = filters.ChoiceFilter(choices=OutsideHours.State.choices, widget=forms.HiddenInput)

    class Meta:
        model = OutsideHours
        fields = []

    def filter_words(self, queryset, _name, words):
        ids = LeaderToken.hits(words, chosen_spans(self, Permission.TRAINING_VIEW))
        return queryset.filter(leader__in=ids[:HIT_CAP])
