from leaders.incentives.models.certificate import CertificateCounter
from leaders.incentives.models.earlier import EarlierHonour
from leaders.incentives.models.incentive import Incentive

__all__ = ["CertificateCounter", "EarlierHonour", "Incentive"]
