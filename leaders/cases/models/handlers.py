"""Who may handle the matters of a place: the accounts posted there or above it."""

from communities.postings.models import Posting
from communities.scope import ancestor_paths
from registry.accounts.models import User
from registry.accounts.roles import Permission, roles_granting


def handlers_of(path):
    posts = Posting.objects.open().filter(
        role__in=roles_granting(Permission.CASE_EDIT), region__path__in=ancestor_paths(path)
    )
    return User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("display_name", "pk")
