"""That a group is given nothing new while an authority's decision stands is told before a form is filled in."""

import pytest
from django.urls import reverse

from communities.organizations.models import Organization
from tests.exports import export_text
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


def test_what_was_lifted_is_told_from_what_stands_in_every_list(team, manager, sign_in):
    decision, other = (make_authority_decision(team, kind) for kind in ("restrict", "ban"))
    for row in (decision, other):
        row.decide(by=make_user())
    lift = make_authority_decision(team, "lift", lifts=decision)
    lists = [reverse("communities:authority-list"), f"{team.get_absolute_url()}?tab=oversight"]
    assert not any("Lifted" in sign_in(manager).get(page).content.decode() for page in lists)

    lift.decide(by=make_user())

    for page in lists:
        assert sign_in(manager).get(page).content.decode().count("Lifted") == 1, page
    table = export_text(sign_in(manager), reverse("communities:authority-export"))
    assert {line.count("Lifted") for line in table.splitlines() if decision.document_number in line} == {1}
    assert table.count("Lifted") == 1


def test_a_group_that_is_restrained_takes_no_members_in_any_list(team, worker, sign_in):
    Organization.objects.filter(pk=team.pk).update(is_recruiting=True)
    page = reverse("communities:organization-list")
    assert "Takes members" in sign_in(worker).get(page).content.decode()
    make_authority_decision(team).decide(by=make_user())

    assert "Takes members" not in sign_in(worker).get(page).content.decode().partition("<table")[2]
    assert team.name not in sign_in(worker).get(page, {"state": "recruiting"}).content.decode()
