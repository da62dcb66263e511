"""What the desk shows of conduct reviews, to their own permission alone."""

from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from communities.records.lines import queue
from leaders.conduct.models import ConductReview
from leaders.conduct.retention import delete_expired_reviews
from registry.accounts.roles import Permission
from registry.upkeep.daily import Job


def reviews_to_verify(user):
    return ConductReview.objects.to_verify().permitted(user, Permission.CONDUCT_HANDLE)


def describe_review(ground):
    return f"{ConductReview._meta.verbose_name} · {ConductReview.Ground(ground).label}", ""


def clear_reviews(*, dry_run):
    return f"{delete_expired_reviews(dry_run=dry_run)} deleted"


WAITING = [
    queue(
        "conduct", gettext_lazy("Conduct reviews"), Permission.CONDUCT_HANDLE, reviews_to_verify, describe_review,
        ("ground",), "leaders:conduct-detail", submitter="entered_by", at="stepped_at",
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
