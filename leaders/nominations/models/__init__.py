from leaders.nominations.models.nomination import Nomination
from leaders.nominations.models.public_post import PublicPost

__all__ = ["Nomination", "PublicPost"]
