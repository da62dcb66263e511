"""The public page of a group shows what it has done and how to join it, and nothing that is not published."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from communities.activities.models import ActivityPhoto
from leaders.cases.models import Case
from registry.accounts.roles import Role
from registry.audit.changes import note_changes
from tests.factories import make_activity, make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(tree):
    tree.community.describe(by=make_user(), contact_phone="021-5555 0001")
    return make_organization(tree.community, name="舞蹈队", is_published=True, is_recruiting=True)


def held(team, days=-3, *, attended=20, result="", published=True, **fields):
    row = make_activity(organization=team, days=days, **fields)
    row.hold(by=make_user(), attended=attended, result=result)
    if published:
        row.publish(by=make_user())
    return row


def shown(client, team):
    return client.get(reverse("directory:organization", args=[team.pk]))


def test_what_was_held_stands_there_with_results_and_agreed_photos(client, team):
    contest = held(
        team, kind="competition", title="排舞赛", competition="第六届排舞赛", level="street", result="第二名"
    )
    held(team, days=-10, title="公开课", attended=31)
    held(team, title="内部会议", published=False)
    planned = make_activity(organization=team, title="下周演出")
    planned.publish(by=make_user())
    for agreed in (True, False):
        ActivityPhoto.attach(contest, [ContentFile(b"x")], caption=f"现场{agreed}", by=make_user(), agreed=agreed)

    page = shown(client, team)

    done, text = page.context["done"], page.content.decode()
    assert [one["title"] for one in done["past"]] == ["排舞赛", "公开课"]
    assert (done["held"], done["people"]) == (2, 51)
    assert done["results"][0]["result"] == "第二名" and "第六届排舞赛" in text
    assert [photo["caption"] for photo in done["photos"]] == ["现场True"]
    assert "内部会议" not in text and "021-5555 0001" in text


def test_a_group_without_a_past_says_so_and_one_held_up_has_no_page(client, team):
    assert "Nothing that took place is entered here yet." in shown(client, team).content.decode()
    type(team).objects.filter(pk=team.pk).update(restraint="banned")
    note_changes([team.region_path])
    assert shown(client, team).status_code == 404


def test_whoever_would_join_leaves_a_message_that_reaches_the_committee(client, team, tree):
    address = f"{reverse('directory:matter-new')}?place={team.region_id}&team={team.pk}"
    assert address.replace("&", "&amp;") not in shown(client, team).content.decode()  # nobody is there to pass it on
    make_user(Role.WORKER, tree.community)
    note_changes([tree.community.path])
    assert address.replace("&", "&amp;") in shown(client, team).content.decode()

    page = client.get(address)
    assert page.context["team"] == "舞蹈队"
    assert page.context["form"].initial["category"] == Case.Category.OTHER and "舞蹈队" in page.content.decode()
    hidden = make_organization(tree.community, name="未公开队")
    other = client.get(address.replace(f"team={team.pk}", f"team={hidden.pk}"))
    assert other.context["team"] == "" and "未公开队" not in other.content.decode()
