"""Whether anybody of today's staff could decide what somebody is about to hand in."""

from typing import Any

from django.contrib import messages
from django.utils.translation import gettext_lazy as _

from communities.records.moves import barred_accounts
from communities.scope import ABOVE_STREETS, holders, managers_for_good, open_postings
from registry.accounts.models import User
from registry.accounts.roles import roles_granting
from registry.ui.days import listed

NAMED = 6
ANOTHER = _("With the staff of today nobody could decide what you hand in here. Let one of these do it: %(names)s.")
DEPUTY = _(
    "With the staff of today nobody could decide what is handed in here. First a manager names a deputy for a time, "
    "not whoever hands it in, or an administrator posts one more manager, there or above."
)
POSTED = _(
    "With the staff of today nobody could decide what is handed in here. "
    "Ask an administrator to post a manager, in the street or above it."
)


def warn_undecided(request: Any, hands_in: str | None, decides: str) -> None:
    """Tell on the page that is about to be shown what `undecided` says."""
    said = undecided(request.user, hands_in, decides)
    if said:
        messages.warning(request, said)


def undecided(user: User, hands_in: str | None, decides: str) -> str:
    """As a sentence, that nobody could decide what `user` hands in with `hands_in`, and who could; "" where somebody
    can. Asked for the places in streets where `user` works: whoever works above them hands in for many.
    """
    roles = roles_granting(hands_in)
    here = [one for one in open_postings(user) if one.role in roles]
    if user.is_superuser or any(one.level in ABOVE_STREETS for one in here):
        return ""
    paths = [one.path for one in here]
    if all(_could_be_decided(user, decides, path) for path in paths):
        return ""
    path = next(path for path in paths if not _could_be_decided(user, decides, path))
    others = holders(str(hands_in), path).exclude(pk=user.pk).select_related("first_password_by")
    names = [str(one) for one in others if _could_be_decided(one, decides, path)][:NAMED]
    if names:
        return ANOTHER % {"names": listed(names)}
    return str(DEPUTY if managers_for_good(path) else POSTED)


def _could_be_decided(submitter: User, decides: str, path: str) -> bool:
    barred = [pk for pk in barred_accounts(submitter) if pk is not None]
    return holders(decides, path).exclude(pk__in=barred).exists()
