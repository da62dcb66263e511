from communities.support.models.support import Support, SupportEntry

__all__ = ["Support", "SupportEntry"]
