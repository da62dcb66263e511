"""Where the log files an entry about an account, which lies nowhere itself."""

from typing import Any

from registry.accounts.models import User


def placed(user: User, region: Any = None) -> User:
    """The account with the place of its first posting that stands, or of the one it is about to get, for `record`."""
    if region is None:
        posting = user.postings.standing().select_related("region").order_by("pk").first()
        region = posting.region if posting else None
    user.region_path = region.path if region else ""
    return user
