"""For superusers. Nothing here writes around a verb; what has a state is moved by actions."""

from communities.admin import accounts, activities, filings, notices, organizations, oversight, places, records, support

__all__ = ["accounts", "activities", "filings", "notices", "organizations", "oversight", "places", "records", "support"]
