"""What the desk shows of matters: what is due, what waits, how its acts read, where it stands in the menu."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from communities.records.checked import Checked, Part
from communities.records.lines import DueEntry, Line, Source, WaitingEntry, queue
from communities.regions.models import Region
from communities.settings_of_street.models import MEANINGS, RuleName
from leaders.cases.models import Case, CaseRequest
from leaders.cases.models.telling import ASK_AGAIN_DAYS
from leaders.cases.retention import forget_reporters
from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.ui.signs import told
from registry.upkeep.daily import Job
from registry.upkeep.written import ago

AHEAD_DAYS = 2
ASK_UNTIL_DAYS = 60


def cases_due(_user: User) -> QuerySet[Any]:
    edge = timezone.localdate() + timedelta(days=AHEAD_DAYS)
    return Case.objects.open().filter(due_on__lte=edge)


def describe_case(title: str, state: str, level: str, above: str, place: str) -> DueEntry:
    verbs = {
        Case.State.RECEIVED: (_("Matter, not taken up yet"), _("Take up")),
        Case.State.HANDLING: (_("Matter, not answered yet"), _("Answer")),
        Case.State.ANSWERED: (_("Matter, answered but not closed"), _("Close")),
    }
    source, verb = verbs[Case.State(state)]
    return "chat", title, f"{source} · {Region.label_of(level, above, place)}", verb


def cases_to_ask_again(user: User) -> QuerySet[Any]:
    """Closed four weeks ago by this worker, the contact still kept: whether it is still solved."""
    rows = Case.objects.filter(
        assignee=user, state="closed", still_solved=None, settled_at__lt=ago(timedelta(days=ASK_AGAIN_DAYS)),
        settled_at__gt=ago(timedelta(days=ASK_UNTIL_DAYS)), outcome="solved",
    )  # fmt: skip
    return rows.exclude(contact_sealed="").annotate(settled_day=TruncDate("settled_at"))


def describe_asking(title: str, *_place: str) -> DueEntry:
    return "chat", title, _("Closed four weeks ago: still solved?"), _("Ask")


def asking_days(lines: list[Line]) -> dict[int, date]:
    return {line.pk: line.at + timedelta(days=ASK_UNTIL_DAYS) for line in lines}


def publications_to_decide(_user: User) -> QuerySet[Any]:
    return CaseRequest.objects.waiting().filter(kind=CaseRequest.Kind.PUBLICATION)


def matter_of(line: Line) -> str:
    """The page of the matter for which something is asked."""
    return reverse("leaders:case-detail", args=[line.words[-1]])


def describe_publication(title: str, _case: str) -> WaitingEntry:
    return told(CaseRequest.Kind.PUBLICATION.label, title), ""


def extensions_to_decide(_user: User) -> QuerySet[Any]:
    return CaseRequest.objects.waiting().filter(kind=CaseRequest.Kind.EXTENSION)


def describe_extension(title: str, days: str, reason: str, _case: str) -> WaitingEntry:
    said = _("%(days)s working days longer: %(reason)s") % {"days": days, "reason": reason[:60]}
    return f"{title} · {said}", ""


def clear_reporters(*, dry_run: bool) -> str:
    return f"{forget_reporters(dry_run=dry_run).forgotten} forgotten"


PLACE_WORDS = ("region__level", "region__parent__name", "region__name")

DUE = [
    Source(
        "case", "", Permission.CASE_EDIT, cases_due, "due_on", ("title", "state", *PLACE_WORDS), describe_case,
        "leaders:case-detail",
    ),
    Source(
        "case_again", "", Permission.CASE_EDIT, cases_to_ask_again, "settled_day", ("title",), describe_asking,
        "leaders:case-detail", settle=asking_days,
    ),
]  # fmt: skip

WAITING = [
    queue(
        "case_publication", gettext_lazy("Publications of matters"), Permission.CASE_DECIDE, publications_to_decide,
        describe_publication, ("case__title", "case_id"), "leaders:case-request-decide",
        handed_by=Permission.CASE_EDIT, told_at=matter_of,
    ),
    queue(
        "case_extension", gettext_lazy("More time for matters"), Permission.CASE_DECIDE, extensions_to_decide,
        describe_extension, ("case__title", "days", "text", "case_id"), "leaders:case-request-decide", verb="agree",
        handed_by=Permission.CASE_EDIT, told_at=matter_of,
    ),
]  # fmt: skip

SENTENCES = {
    "case.receive": gettext_lazy("%(who)s took in the matter %(what)s"),
    "case.sort": gettext_lazy("%(who)s corrected the matter %(what)s"),
    "case.renew_key": gettext_lazy("%(who)s printed a slip with a new key for the matter %(what)s"),
    "case.accept": gettext_lazy("%(who)s took up the matter %(what)s"),
    "case.assign": gettext_lazy("%(who)s handed over the matter %(what)s"),
    "case.reply": gettext_lazy("%(who)s answered the matter %(what)s"),
    "case.note": gettext_lazy("%(who)s noted something inside on the matter %(what)s"),
    "case.extend": gettext_lazy("%(who)s gave more time to the matter %(what)s"),
    "case.transfer": gettext_lazy("%(who)s passed on the matter %(what)s"),
    "case.close": gettext_lazy("%(who)s closed the matter %(what)s"),
    "case.reopen": gettext_lazy("%(who)s opened the matter %(what)s again"),
    "case.merge": gettext_lazy("%(who)s joined the matter %(what)s with another"),
    "case.unmerge": gettext_lazy("%(who)s took the matter %(what)s apart again"),
    "case.partner": gettext_lazy("%(who)s added an organization to the matter %(what)s"),
    "case.answer_back": gettext_lazy("%(who)s sent a message to the matter %(what)s"),
    "case.asked_again": gettext_lazy("%(who)s said whether the matter %(what)s is still solved"),
    "case.withhold": gettext_lazy("%(who)s took back the consent to show the matter %(what)s"),
    "case.reveal": gettext_lazy("%(who)s opened who raised the matter %(what)s"),
    "case.export": gettext_lazy("%(who)s exported matters"),
    "case.forget": gettext_lazy("%(who)s forgot who raised closed matters: %(what)s"),
    "case_request.submit": gettext_lazy("%(who)s asked for: %(what)s"),
    "case_request.agreed": gettext_lazy("%(who)s agreed to: %(what)s"),
    "case_request.refused": gettext_lazy("%(who)s refused: %(what)s"),
    "case_request.withdrawn": gettext_lazy("%(who)s took back: %(what)s"),
    "reply_template.enter": gettext_lazy("%(who)s wrote the reply template %(what)s"),
    "reply_template.change": gettext_lazy("%(who)s changed the reply template %(what)s"),
    "reply_template.retire": gettext_lazy("%(who)s retired the reply template %(what)s"),
}

MENU = [
    item(
        "answer", "case", Permission.CASE_VIEW, "leaders:case-list", "chat", gettext_lazy("Matters raised"),
        "case-", "reply-template-", "satisfaction",
    ),
]  # fmt: skip

LISTS = [("leaders:case-report", gettext_lazy("Figures of the year"))]

DAILY = [Job("forget_reporters", clear_reporters)]


def senders_kept(_year: int) -> QuerySet[Any]:
    """Matters whose sender is not forgotten yet."""
    return Case.objects.filter(~Q(name_sealed="") | ~Q(contact_sealed=""))


def senders_overdue(year: int) -> QuerySet[Any]:
    """Those of matters settled longer ago than any street may keep them."""
    most = timedelta(days=MEANINGS[RuleName.CASE_FORGET].most + 1)
    return senders_kept(year).filter(settled_at__lt=timezone.now() - most)


CHECKED = [
    Checked("senders", Part.KEPT, gettext_lazy("Matters whose sender is kept sealed"), senders_kept),
    Checked(
        "senders_overdue", Part.KEPT, gettext_lazy("Senders kept longer than any street may set"), senders_overdue,
        is_fault=True,
    ),
]  # fmt: skip
