"""Who of today's staff is free to decide a row, asked in SQL as `barred_accounts` says it in Python."""

from django.db.models import Exists, OuterRef

from communities.postings.models import Posting
from communities.records.moves import MADE_FOR
from registry.accounts.models import User
from registry.upkeep.written import ago


def free_to(permission, *signed, row=OuterRef):
    """A subquery: the postings of today that give `permission` at an outer row and whose account none of those who
    `signed` it keeps from it, as `barred_accounts` says; `row` refers to a column of that row."""
    rows = Posting.objects.holding(permission, row("region_path")).filter(user__is_superuser=False)
    for name in signed:
        rows = beside(rows, row(f"{name}_id"))
    return rows


def beside(rows, account):
    """Of postings, those that the account of this number keeps from nothing it signed."""
    # One more step out: this is asked inside of those rows.
    given = User.objects.filter(pk=OuterRef(account) if isinstance(account, OuterRef) else account)
    lately = given.filter(first_password_by=OuterRef("user_id"), first_password_at__gt=ago(MADE_FOR))
    return rows.exclude(user_id=account).exclude(Exists(lately))


def others_than(account, rows):
    """Of postings, those of other accounts than the one of this number, which did not give them their first password
    lately."""
    made = User.objects.filter(pk=OuterRef("user_id"), first_password_at__gt=ago(MADE_FOR))
    return rows.exclude(user_id=account).exclude(Exists(made.filter(first_password_by=OuterRef(account))))
