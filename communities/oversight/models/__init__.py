from communities.oversight.models.authority import AuthorityDecision
from communities.oversight.models.inspection import Inspection

__all__ = ["AuthorityDecision", "Inspection"]
