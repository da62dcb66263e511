"""The places of the tree."""

from communities.regions.models.region import CHILDREN_CAP, LEVEL_ORDER, Level, Region, RegionQuerySet

__all__ = ["CHILDREN_CAP", "LEVEL_ORDER", "Level", "Region", "RegionQuerySet"]
