"""What the desk shows of conduct reviews, to their own permission alone."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from communities.records.lines import DueEntry, Source, WaitingEntry, queue
from leaders.conduct.models import ConductReview
from leaders.conduct.retention import delete_expired_reviews
from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.upkeep.daily import Job


def reviews_to_verify(_user: User) -> QuerySet[Any]:
    return ConductReview.objects.to_verify()


def reviews_in_hand(_user: User) -> QuerySet[Any]:
    """Every review whose next step is not the check by another: that one is in the queue."""
    return ConductReview.objects.filter(state__in=IN_HAND).annotate(stepped_day=TruncDate("stepped_at"))


def describe_in_hand(ground: str, state: str) -> DueEntry:
    said = f"{ConductReview._meta.verbose_name} · {ConductReview.State(state).label}"
    return "lock", ConductReview.Ground(ground).label, said, _("Take the next step")


IN_HAND = ("raised", "accepted", "told", "verified", "decided", "informed", "appealed")


def describe_review(ground: str) -> WaitingEntry:
    return f"{ConductReview._meta.verbose_name} · {ConductReview.Ground(ground).label}", ""


def clear_reviews(*, dry_run: bool) -> str:
    return f"{delete_expired_reviews(dry_run=dry_run)} deleted"


DUE = [
    Source(
        "conduct", "", Permission.CONDUCT_HANDLE, reviews_in_hand, "stepped_day", ("ground", "state"),
        describe_in_hand, "leaders:conduct-detail",
    ),
]  # fmt: skip

WAITING = [
    queue(
        "conduct", gettext_lazy("Conduct reviews"), Permission.CONDUCT_HANDLE, reviews_to_verify, describe_review,
        ("ground",), "leaders:conduct-detail", submitter="entered_by", at="stepped_at",
        handed_by=Permission.CONDUCT_HANDLE,
    ),
]  # fmt: skip

SENTENCES = {
    "conduct.raised": gettext_lazy("%(who)s began the conduct review %(what)s"),
    "conduct.delete": gettext_lazy("%(who)s deleted expired conduct reviews: %(what)s"),
    "conduct.view": gettext_lazy("%(who)s read the conduct review %(what)s"),
} | {
    f"conduct.{state}": gettext_lazy("%(who)s took a step in the conduct review %(what)s")
    for state in ConductReview.State.values
    if state != "raised"
}

MENU = [
    item(
        "answer", "conduct", Permission.CONDUCT_HANDLE, "leaders:conduct-list", "scale",
        gettext_lazy("Conduct reviews"),
    ),
]  # fmt: skip

DAILY = [Job("delete_expired_reviews", clear_reviews)]
