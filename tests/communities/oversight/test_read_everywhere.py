"""What an authority decided about a group is read in the same words wherever the group is named."""

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.organizations.models import Organization
from tests.factories import (
    make_activity,
    make_authority_decision,
    make_center,
    make_filing,
    make_incentive,
    make_inspection,
    make_rating,
    make_report,
    make_rule,
    make_support,
    make_user,
)

LISTS = [
    "organization", "filing", "support", "support-line", "inspection", "authority", "management", "report", "activity",
    "activity-rule", "rating",
]  # fmt: skip
WORDS = {"restricted": "Activities restricted", "banned": "Banned by the authority", "": ""}


@pytest.fixture
def known(tree, team):
    """A group that stands in every list."""
    make_filing(team, state="filed")
    make_support(team, granted="30.00").book("used", 1, on=timezone.localdate(), what_for="球", by=make_user())
    make_report(team)
    make_activity(organization=team)
    make_rule(team.region, organization=team)
    make_rating(organization=team)
    make_incentive(team)
    make_inspection(team)
    make_authority_decision(team)
    make_center(tree.street)
    return team


@pytest.mark.parametrize("restraint", WORDS)
def test_every_list_and_the_page_say_it_alike(tree, known, manager, sign_in, restraint):
    Organization.objects.filter(pk=known.pk).update(restraint=restraint)
    pages = [reverse(f"communities:{name}-list") for name in LISTS]
    pages += [reverse("leaders:incentive-list"), known.get_absolute_url()]

    told = {page: sign_in(manager).get(page).content.decode() for page in pages}

    tag = f'tag--bad">{WORDS[restraint]}' if restraint else ""
    for page, html in told.items():
        assert known.name in html, page
        assert (WORDS[restraint] in html) if tag else not any(word in html for word in WORDS.values() if word), page
    public = sign_in(make_user()).get(reverse("directory:organization", args=[known.pk]))
    assert public.status_code == (200 if not restraint else 404)
