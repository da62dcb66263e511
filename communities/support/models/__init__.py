from communities.support.models.support import Support, SupportEntry
from communities.support.models.venue import Venue, VenueSlot, Weekday

__all__ = ["Support", "SupportEntry", "Venue", "VenueSlot", "Weekday"]
