"""The yearly self-audit of personal data in one place: the lines of all subjects, counted by one query."""

from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.records.checked import Checked, Part
from communities.regions.models import Region
from communities.scope import in_spans, reaches
from registry.accounts.models import User
from registry.audit.incidents import OUTSIDE, SIGN_INS
from registry.audit.models import ReadLog
from registry.desk.subjects import declared
from registry.upkeep.models import DailyRun

LATE = timedelta(days=2)  # a daily job is done every day; within this time an outage may have been mended


def looks(year: int) -> QuerySet[ReadLog]:
    """What was looked at in the year, files and sheets included; signing in is none."""
    return ReadLog.objects.filter(at__year=year).exclude(SIGN_INS)


def opened(year: int) -> QuerySet[ReadLog]:
    return looks(year).exclude(OUTSIDE)


def revealed(year: int) -> QuerySet[ReadLog]:
    return looks(year).filter(verb__endswith=".reveal")


def taken(year: int) -> QuerySet[ReadLog]:
    return looks(year).filter(OUTSIDE)


def given_away(year: int) -> QuerySet[ReadLog]:
    return taken(year).exclude(recipient="")


def refused(year: int) -> QuerySet[ReadLog]:
    return ReadLog.objects.filter(at__year=year, verb__in=("account.sign_in_refused", "account.refused"))


def late_jobs(_year: int) -> QuerySet[DailyRun]:
    return DailyRun.objects.filter(Q(is_failed=True) | Q(done_at=None) | Q(done_at__lt=timezone.now() - LATE))


OWN = [
    Checked("opened", Part.SEEN, _("Looks at the record of one person, in the year"), opened),
    Checked("revealed", Part.SEEN, _("Telephones and senders revealed, in the year"), revealed),
    Checked("taken", Part.SEEN, _("Files and sheets taken away, in the year"), taken),
    Checked("rows", Part.SEEN, _("Rows in them"), taken, number=Sum("rows")),
    Checked("given", Part.SEEN, _("Files given to other offices, in the year"), given_away),
    Checked("refused", Part.SEEN, _("Refused sign-ins and pages, in the year"), refused),
    Checked(
        "jobs", Part.KEPT, _("Daily jobs that failed or are late, of the whole installation"), late_jobs,
        path="", is_fault=True,
    ),
]  # fmt: skip


class Answer(NamedTuple):
    """One line of the sheet; `url` leads to where it is put right, "" where the reader may not go there."""

    label: str | Promise
    number: int
    is_fault: bool
    url: str


class SelfAudit:
    """What the sheet of `region` and all below it says of `year`, to `user`."""

    def __init__(self, user: User, region: Region, year: int) -> None:
        self.user, self.region, self.year = user, region, year
        lines = [*declared("CHECKED"), *OWN]
        numbers = self._counted(lines)
        self.parts = [
            (part.label, [self._answer(line, numbers.get(line.key, 0)) for line in lines if line.part == part])
            for part in Part
        ]

    @property
    def faults(self) -> list[Answer]:
        return [answer for _label, answers in self.parts for answer in answers if answer.is_fault and answer.number]

    def _counted(self, lines: list[Checked]) -> dict[str, int]:
        """{key: number}; what there is none of is left out. One query."""
        first, *others = map(self._count, lines)
        return {key: number or 0 for key, number in first.union(*others, all=True)}

    def _count(self, line: Checked) -> QuerySet[Any, Any]:
        rows = line.rows(self.year).order_by()
        if line.path:
            rows = rows.filter(in_spans([self.region.span], line.path))
        rows = rows.annotate(line_key=Cast(Value(line.key), CharField())).values("line_key")
        return rows.annotate(number=Cast(line.number, BigIntegerField())).values_list("line_key", "number")

    def _answer(self, line: Checked, number: int) -> Answer:
        page, permission = line.look
        may_look = bool(page) and reaches(self.user, permission, self.region.path)
        return Answer(line.label, number, line.is_fault, reverse(page) if may_look else "")
