import django_filters as filters

from communities.regions.forms.picker import RegionField
from communities.scope import common_spans, reached_spans
from registry.ui.forms import NumberBox, box_of


class RegionFilter(filters.Filter):
    """A region and all below it, chosen in the picker."""

    field_class = RegionField

    def __init__(self, permission, **kwargs):
        super().__init__(permission=permission, required=False, **kwargs)

    def filter(self, queryset, region):
        return queryset.within(region) if region else queryset


class FilterInReach(filters.FilterSet):
    """The choices of its `region` are the user's own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["region"].set_user(self.request.user)
        for field in self.form.fields.values():
            field.widget = box_of(field)
            if isinstance(field.widget, NumberBox):
                field.widget.attrs |= {"class": "form-control", "maxlength": 12, "autocomplete": "off"}


def chosen_spans(filterset, permission):
    """Where a search looks: the user's reach, inside the chosen region where one is chosen."""
    spans = reached_spans(filterset.request.user, permission)
    region = filterset.form.cleaned_data.get("region")
    return common_spans(spans, region.span) if region else spans
