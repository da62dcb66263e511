"""That a group is given nothing new while an authority's decision stands is told before a form is filled in."""

import pytest
from django.urls import reverse

from tests.factories import make_authority_decision, make_user

pytestmark = pytest.mark.django_db
TOLD = "Nothing new is given until the decision is lifted."
FORMS = ["leaders:incentive-create", "communities:support-create", "communities:management-propose",
         "communities:rating-create"]  # fmt: skip


@pytest.mark.parametrize("kind", ["restrict", "ban"])
@pytest.mark.parametrize("page", [*FORMS, "communities:organization-registration"])
def test_the_form_says_so_while_it_stands_and_no_more_when_it_is_lifted(team, manager, sign_in, page, kind):
    name = f"{reverse(page)}?organization={team.pk}" if page in FORMS else reverse(page, args=[team.pk])
    assert TOLD not in sign_in(manager).get(name).content.decode()
    decision = make_authority_decision(team, kind)
    decision.decide(by=make_user())

    team.refresh_from_db()
    assert team.restraint and f"{team.name}: {team.get_restraint_display()}. {TOLD}" in (
        sign_in(manager).get(name).content.decode()
    )
    lift = make_authority_decision(team, "lift", lifts=decision)
    lift.decide(by=make_user())

    assert TOLD not in sign_in(manager).get(name).content.decode()


def test_the_one_box_tells_it_as_every_list_does(team, worker, sign_in):
    find = f"{reverse('desk:search')}?q={team.name}"
    assert "Activities restricted" not in sign_in(worker).get(find).content.decode()
    make_authority_decision(team).decide(by=make_user())

    assert "Activities restricted" in sign_in(worker).get(find).content.decode()
