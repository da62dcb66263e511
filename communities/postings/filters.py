import django_filters as filters
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from communities.pages.readers import words_in
from communities.postings.models import Posting
from communities.regions.filters import FilterInReach, RegionFilter
from registry.accounts.models import User
from registry.accounts.roles import Permission, Role


class PersonFilter(FilterInReach):
    """Accounts by name, and by what they hold inside the reader's reach: a role, a place, or the one in the other."""

    q = filters.CharFilter(method="filter_words", label=_("Name or user name"))
    role = filters.ChoiceFilter(method="filter_held", label=_("Role"), choices=Role.choices, empty_label=_("All roles"))
    region = RegionFilter(Permission.POSTING_VIEW, method="filter_held", label=_("Region"))

    class Meta:
        model = User
        fields = []

    def filter_queryset(self, queryset):
        found, values = super().filter_queryset(queryset), self.form.cleaned_data
        held = Posting.objects.standing().permitted(self.request.user, Permission.POSTING_VIEW)
        if values.get("region"):
            held = held.within(values["region"])
        if values.get("role"):
            held = held.filter(role=values["role"])
        if values.get("region") or values.get("role"):
            found = found.filter(Exists(held.filter(user=OuterRef("pk"))))
        return found

    def filter_words(self, queryset, _name, typed):
        words = words_in(typed, most=50)
        return queryset.filter(Q(username__startswith=words) | Q(display_name__contains=words)) if words else queryset

    def filter_held(self, queryset, _name, _value):
        """Read together in `filter_queryset`: the role is held in that place."""
        return queryset
