from leaders.nominations.models.nomination import Nomination

__all__ = ["Nomination"]
