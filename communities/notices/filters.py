import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.notices.models import Notice
from communities.pages.tabbed import Tabbed
from communities.regions.filters import FilterInReach, RegionFilter
from registry.accounts.roles import Permission


class NoticeFilter(Tabbed, FilterInReach):
    q = filters.CharFilter(field_name="title", lookup_expr="icontains", label=_("Notice title"))
    region = RegionFilter(Permission.NOTICE_VIEW, label=_("Region"))
    kind = filters.ChoiceFilter(choices=Notice.Kind.choices, label=_("Kind"), empty_label=_("All kinds"))
    state = filters.ChoiceFilter(choices=Notice.State.choices, widget=forms.HiddenInput)

    class Meta:
        model = Notice
        fields = []
