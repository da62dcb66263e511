"""For superusers. Nothing here writes around a verb; what has a state is moved by actions."""

from communities.admin import accounts, notices, organizations, places, records

__all__ = ["accounts", "notices", "organizations", "places", "records"]
