"""Which streets are served: somebody works there."""

from communities.postings.models import Posting
from communities.regions.models import Level, Region
from registry.accounts.roles import Role


def served_streets():
    """The streets whose office works with the registry: those a clerk or manager with an open account is posted to."""
    # From the few postings to their places: the other way round every street of the country is looked at.
    served = Posting.objects.open().filter(role__in=[Role.OFFICE, Role.MANAGER], user__is_active=True)
    return Region.objects.current().filter(pk__in=served.values("region"), level=Level.STREET).order_by("path")
