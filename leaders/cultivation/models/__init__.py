from leaders.cultivation.models.reserve import ReservePlace
from leaders.cultivation.models.stage import StageStep
from leaders.cultivation.models.succession import SuccessionCandidate, SuccessionPlan

__all__ = ["ReservePlace", "StageStep", "SuccessionCandidate", "SuccessionPlan"]
