from leaders.filters.incentive import IncentiveFilter
from leaders.filters.leader import RESERVES, LeaderFilter
from leaders.filters.nomination import NominationFilter
from leaders.filters.stage import StageFilter
from leaders.filters.training import ShortFilter, TrainingFilter
from leaders.filters.vacancy import OrganizationVacancyFilter, VacancyFilter

__all__ = [
    "IncentiveFilter",
    "LeaderFilter",
    "NominationFilter",
    "OrganizationVacancyFilter",
    "RESERVES",
    "ShortFilter",
    "StageFilter",
    "TrainingFilter",
    "VacancyFilter",
]
