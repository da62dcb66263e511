import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.organizations.models import Category, NationalClass, Organization, OrganizationToken
from communities.organizations.models.shown import PUBLISHED
from communities.pages.tabbed import Tabbed
from communities.regions.filters import FilterInReach, RegionFilter, chosen_spans
from communities.scope import reached_spans
from communities.search import HIT_CAP
from registry.accounts.roles import Permission
from registry.ui.forms import NumberBox


class OrganizationFilter(Tabbed, FilterInReach):
    tab_field = "national"
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
            ("ended", pgettext_lazy("organization", "Ended")),
        ],
    )
    mode = filters.ChoiceFilter(
        field_name="management_mode",
        choices=Organization.ManagementMode.choices,
        label=_("Management mode"),
        empty_label=_("All modes"),
    )
    status = filters.ChoiceFilter(
        field_name="legal_status",
        choices=Organization.LegalStatus.choices,
        label=_("Legal status"),
        empty_label=_("All statuses"),
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

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") == "ended" else found.current()

    def filter_words(self, queryset, _name, words):
        ids = OrganizationToken.hits(words, chosen_spans(self, Permission.ORGANIZATION_VIEW))
        self.too_many = len(ids) > HIT_CAP
        return queryset.among(ids[:HIT_CAP])

    def filter_category(self, queryset, _name, category):
        return queryset.filter(Q(category=category) | Q(category__parent=category))

    def filter_state(self, queryset, _name, state):
        """“Published” is what residents see: a group under an authority's decision is not, whatever its box says."""
        conditions = {
            "published": Q(**PUBLISHED),
            "hidden": Q(is_published=False) | ~Q(restraint=""),
            "recruiting": Q(is_recruiting=True, restraint=""),
            "ended": Q(ended_on__isnull=False),
        }
        return queryset.filter(conditions[state])


class PlacedFilter(FilterInReach):
    """Its fields are drawn as those of a bar above a list."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.form.fields.values():
            if isinstance(field.widget, forms.Select):
                field.widget.attrs["class"] = "form-select"
            elif isinstance(field.widget, forms.TextInput) and not isinstance(field.widget, NumberBox):
                field.widget.input_type = "search"
                field.widget.attrs |= {"class": "form-control", "maxlength": 50, "autocomplete": "off"}

    def of_organizations(self, queryset, words, permission, field="organization"):
        """Rows whose organization's name, pinyin or initials match."""
        ids = OrganizationToken.hits(words, reached_spans(self.request.user, permission))
        return queryset.filter(**{f"{field}__in": ids[:HIT_CAP]})
