"""The places of the tree, and what was done to it."""

from communities.regions.models.act import RegionAct, RegionTrace, names_on
from communities.regions.models.edition import RegionEdition
from communities.regions.models.left_out import LeftOutChange
from communities.regions.models.region import CHILDREN_CAP, LEVEL_ORDER, Level, Region, RegionQuerySet

__all__ = [
    "CHILDREN_CAP",
    "LEVEL_ORDER",
    "LeftOutChange",
    "Level",
    "Region",
    "RegionAct",
    "RegionEdition",
    "RegionQuerySet",
    "RegionTrace",
    "names_on",
]
