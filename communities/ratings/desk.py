"""What the desk shows of ratings: what is due, what waits, how its acts read, where it stands in the menu."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from communities.ratings.models import Score, StarRating
from communities.records.lines import DueEntry, Source, WaitingEntry, queue
from registry.accounts.models import User
from registry.accounts.roles import Permission


def ratings_ending(_user: User) -> QuerySet[Any]:
    """Star ratings that run out: the next cycle begins."""
    soon = timezone.localdate() + timedelta(days=RATING_WARNING_DAYS)
    return StarRating.objects.filter(state=StarRating.State.IN_FORCE, ends_on__lte=soon)


def describe_rating_ending(group: str, above: str, building: str) -> DueEntry:
    return "tower", group or f"{above} {building}", _("Star rating runs out"), _("Rate again")


def ratings_in_scoring(_user: User) -> QuerySet[Any]:
    rows = StarRating.objects.filter(state=StarRating.State.DRAFT)
    return rows.annotate(opened_day=TruncDate("opened_at"))


def describe_rating_in_scoring(group: str, above: str, building: str) -> DueEntry:
    return "tower", group or f"{above} {building}", _("Star rating, being scored"), _("Score and hand in")


def ratings_to_enforce(_user: User) -> QuerySet[Any]:
    """Their notice was closed: the stars can be put in force."""
    return StarRating.objects.filter(state=StarRating.State.ON_NOTICE, notice__state="closed")


def describe_rating_to_enforce(group: str, above: str, building: str) -> DueEntry:
    return "tower", group or f"{above} {building}", _("Star rating, notice closed"), _("Put in force")


RATED = ("organization__name", "building__parent__name", "building__name")
RATING_WARNING_DAYS = 60


def ratings_to_decide(user: User) -> QuerySet[Any]:
    """Scored ones the user did not score: whoever scored does not decide."""
    rows = StarRating.objects.filter(state=StarRating.State.SCORED)
    own = Score.objects.filter(rating=OuterRef("pk"), reviewer=user)
    return rows.filter(~Exists(own) | Q(submitted_by=user))


def without_reviewers(postings: QuerySet[Any]) -> QuerySet[Any]:
    """Of postings looked for beside a rating, those whose account did not score it."""
    return postings.exclude(Exists(Score.objects.filter(rating=OuterRef(OuterRef("pk")), reviewer=OuterRef("user_id"))))


def describe_rating(group: str, above: str, building: str, stars: str) -> WaitingEntry:
    return f"{group or f'{above} {building}'} {'★' * int(stars or 0)}", ""


DUE = [
    Source(
        "rating",
        "",
        Permission.RATING_EDIT,
        ratings_ending,
        "ends_on",
        ("organization__name", "building__parent__name", "building__name"),
        describe_rating_ending,
        "communities:rating-detail",
    ),
    Source(
        "rating_draft", "", Permission.RATING_EDIT, ratings_in_scoring, "opened_day", RATED,
        describe_rating_in_scoring, "communities:rating-detail",
    ),
    Source(
        "rating_enforce", "", Permission.RATING_DECIDE, ratings_to_enforce, "notice__ends_on", RATED,
        describe_rating_to_enforce, "communities:rating-detail",
    ),
]  # fmt: skip


WAITING = [
    queue(
        "rating",
        gettext_lazy("Star ratings"),
        Permission.RATING_DECIDE,
        ratings_to_decide,
        describe_rating,
        ("organization__name", "building__parent__name", "building__name", "stars"),
        "communities:rating-decide",
        handed_by=Permission.RATING_EDIT,
        told_at="communities:rating-detail",
        also_barred=without_reviewers,
    ),
]

SENTENCES = {
    "rating.open": gettext_lazy("%(who)s began the star rating of %(what)s"),
    "rating.score": gettext_lazy("%(who)s scored %(what)s"),
    "rating.submit": gettext_lazy("%(who)s handed in the scores of %(what)s"),
    "rating.return": gettext_lazy("%(who)s returned the star rating of %(what)s"),
    "rating.decide": gettext_lazy("%(who)s put the star rating of %(what)s on public notice"),
    "rating.on_notice": gettext_lazy("%(who)s put the star rating of %(what)s on public notice"),
    "rating.leave_notice": gettext_lazy("%(who)s took the star rating of %(what)s off public notice"),
    "rating.in_force": gettext_lazy("%(who)s put the star rating of %(what)s in force"),
    "rating.replaced": gettext_lazy("%(who)s replaced an earlier star rating of %(what)s"),
    "rating.withdrawn": gettext_lazy("%(who)s revoked the star rating of %(what)s"),
    "rating.export": gettext_lazy("%(who)s exported star ratings"),
    "rating_scheme.create": gettext_lazy("%(who)s added the rating scheme %(what)s"),
    "rating_scheme.update": gettext_lazy("%(who)s changed the rating scheme %(what)s"),
}

MENU = [
    item("guide", "rating", Permission.RATING_VIEW, "communities:rating-list", "star", gettext_lazy("Star ratings")),
]
