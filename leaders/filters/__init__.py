from leaders.filters.leader import RESERVES, LeaderFilter

__all__ = ["RESERVES", "LeaderFilter"]
