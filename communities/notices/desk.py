"""What the desk shows of notices: what is due, what waits, how its acts read, where it stands in the menu."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.notices.models import Notice, Opinion
from communities.notices.retention import sweep_daily
from communities.records.lines import DueEntry, Source
from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.upkeep.daily import Job


def notices_ending(_user: User) -> QuerySet[Any]:
    """Public notices that end within days, or ended and wait for their result."""
    soon = timezone.localdate() + timedelta(days=NOTICE_WARNING_DAYS)
    rows = Notice.objects.filter(state=Notice.State.OPEN, ends_on__lte=soon)
    said = Opinion.objects.filter(notice=OuterRef("pk")).order_by().values("notice").annotate(n=Count("pk"))
    return rows.annotate(said=Coalesce(Subquery(said.values("n")), 0))


def describe_notice(title: str, said: str) -> DueEntry:
    if said == "0":
        return "horn", title, _("Public notice, no opinions so far"), _("Close notice")
    words = ngettext("Public notice, %(n)s opinion received", "Public notice, %(n)s opinions received", int(said))
    return "horn", title, words % {"n": said}, _("Close notice")


NOTICE_WARNING_DAYS = 3


DUE = [
    Source(
        "notice",
        "",
        Permission.NOTICE_EDIT,
        notices_ending,
        "ends_on",
        ("title", "said"),
        describe_notice,
        "communities:notice-detail",
    ),
]

SENTENCES = {
    "notice.open": gettext_lazy("%(who)s put %(what)s on public notice"),
    "notice.closed": gettext_lazy("%(who)s closed the public notice %(what)s"),
    "notice.withdrawn": gettext_lazy("%(who)s took down the public notice %(what)s"),
    "notice.export": gettext_lazy("%(who)s exported public notices"),
    "opinion.enter": gettext_lazy("%(who)s entered the %(what)s brought to the desk"),
    "opinion.reply": gettext_lazy("%(who)s answered the %(what)s"),
    "opinion.reveal": gettext_lazy("%(who)s opened the sender of the %(what)s"),
}

DAILY = [Job("sweep_notices", sweep_daily)]

LISTS = [("communities:notice-list", gettext_lazy("Public notices"))]
