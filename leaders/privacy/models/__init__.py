from leaders.privacy.models.erasure import Erasure

__all__ = ["Erasure"]
