"""What is asked for one account, put into SQL once: its rights are part of what tells one question from another."""

from collections.abc import Callable, Hashable
from typing import Any

from django.db import router
from django.db.models import QuerySet

from communities.scope import open_postings
from registry.accounts.models import User
from registry.upkeep.written import ask


def asked(name: Hashable, user: User, build: Callable[[], QuerySet[Any, Any]], /, **given: Any) -> list[Any]:
    """The rows of the queryset `build()`, as `ask` makes them.

    `name` tells this question from all others of the same account; `build` must look at nothing but the account,
    its postings, the day, the language, `ago` and `Given`, and must not ask the database.
    """
    postings = () if user.is_superuser else tuple(open_postings(user))
    key = (name, user.pk, user.is_superuser, user.is_active, postings)
    return ask(key, build, using=router.db_for_read(type(user)), **given)
