"""No page that needs no account shows a name without consent, or a text that is nobody's outside the office."""

import pytest

from leaders.consents.models import Consent
from tests.walk.canaries import Canary
from tests.walk.entries import ENTRIES
from tests.walk.steps import addresses, canaries_in, fault_of, sent

# What is written for the desk alone. People are named by their consent, below.
INSIDE = {
    "accounts.User", "audit.AuditEntry", "audit.ReadLog", "communities.Inspection", "communities.Opinion",
    "communities.Posting", "communities.Score", "leaders.CaseRequest", "leaders.ConductReview", "leaders.ConductStep",
    "leaders.Consent", "leaders.Enrolment", "leaders.ImportBatch", "leaders.ImportRow", "leaders.Nomination",
    "leaders.OutsideHours", "leaders.ReplyTemplate", "leaders.ReservePlace", "leaders.StageStep",
    "leaders.SuccessionPlan",
}  # fmt: skip


def public_addresses(place):
    """Every address of the public side about every number that a row of the place bears."""
    for entry in ENTRIES:
        if entry.is_public and not entry.kinds:
            yield entry.at()
        elif entry.is_public and entry.kinds[0] == "int":
            yield from addresses(entry, place)


def is_told(canary: Canary, named):
    return canary.model in INSIDE or (canary.model == "leaders.Leader" and canary.pk not in named)


@pytest.mark.django_db
def test_nobody_is_named_in_public_without_consent(walked, client):
    named = set(Consent.objects.given().filter(field=Consent.Field.NAME).values_list("leader", flat=True))
    shown = {}
    for address in public_addresses(walked.places["home"]):
        for tab in ({}, {"tab": "heads"}) if address.startswith("/places/") else ({},):
            answer = sent(client, "get", address, tab)
            assert fault_of(answer) == "", address
            for word in canaries_in(answer):
                shown.setdefault(word, address)

    told = [f"{walked.canaries[word]}: {address}" for word, address in shown.items()
            if word in walked.canaries and is_told(walked.canaries[word], named)]  # fmt: skip
    assert "\n".join(told) == ""
    assert len(shown) > 20
