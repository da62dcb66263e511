import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.forms.picker import RegionField
from communities.models import Category, NationalClass, Organization, OrganizationToken
from communities.scope import common_spans, reached_spans
from communities.search import HIT_CAP
from registry.accounts.roles import Permission


class RegionFilter(filters.Filter):
    """A region and all below it, chosen in the picker."""

    field_class = RegionField

    def __init__(self, permission, **kwargs):
        super().__init__(permission=permission, required=False, **kwargs)

    def filter(self, queryset, region):
        return queryset.within(region) if region else queryset


def chosen_spans(filterset, permission):
    """Where a search looks: the user's reach, inside the chosen region where one is chosen."""
    spans = reached_spans(filterset.request.user, permission)
    region = filterset.form.cleaned_data.get("region")
    return common_spans(spans, region.span) if region else spans


class OrganizationFilter(filters.FilterSet):
    q = filters.CharFilter(method="filter_words", label=_("Name, pinyin or initials"))
    region = RegionFilter(Permission.ORGANIZATION_VIEW, label=_("Region"))
    category = filters.ModelChoiceFilter(method="filter_category", queryset=Category.objects.all(), label=_("Category"))
    state = filters.ChoiceFilter(
        method="filter_state",
        label=_("State"),
        empty_label=_("Current"),
        choices=[
            ("published", _("Published")),
            ("hidden", _("Not published")),
            ("recruiting", _("Takes members")),
            ("ended", _("Ended")),
        ],
    )
    national = filters.ChoiceFilter(
        field_name="category__national_class", choices=NationalClass.choices, widget=forms.HiddenInput
    )

    class Meta:
        model = Organization
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.too_many = False
        self.form.fields["region"].set_user(self.request.user)

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") == "ended" else found.current()

    def filter_words(self, queryset, _name, words):
        ids = OrganizationToken.hits(words, chosen_spans(self, Permission.ORGANIZATION_VIEW))
        self.too_many = len(ids) > HIT_CAP
        return queryset.filter(pk__in=ids[:HIT_CAP])

    def filter_category(self, queryset, _name, category):
        return queryset.filter(Q(category=category) | Q(category__parent=category))

    def filter_state(self, queryset, _name, state):
        return queryset.filter(
            **{
                "published": {"is_published": True},
                "hidden": {"is_published": False},
                "recruiting": {"is_recruiting": True},
                "ended": {"ended_on__isnull": False},
            }[state]
        )
