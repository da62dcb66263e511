"""What the desk shows of replies to satisfaction: what came back, what waits, how the acts read."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.records.lines import DueEntry, Source, WaitingEntry, correction_days, queue
from communities.regions.models import Region
from leaders.replies.models import SatisfactionReply
from registry.accounts.models import User
from registry.accounts.roles import Permission

ABOUT = ("organization__name", "region__level", "region__parent__name", "region__name")


def replies_to_read(_user: User) -> QuerySet[Any]:
    return SatisfactionReply.objects.pending()


def describe_reply(group: str, level: str, above: str, place: str, *_more: str) -> WaitingEntry:
    return group or Region.label_of(level, above, place), ""


def replies_returned(_user: User) -> QuerySet[Any]:
    rows = SatisfactionReply.objects.filter(state="returned")
    return rows.annotate(returned_day=TruncDate("decided_at"))


def describe_returned(group: str, level: str, above: str, place: str, reason: str) -> DueEntry:
    said = _("Reply to satisfaction returned: %(reason)s") % {"reason": reason}
    return "chat", group or Region.label_of(level, above, place), said, _("Correct the reply")


DUE = [
    Source(
        "satisfaction_reply_returned", "", Permission.CASE_EDIT, replies_returned, "returned_day", (*ABOUT, "reason"),
        describe_returned, "leaders:satisfaction-reply-detail", settle=correction_days,
    ),
]  # fmt: skip

WAITING = [
    queue(
        "satisfaction_reply", gettext_lazy("Replies to satisfaction"), Permission.CASE_DECIDE, replies_to_read,
        describe_reply, ABOUT, "leaders:satisfaction-reply-detail", handed_by=Permission.CASE_EDIT,
    ),
]  # fmt: skip

SENTENCES = {
    "satisfaction_reply.submit": gettext_lazy("%(who)s submitted: %(what)s"),
    "satisfaction_reply.show": gettext_lazy("%(who)s read and showed to residents: %(what)s"),
    "satisfaction_reply.return": gettext_lazy("%(who)s returned: %(what)s"),
    "satisfaction_reply.withdraw": gettext_lazy("%(who)s withdrew: %(what)s"),
}
