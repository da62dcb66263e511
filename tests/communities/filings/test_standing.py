"""A filing that was replaced ends no more, and of one that was handed in nothing is said to be missing."""

import pytest
from django.core.exceptions import ValidationError

from communities.filings.models.eligibility import FilingCase
from tests.clock import TODAY
from tests.communities.filings.test_renewals import again, end_of
from tests.factories import make_filing, make_user

pytestmark = pytest.mark.django_db


def test_what_a_later_filing_replaced_is_not_ended(team):
    first = make_filing(team, state="filed")
    end_of(first, TODAY)
    renewal = make_filing(again(team), kind="renewal", state="filed")

    with pytest.raises(ValidationError) as refused:
        again(first).end(by=make_user(), reason="解散")
    assert refused.value.code == "stale"
    assert again(renewal).is_standing and again(first).state == "filed"


def test_what_is_missing_is_said_of_a_draft_and_not_of_what_was_handed_in(team):
    draft = make_filing(team)
    assert FilingCase(again(team)).checks_ahead()

    draft.submit(by=make_user())
    assert FilingCase(again(team)).checks_ahead() == []
