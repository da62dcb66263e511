from leaders.privacy.models.erasure import Erasure
from leaders.privacy.models.hold import HeldFile, Hold

__all__ = ["Erasure", "HeldFile", "Hold"]
