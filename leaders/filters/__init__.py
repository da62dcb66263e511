from leaders.filters.leader import RESERVES, LeaderFilter
from leaders.filters.nomination import NominationFilter
from leaders.filters.stage import StageFilter
from leaders.filters.vacancy import OrganizationVacancyFilter, VacancyFilter

__all__ = [
    "RESERVES",
    "LeaderFilter",
    "NominationFilter",
    "OrganizationVacancyFilter",
    "StageFilter",
    "VacancyFilter",
]
