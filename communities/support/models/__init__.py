from communities.support.models.entry import SupportEntry
from communities.support.models.support import Support

__all__ = ["Support", "SupportEntry"]
