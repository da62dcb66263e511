"""What the desk shows of activities: what is due, what waits, how its acts read, where it stands in the menu."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from communities.activities.models import Activity
from communities.pages.menu import item
from communities.records.lines import DueEntry, Line, Source
from registry.accounts.models import User
from registry.accounts.roles import Permission


def uncounted(_user: User) -> QuerySet[Any]:
    """Activities that are over and not counted; the counts are due COUNTING after the end."""
    rows = Activity.objects.uncounted()
    return rows.annotate(ended_day=TruncDate("ends_at"))


def describe_activity(title: str, group: str, place: str) -> DueEntry:
    return "note", title, _("Counts of %(host)s") % {"host": group or place}, _("Enter counts")


def counting_days(lines: list[Line]) -> dict[int, date]:
    return {line.pk: line.at + COUNTING for line in lines}


COUNTING = timedelta(days=3)


DUE = [
    Source(
        "activity",
        "",
        Permission.ACTIVITY_EDIT,
        uncounted,
        "ended_day",
        ("title", "organization__name", "region__name"),
        describe_activity,
        "communities:activity-count",
        settle=counting_days,
    ),
]

SENTENCES = {
    "activity.create": gettext_lazy("%(who)s entered the activity %(what)s"),
    "activity.update": gettext_lazy("%(who)s changed the activity %(what)s"),
    "activity.publish": gettext_lazy("%(who)s put %(what)s into the public calendar"),
    "activity.unpublish": gettext_lazy("%(who)s took %(what)s out of the public calendar"),
    "activity.held": gettext_lazy("%(who)s entered the counts of %(what)s"),
    "activity.recount": gettext_lazy("%(who)s corrected the counts of %(what)s"),
    "activity.cancelled": gettext_lazy("%(who)s called off %(what)s"),
    "activity.export": gettext_lazy("%(who)s exported activities"),
    "activity_rule.export": gettext_lazy("%(who)s exported weekly sessions"),
    "activity_rule.create": gettext_lazy("%(who)s entered the weekly sessions %(what)s"),
    "activity_rule.update": gettext_lazy("%(who)s changed the weekly sessions %(what)s"),
    "activity_rule.publish": gettext_lazy("%(who)s put the weekly sessions %(what)s into the public calendar"),
    "activity_rule.unpublish": gettext_lazy("%(who)s took the weekly sessions %(what)s out of the public calendar"),
    "activity_rule.skip": gettext_lazy("%(who)s called off one day of %(what)s"),
    "activity_rule.move": gettext_lazy("%(who)s moved one day of %(what)s"),
    "activity_rule.restore": gettext_lazy("%(who)s took back a changed day of %(what)s"),
    "activity_rule.end": gettext_lazy("%(who)s ended the weekly sessions %(what)s"),
    "activity_photo.attach": gettext_lazy("%(who)s added the photo %(what)s"),
    "activity_photo.agree": gettext_lazy("%(who)s noted that all shown on %(what)s agreed"),
    "activity_photo.withdraw": gettext_lazy("%(who)s withdrew the agreement for the photo %(what)s"),
    "activity_photo.remove": gettext_lazy("%(who)s removed the photo %(what)s"),
}

MENU = [
    item(
        "cultivate",
        "activity",
        Permission.ACTIVITY_VIEW,
        "communities:activity-list",
        "note",
        pgettext_lazy("menu", "Activities"),
    ),
]

LISTS = [("communities:activity-rule-list", gettext_lazy("Weekly sessions"))]
