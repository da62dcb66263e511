from datetime import timedelta

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.activities.forms.activity import sane_day
from communities.activities.happenings import start_of
from communities.activities.models import Activity, ActivityRule
from communities.organizations.models import OrganizationToken
from communities.pages.day_filter import DayFilter
from communities.regions.filters import FilterInReach, RegionFilter
from communities.scope import reached_spans
from communities.search import HIT_CAP
from registry.accounts.roles import Permission

DAY = timedelta(days=1)
COMING = "coming"
TABS = [
    (COMING, _("Coming up")),
    ("uncounted", _("Not counted yet")),
    ("held", _("Held")),
    ("cancelled", _("Called off")),
]
PUBLISHED = [("yes", _("Published")), ("no", _("Not published"))]


class AnnouncedFilter(FilterInReach):
    q = filters.CharFilter(method="filter_words", label=_("Organization or title"), max_length=50)
    region = RegionFilter(Permission.ACTIVITY_VIEW, label=_("Region"))
    published = filters.ChoiceFilter(
        method="filter_published", label=_("Public calendar"), choices=PUBLISHED, empty_label=_("All")
    )

    def filter_words(self, queryset, _name, words):
        words = words.replace("\x00", "").strip()
        ids = OrganizationToken.hits(words, reached_spans(self.request.user, Permission.ACTIVITY_VIEW))
        return queryset.filter(Q(organization_id__in=ids[:HIT_CAP]) | Q(title__icontains=words))

    def filter_published(self, queryset, _name, value):
        return queryset.filter(is_published=value == "yes")


class ActivityFilter(AnnouncedFilter):
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Activity.Kind.choices, empty_label=_("All kinds"))
    since = DayFilter(method="filter_since", label=_("From day"))
    until = DayFilter(method="filter_until", label=_("To day"))
    tab = filters.ChoiceFilter(method="filter_tab", choices=TABS, widget=forms.HiddenInput)

    class Meta:
        model = Activity
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("since", "until"):
            self.form.fields[name].validators.append(sane_day)

    def filter_queryset(self, queryset):
        """`in_all_tabs` is what the other filters leave; the tab (coming without one) comes last."""
        self.in_all_tabs = super().filter_queryset(queryset)
        return self.in_all_tabs.in_tab(self.form.cleaned_data.get("tab") or COMING)

    def filter_since(self, queryset, _name, day):
        return queryset.filter(starts_at__gte=start_of(day))

    def filter_until(self, queryset, _name, day):
        return queryset.filter(starts_at__lt=start_of(day) + DAY)

    def filter_tab(self, queryset, _name, _value):
        return queryset


class ActivityRuleFilter(AnnouncedFilter):
    state = filters.ChoiceFilter(
        method="filter_state",
        label=_("State"),
        choices=[("ended", _("Ended")), ("all", _("Running and ended"))],
        empty_label=_("Running"),
    )

    class Meta:
        model = ActivityRule
        fields = []

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.current()

    def filter_state(self, queryset, _name, value):
        return queryset.ended() if value == "ended" else queryset
