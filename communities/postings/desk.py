"""What the desk shows of postings: what is due, what waits, how its acts read, where it stands in the menu."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from communities.postings.models import Posting
from communities.records.checked import Checked, Part
from registry.accounts.roles import Permission

UNUSED = timedelta(days=365)


def in_use(_year: int) -> QuerySet[Any]:
    return Posting.objects.open().filter(user__is_active=True)


def with_factor(year: int) -> QuerySet[Any]:
    return in_use(year).filter(user__second_factor_since__isnull=False)


def unused(year: int) -> QuerySet[Any]:
    """Accounts nobody signed in to for a year, or ever since they were made a year ago."""
    edge = timezone.now() - UNUSED
    never = Q(user__last_login=None, user__date_joined__lt=edge)
    return in_use(year).filter(Q(user__last_login__lt=edge) | never)


SENTENCES = {
    "account.export": gettext_lazy("%(who)s exported accounts"),
    "posting.create": gettext_lazy("%(who)s created the posting %(what)s"),
    "posting.deputy": gettext_lazy("%(who)s named a deputy for a time: %(what)s"),
    "posting.end": gettext_lazy("%(who)s ended the posting %(what)s"),
}

MENU = [
    item(
        "manage",
        "person",
        Permission.POSTING_VIEW,
        "communities:person-list",
        "key",
        gettext_lazy("Accounts and postings"),
        "person-",
        "posting-",
    ),
]

WHERE, EACH = "region__path", Count("user", distinct=True)
CHECKED = [
    Checked("accounts", Part.SEEN, gettext_lazy("Accounts with a posting"), in_use, WHERE, EACH),
    Checked("accounts_factor", Part.SEEN, gettext_lazy("Of these, with a second factor"), with_factor, WHERE, EACH),
    Checked(
        "accounts_unused", Part.SEEN, gettext_lazy("Of these, not signed in to for a year"), unused, WHERE, EACH,
        is_fault=True, look=("communities:person-list", Permission.POSTING_VIEW),
    ),
]  # fmt: skip
