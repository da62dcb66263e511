import django_filters as filters

from communities.forms.picker import RegionField


class RegionFilter(filters.Filter):
    """A region and all below it, chosen in the picker."""

    field_class = RegionField

    def __init__(self, permission, **kwargs):
        super().__init__(permission=permission, required=False, **kwargs)

    def filter(self, queryset, region):
        return queryset.within(region) if region else queryset
