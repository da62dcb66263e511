"""What a resident reads of a matter that was not taken up, and for which group one may write."""

import pytest
from django.urls import reverse

from tests.factories import make_case, make_case_in, make_organization
from tests.leaders.cases.test_matters_in_public import open_with_key
from tests.windows import answer

pytestmark = pytest.mark.django_db
WHY = "这件事归物业公司办理，请拨打021-5555 0100。"


def test_a_matter_not_taken_up_is_closed_with_a_reason_the_resident_reads(tree, client, sign_in, worker):
    case = make_case(tree.building)
    page = reverse("leaders:case-decline", args=[case.pk])

    assert answer(sign_in(worker), page, {"text": " "}).status_code == 200
    assert answer(client, page, {"text": WHY}).status_code == 302
    case.refresh_from_db()
    assert case.state == "closed" and case.outcome

    resident = type(client)()
    shown = resident.get(open_with_key(resident, case)).context["matter"]
    assert shown["outcome"] == case.get_outcome_display()
    assert WHY in resident.get(open_with_key(resident, case)).content.decode()


def test_an_outcome_is_told_when_there_is_one(tree, client):
    case = make_case_in("answered", tree.building)
    assert client.get(open_with_key(client, case)).context["matter"]["outcome"] == ""


def test_only_a_published_group_of_the_place_is_named_in_the_form(tree, client):
    named = make_organization(tree.community, name="晨光队", is_published=True)
    hidden = make_organization(tree.community, name="内部队")
    beside = make_organization(tree.community2, name="隔壁队", is_published=True)
    page = reverse("directory:matter-new")

    told = {
        row.name: client.get(page, {"place": tree.community.pk, "team": row.pk}).context["team"]
        for row in (named, hidden, beside)
    }

    assert told == {"晨光队": "晨光队", "内部队": "", "隔壁队": ""}
