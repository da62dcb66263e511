from leaders.filters.incentive import IncentiveFilter
from leaders.filters.leader import RESERVES, LeaderFilter

__all__ = ["RESERVES", "IncentiveFilter", "LeaderFilter"]
