"""What bears a number: which numbers somebody may type, whose record each leads to, and who may see it."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from communities.filings.models import Filing
from communities.filings.models.number import number_on_paper
from communities.modes.models import ManagementDecision
from communities.organizations.credit_code import normalised
from communities.organizations.models import Organization
from communities.oversight.models import AuthorityDecision
from communities.regions.models import RegionAct
from communities.scope import holds_anywhere, in_spans, reached_spans
from communities.search import LAST
from communities.support.models import Support
from communities.text.characters import plain
from communities.text.names import organization_key
from leaders.cases.models import Case
from leaders.incentives.models import Incentive
from leaders.nominations.models import Nomination
from leaders.people.models import Leader
from registry.accounts.models import User
from registry.accounts.roles import Permission

EACH = 5
LONGEST = 6  # digits of a serial number: papers bear more than the four that this register writes
FILING = re.compile(r"^(?P<street>\D*?)(?:备)?[〔\[(【]?(?P<year>20\d\d)?[〕\])】年]?[-第]?0*(?P<serial>\d{1,6})号?$")
OWN = re.compile(r"^(ld|sq|tj)-?0*(\d{1,12})$", re.IGNORECASE)
CERTIFICATE = re.compile(r"^[a-z]{1,4}-?ry-?\d{4}-?\d{1,6}$", re.IGNORECASE)
CREDIT_CODE = re.compile(r"^[0-9A-Z]{18}$")
DOCUMENT = re.compile(r"^(?=.*\d)(?=.*\D).{4,}$")


class Numbered(NamedTuple):
    """`meant` makes a condition of what was typed, or None where it is no such number."""

    model: Any
    permission: str
    meant: Callable[[str], Q | None]


class Hit(NamedTuple):
    label: str
    title: str
    url: str
    hint: str


def numbered(user: User, words: str) -> list[Hit]:
    """[Hit] of the records in reach that bear the number typed; nothing is asked for words without a digit."""
    text = "".join(plain(words).split())
    if not any(char.isdigit() for char in text):
        return []
    found = []
    for kind in KINDS:
        condition = kind.meant(text)
        if condition is not None and holds_anywhere(user, kind.permission):
            found += [_hit(kind, row) for row in _rows(kind, user).filter(condition).order_by("-pk")[:EACH]]
    return found


def _rows(kind: Numbered, user: User) -> QuerySet[Any]:
    if kind.model is not RegionAct:
        return kind.model.objects.permitted(user, kind.permission)
    inside = in_spans(reached_spans(user, kind.permission), "region__path")
    return RegionAct.objects.filter(inside).select_related("region")


def _hit(kind: Numbered, row: Any) -> Hit:
    names = ("document_number", "certificate_number", "credit_code", "number")
    number = next(found for name in names if (found := getattr(row, name, "")))
    page = row.region if kind.model is RegionAct else row
    return Hit(kind.model._meta.verbose_name, number, page.get_absolute_url(), str(row))


def _of_filing(text: str) -> Q:
    found = FILING.match(text)
    on_paper = Q(number__in={text, *_as_on_paper(text)})
    if found is None:
        return on_paper
    condition = Q(serial=int(found["serial"]))
    if found["year"]:
        condition &= Q(year=int(found["year"]))
    if street := found["street"].removesuffix("备"):
        condition &= Q(number__startswith=street)
    if text.isascii() and text.isdigit() and len(text) <= LONGEST:  # a bare number is not cut into year and serial
        condition |= Q(serial=int(text))
    return on_paper | condition


def _as_on_paper(text: str) -> tuple[str, str]:
    """A number of another office's style as it is kept; letters are printed large."""
    number = number_on_paper(text)
    return number, number.upper()


def _own(letters: str) -> Callable[[str], Q | None]:
    def meant(text: str) -> Q | None:
        found = OWN.match(text)
        return Q(pk=int(found[2])) if found and found[1].lower() == letters else None

    return meant


def _of_credit_code(text: str) -> Q | None:
    code = normalised(text)
    return Q(credit_code=code) if CREDIT_CODE.match(code) else None


def _of_certificate(text: str) -> Q | None:
    return Q(certificate_number=text.upper()) if CERTIFICATE.match(text) else None


def _of_document(text: str) -> Q | None:
    key = organization_key(text)[:60]
    return Q(document_key__gte=key, document_key__lt=key + LAST) if key and DOCUMENT.match(text) else None


KINDS = [
    Numbered(Organization, Permission.ORGANIZATION_VIEW, _of_credit_code),
    Numbered(Filing, Permission.FILING_VIEW, _of_filing),
    Numbered(Leader, Permission.LEADER_LIST, _own("ld")),
    Numbered(Case, Permission.CASE_VIEW, _own("sq")),
    Numbered(Nomination, Permission.NOMINATION_VIEW, _own("tj")),
    Numbered(Incentive, Permission.INCENTIVE_VIEW, _of_certificate),
    Numbered(ManagementDecision, Permission.MANAGEMENT_VIEW, _of_document),
    Numbered(AuthorityDecision, Permission.OVERSIGHT_VIEW, _of_document),
    Numbered(Support, Permission.SUPPORT_VIEW, _of_document),
    Numbered(RegionAct, Permission.REGION_VIEW, _of_document),
]
