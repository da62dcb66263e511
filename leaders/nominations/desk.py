"""What the desk shows of nominations: what is due, what waits, how its acts read, where it stands in the menu."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from communities.records.checked import Checked, Part
from communities.records.lines import DueEntry, Line, Source
from communities.settings_of_street.models import MEANINGS, RuleName
from leaders.nominations.models import Nomination
from leaders.nominations.models.nomination import seat_filled
from leaders.nominations.retention import delete_stale_nominations
from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.upkeep.daily import Job
from registry.upkeep.written import ago


def nominations_waiting(_user: User) -> QuerySet[Any]:
    """Nominations nobody has answered for ANSWER_DAYS."""
    edge = ago(timedelta(days=ANSWER_DAYS))
    rows = Nomination.objects.filter(state="received", received_at__lt=edge)
    return rows.exclude(seat_filled()).annotate(received_day=TruncDate("received_at"))


def describe_nomination(*post: str) -> DueEntry:
    return "vote", Nomination.post_of(*post), _("Nomination, not answered yet"), _("Ask the person")


def nominations_thought_over(_user: User) -> QuerySet[Any]:
    """The person was asked and has not answered for THINKING_DAYS."""
    edge = ago(timedelta(days=THINKING_DAYS))
    rows = Nomination.objects.filter(state="contacted")
    return rows.filter(contacted_at__lt=edge).exclude(seat_filled()).annotate(contacted_day=TruncDate("contacted_at"))


def describe_thought_over(*post: str) -> DueEntry:
    return "hand", Nomination.post_of(*post), _("Nomination, the person thinks it over"), _("Ask again")


def nominations_left(_user: User) -> QuerySet[Any]:
    """Open still, though somebody holds the seat by now: whoever was put forward is owed an answer."""
    rows = Nomination.objects.open().filter(seat_filled())
    return rows.annotate(received_day=TruncDate("received_at"))


def describe_left(*post: str) -> DueEntry:
    return "vote", Nomination.post_of(*post), _("Nomination, the seat has been filled"), _("Answer nomination")


def thinking_days(lines: list[Line]) -> dict[int, date]:
    return {line.pk: line.at + timedelta(days=THINKING_DAYS) for line in lines}


def nomination_days(lines: list[Line]) -> dict[int, date]:
    return {line.pk: line.at + timedelta(days=ANSWER_DAYS) for line in lines}


def clear_nominations(*, dry_run: bool) -> str:
    report = delete_stale_nominations(dry_run=dry_run)
    return f"{report.unanswered} unanswered, {report.declined} declined, {report.emptied} emptied"


ANSWER_DAYS = 3
THINKING_DAYS = 7


DUE = [
    Source(
        "nomination",
        "",
        Permission.NOMINATION_EDIT,
        nominations_waiting,
        "received_day",
        Nomination.POST_WORDS,
        describe_nomination,
        "leaders:nomination-detail",
        settle=nomination_days,
    ),
    Source(
        "nomination_contacted", "", Permission.NOMINATION_EDIT, nominations_thought_over, "contacted_day",
        Nomination.POST_WORDS, describe_thought_over, "leaders:nomination-detail", settle=thinking_days,
    ),
    Source(
        "nomination_left", "", Permission.NOMINATION_EDIT, nominations_left, "received_day",
        Nomination.POST_WORDS, describe_left, "leaders:nomination-detail", settle=nomination_days,
    ),
]  # fmt: skip

SENTENCES = {
    "nomination.receive": gettext_lazy("%(who)s took in the nomination %(what)s"),
    "nomination.contacted": gettext_lazy("%(who)s asked the person of the nomination %(what)s"),
    "nomination.accepted": gettext_lazy("%(who)s accepted the nomination %(what)s"),
    "nomination.declined": gettext_lazy("%(who)s closed the nomination %(what)s"),
    "nomination.delete_stale": gettext_lazy("%(who)s cleared old nominations: %(what)s"),
    "nomination.view": gettext_lazy("%(who)s read the nomination %(what)s"),
    "nomination.reveal": gettext_lazy("%(who)s revealed the phone number of the nomination %(what)s"),
    "nomination.export": gettext_lazy("%(who)s exported nominations"),
}

MENU = [
    item(
        "cultivate",
        "nomination",
        Permission.NOMINATION_VIEW,
        "leaders:nomination-list",
        "vote",
        gettext_lazy("Nominations"),
    ),
]

DAILY = [Job("delete_stale_nominations", clear_nominations)]


def unanswered(_year: int) -> QuerySet[Any]:
    return Nomination.objects.filter(state__in=Nomination.OPEN)


def overdue(year: int) -> QuerySet[Any]:
    """Those received longer ago than any street may keep them."""
    most = timedelta(days=MEANINGS[RuleName.NOMINATION_DAYS].most + 1)
    return unanswered(year).filter(received_at__lt=timezone.now() - most)


CHECKED = [
    Checked("nominations", Part.KEPT, gettext_lazy("Nominations nobody has decided yet"), unanswered),
    Checked(
        "nominations_overdue", Part.KEPT, gettext_lazy("Nominations kept longer than any street may set"), overdue,
        is_fault=True,
    ),
]  # fmt: skip
