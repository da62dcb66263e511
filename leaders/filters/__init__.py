from leaders.filters.leader import RESERVES, LeaderFilter
from leaders.filters.training import ShortFilter, TrainingFilter

__all__ = ["RESERVES", "LeaderFilter", "ShortFilter", "TrainingFilter"]
