import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.pages.tabbed import Tabbed
from communities.regions.filters import FilterInReach, RegionFilter
from leaders.topics.models import Topic
from registry.accounts.roles import Permission


class TopicFilter(Tabbed, FilterInReach):
    q = filters.CharFilter(field_name="title", lookup_expr="icontains", label=_("Words of the title"))
    region = RegionFilter(Permission.TOPIC_VIEW, label=_("Region"))
    state = filters.ChoiceFilter(choices=Topic.State.choices, widget=forms.HiddenInput)

    class Meta:
        model = Topic
        fields = []
