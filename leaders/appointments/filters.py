from datetime import date

import django_filters as filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.organizations.filters import PlacedFilter
from communities.pages.day_filter import DayFilter
from communities.regions.filters import RegionFilter
from communities.scope import reached_spans
from communities.search import HIT_CAP
from leaders.appointments.models import Appointment
from leaders.appointments.models.served import GROUPS, served_for
from leaders.people.models import Kind, LeaderToken
from registry.accounts.roles import Permission

State = Appointment.State
BEGUN, ENDED = "begun", "ended"


class PostFilter(PlacedFilter):
    """Posts that were ever taken up; `first` and `last` are of the day they began, or of their last one."""

    q = filters.CharFilter(method="filter_words", label=pgettext_lazy("person", "Name, pinyin or initials"))
    region = RegionFilter(Permission.LEADER_LIST, label=_("Region"))
    kind = filters.ChoiceFilter(choices=Kind.choices, label=_("Kind"), empty_label=_("All kinds"))
    state = filters.ChoiceFilter(
        choices=[(State.CURRENT, State.CURRENT.label), (State.ENDED, State.ENDED.label)],
        label=_("State"),
        empty_label=_("In office and left"),
    )
    held = filters.ChoiceFilter(
        method="filter_held",
        choices=[(str(group), label) for group, label in enumerate(GROUPS)],
        label=_("In office for"),
        empty_label=_("Any time"),
    )
    event = filters.ChoiceFilter(
        method="filter_nothing",
        choices=[(ENDED, pgettext_lazy("posts", "Ended"))],
        label=pgettext_lazy("posts", "What happened"),
        empty_label=pgettext_lazy("posts", "Begun"),
    )
    first = DayFilter(method="filter_nothing", label=_("From day"))
    last = DayFilter(method="filter_nothing", label=_("To day"))

    class Meta:
        model = Appointment
        fields = []

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset.filter(state__in=[State.CURRENT, State.ENDED]))
        values = self.form.cleaned_data
        days = (values.get("first") or date.min, values.get("last") or date.max)
        if values.get("event") == ENDED:
            return found.filter(ended_on__range=days)
        return found.filter(started_on__range=days) if values.get("first") or values.get("last") else found

    def filter_words(self, queryset, _name, words):
        # Whoever leads something here may live elsewhere: the chosen region is that of the post.
        ids = LeaderToken.hits(words, reached_spans(self.request.user, Permission.LEADER_LIST))
        return queryset.filter(leader__in=ids[:HIT_CAP])

    def filter_held(self, queryset, _name, group):
        return queryset.current().filter(served_for(int(group)))

    def filter_nothing(self, queryset, _name, _value):
        return queryset
