"""What the desk shows of consents: what is due, what waits, how its acts read, where it stands in the menu."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from communities.records.checked import Checked, Part
from leaders.consents.models import Consent

WHERE = "leader__region_path"


def standing(_year: int) -> QuerySet[Any]:
    return Consent.objects.given()


def given(year: int) -> QuerySet[Any]:
    return Consent.objects.filter(given_on__year=year)


def withdrawn(year: int) -> QuerySet[Any]:
    return Consent.objects.filter(withdrawn_at__year=year)


def outdated(_year: int) -> QuerySet[Any]:
    return Consent.objects.outdated()


SENTENCES = {
    "consent.give": gettext_lazy("%(who)s recorded the consent %(what)s"),
    "consent.withdraw": gettext_lazy("%(who)s recorded the withdrawal of the consent %(what)s"),
    "consent_text.create": gettext_lazy("%(who)s added version %(what)s of the consent text"),
    "consent_text.update": gettext_lazy("%(who)s changed version %(what)s of the consent text"),
}

CHECKED = [
    Checked("consents", Part.PUBLIC, gettext_lazy("Consents that stand, one for each thing shown"), standing, WHERE),
    Checked("consents_given", Part.PUBLIC, gettext_lazy("Consents given in the year"), given, WHERE),
    Checked("consents_withdrawn", Part.PUBLIC, gettext_lazy("Consents withdrawn in the year"), withdrawn, WHERE),
    Checked(
        "consents_outdated", Part.PUBLIC, gettext_lazy("Consents to a text that changed since, to be asked for again"),
        outdated, WHERE, is_fault=True,
    ),
]  # fmt: skip
