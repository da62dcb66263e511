"""Who may be named for a matter, what a joined or closed one takes no more, what residents may read."""

import pytest
from django.core.exceptions import ValidationError

from communities.regions.models import Region
from leaders.cases.models import Case, CaseRequest
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.factories import make_case, make_case_in, make_case_request, make_user

pytestmark = pytest.mark.django_db


def again(row):
    return type(row).objects.get(pk=row.pk)


def refused(code, act, **options):
    with pytest.raises(ValidationError) as caught:
        act(**options)
    assert caught.value.code == code


def test_a_matter_is_handed_only_to_who_handles_matters_there(tree, worker):
    case = make_case_in("handling", tree.building)
    for person in (make_user(Role.OVERSEER, tree.county), make_user(Role.WORKER, tree.other_community), make_user()):
        with pytest.raises(ValidationError, match="does not handle matters of this place"):
            case.assign(by=worker, to=person)

    case.assign(by=make_user(), to=worker)
    assert again(case).assignee == worker


def test_a_joined_matter_is_in_no_list_of_what_is_open_and_takes_nothing_more(tree, worker):
    joined, main = make_case(tree.building), make_case(tree.building)
    joined.merge(by=worker, into=main)
    joined = again(joined)

    assert not joined.is_open and not joined.takes_documents and again(main).is_open
    for rows in (Case.objects.open(), Case.objects.standing()):
        assert [row.pk for row in rows] == [main.pk]
    refused("stale", joined.assign, by=worker, to=worker)
    refused("stale", joined.accept, by=worker)


def test_a_closed_or_transferred_matter_is_not_open(tree):
    for state in ("closed", "transferred"):
        case = again(make_case_in(state, tree.building))
        assert not case.is_open and not case.takes_documents
        assert not Case.objects.open().filter(pk=case.pk).exists()
        assert Case.objects.standing().filter(pk=case.pk).exists()


def test_no_matter_is_taken_in_for_a_place_that_is_gone(tree):
    Region.objects.filter(pk=tree.building.pk).update(retired_on=TODAY)
    with pytest.raises(ValidationError):
        make_case(again(tree.building))


def test_a_matter_stays_with_whoever_handled_it_when_another_closes_it(tree, worker):
    case = make_case_in("answered", tree.building, by=worker)
    case.close(by=make_user(), outcome="solved")

    assert again(case).assignee == worker


def test_only_the_assignee_changes_the_papers(tree, worker):
    case = make_case_in("handling", tree.building, by=worker)
    assert case.documents_changed_by(worker) and not case.documents_changed_by(make_user())


def test_residents_read_an_answer_while_it_stands(tree):
    case = make_case_in("answered", tree.building, may_publish=True)
    request = make_case_request(case, "publication")
    assert not CaseRequest.objects.public().exists()
    request.agree(by=make_user())
    assert CaseRequest.objects.public().get() == request

    for change in ({"state": Case.State.HANDLING}, {"may_publish": False}):
        before = Case.objects.filter(pk=case.pk).values(*change).get()
        Case.objects.filter(pk=case.pk).update(**change)
        assert not CaseRequest.objects.public().exists(), change
        Case.objects.filter(pk=case.pk).update(**before)
    assert CaseRequest.objects.public().exists()
