"""The person a form is about."""

from communities.pages.base import open_or_404


def known_or_404(rows, pk):
    """The person, or 404; of one whose data was erased it is told, and that nothing is written there any more."""
    return open_or_404(rows, lambda leader: leader.erased_on is None, pk)
