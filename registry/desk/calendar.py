"""A worker's calendar: terms, filings, trainings, activities and what is due, between two days and within reach."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.activities import ics
from communities.activities.happenings import happenings, permitted
from communities.activities.models import Activity
from communities.records.dated import Dated
from communities.records.lines import gather
from communities.scope import holds_anywhere
from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.desk.due import SOURCES, tasks
from registry.desk.subjects import declared
from registry.ui.address import public_address

DATED = declared("DATED")
ACTIVITY, DUE = "activity", "due"
KINDS: dict[str, Any] = {one.key: one.lines.label for one in DATED} | {
    ACTIVITY: pgettext_lazy("calendar", "Activity"),
    DUE: pgettext_lazy("calendar", "Due"),
}
# What is due because of a day that stands in the calendar itself is not told a second time.
DUE_KEYS = {source.key for source in SOURCES} - {"term", "renewal", "training"}
MOST, MOST_DUE = 1000, 2000
BEHIND, AHEAD = timedelta(days=14), timedelta(days=365)  # what the file holds; activities as far as the public one


def kinds_of(user: User) -> dict[str, Any]:
    """{key: label} of what may stand in the calendar of `user`."""
    held = {one.key for one in DATED if holds_anywhere(user, one.permission)}
    held |= {ACTIVITY} if holds_anywhere(user, Permission.ACTIVITY_VIEW) else set()
    return {key: label for key, label in KINDS.items() if key in held or (key == DUE and held)}


def entries(user: User, first: date, last: date, kind: str = "") -> list[Dated]:
    """[Dated] between two days, in their order; with `kind` only those."""
    found = days(user, first, last, kind) + due(user, first, last, kind)
    if kind in {"", ACTIVITY}:
        found += [_happening(one) for one in happenings(first, last, **permitted(user, Permission.ACTIVITY_VIEW))]
    midnight = timezone.localtime().min.time()
    return sorted(found, key=lambda one: (one.day, one.starts_at.time() if one.starts_at else midnight, one.key))


def days(user: User, first: date, last: date, kind: str = "") -> list[Dated]:
    """What the subjects declare: one query."""
    held = {one.key: one for one in DATED if kind in {"", one.key} and holds_anywhere(user, one.permission)}
    name = ("calendar", first, last, *held)
    lines = gather(name, user, held.values(), lambda one: one.query(user, first, last), MOST)
    return [held[line.key].dated(line) for line in lines]


def due(user: User, first: date, last: date, kind: str = "") -> list[Dated]:
    if kind not in {"", DUE}:
        return []
    return [
        Dated(
            f"due-{task.key}",
            task.pk,
            task.due_on,
            task.verb,
            task.url,
            who=f"{task.title} {task.source}",
            label=str(KINDS[DUE]),
        )
        for task in tasks(user, DUE_KEYS, MOST_DUE)
        if first <= task.due_on <= last
    ]


def feed(request: HttpRequest, user: User) -> bytes:
    """The bytes of the file: what a phone subscribes to. It names nobody: what is due says the act alone."""
    today = timezone.localdate()
    found = days(user, today - BEHIND, today + AHEAD) + due(user, today - BEHIND, today + AHEAD)
    return ics.feed_of(
        str(_("Community leader registry")),
        **permitted(user, Permission.ACTIVITY_VIEW),
        host=ics.home_of_uids(),
        page_of=lambda row: public_address(request, row.url if isinstance(row, Dated) else row.get_absolute_url()),
        dated=[one._replace(title=f"{one.label} · {one.title}") for one in found],
    )


def _happening(one: Any) -> Dated:
    """A day of a rule has no number of its own; on a page none is needed."""
    return Dated(
        ACTIVITY, one.source.pk, one.day, str(one.source), one.work_url, place=one.place,
        starts_at=timezone.localtime(one.starts_at), ends_at=one.ends_at,
        is_off=one.state == Activity.State.CANCELLED, label=str(KINDS[ACTIVITY]),
    )  # fmt: skip
