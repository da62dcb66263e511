"""Acts on the rows picked in a list: each is bound to what the list showed of it, and none is left out unsaid."""

import re

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import reverse

from communities.notices.models import Notice
from communities.organizations.models import Organization
from leaders.cases.models import Case
from leaders.incentives.models import Incentive
from registry.accounts.roles import Role
from tests.communities.test_bulk import BULK
from tests.factories import (
    make_activity,
    make_approved_incentive,
    make_case,
    make_current,
    make_incentive,
    make_leader,
    make_organization,
    make_rule,
    make_session,
    make_user,
)
from tests.windows import form_on

pytestmark = pytest.mark.django_db
OF_PEOPLE = {"leaders:leader-extend", "leaders:training-enrol-picked"}  # what they write is no row of their list
PICK = re.compile(r'name="pick" value="([^"]*)"')
SENT = {"shown": "1", "note": "一并办理"}


def told_by(response):
    return " ".join(str(one) for one in get_messages(response.wsgi_request))


def picks_on(page):
    return [value for value in PICK.findall(page.content.decode()) if value]


def test_every_box_says_which_version_of_its_row_it_stands_beside():
    silent = set()
    for path in (settings.BASE_DIR / "templates").rglob("_*_table.html"):
        text = path.read_text()
        if any(f'"{act}"' in text for act in set(BULK) - OF_PEOPLE):
            silent |= {path.name} if PICK.findall(text) != ["{{ row.pk }}-{{ row.version }}"] else set()
    assert silent == set()


def acts(tree, by):
    """(somebody else, [(act, the row, what is done to it meanwhile, whether the act has been done)])."""
    group, other = make_organization(tree.community, is_published=True), make_user()
    hidden = make_organization(tree.community, name="晚霞队", is_published=False)
    incentive = make_incentive(group, by=by)
    activity, rule = make_activity(organization=group), make_rule(organization=group)
    case = make_case(tree.building)

    def handed_in_anew():
        row = Incentive.objects.get(pk=incentive.pk)
        row.send_back(by=make_user(), reason="请核对")
        row.propose(by=other)

    def wrote(row):
        def write():
            now = type(row).objects.get(pk=row.pk)
            now.publish(by=other, shown=True)
            now.publish(by=other, shown=False)

        return write

    return other, [
        ("communities:organization-bulk-publish", hidden, wrote(hidden), lambda row: row.is_published),
        ("communities:activity-bulk-publish", activity, wrote(activity), lambda row: row.is_published),
        ("communities:activity-rule-bulk-publish", rule, wrote(rule), lambda row: row.is_published),
        ("leaders:incentive-bulk-approve", incentive, handed_in_anew, lambda row: row.state == "approved"),
        (
            "leaders:case-bulk-assign",
            case,
            lambda: Case.objects.get(pk=case.pk).accept(by=other),
            lambda row: row.assignee_id not in (None, other.pk),
        ),
    ]


def test_what_was_written_since_the_list_was_shown_is_named_and_left_alone_until_it_is_read(client, tree, sign_in):
    manager, colleague = (make_user(role, tree.street) for role in (Role.MANAGER, Role.OFFICE))
    sign_in(manager)
    other, tried = acts(tree, make_user(Role.WORKER, tree.community))
    for act, row, meanwhile, is_done in tried:
        page, sent = reverse(BULK[act]), SENT | {"to": colleague.pk}
        [pick] = [one for one in picks_on(client.get(page)) if one.partition("-")[0] == str(row.pk)]
        meanwhile()

        answer = client.post(reverse(act), sent | {"pick": [pick]})

        assert not is_done(type(row).objects.get(pk=row.pk)), act
        assert str(other) in told_by(answer), (act, "says who was quicker")
        [ticked] = re.findall(r'value="([^"]+)" checked', client.get(page).content.decode())
        client.post(reverse(act), sent | {"pick": [ticked]})  # the list has shown it as it is by now
        assert is_done(type(row).objects.get(pk=row.pk)), act


def test_which_matter_is_settled_by_now_is_told_and_the_question_keeps_to_what_the_list_showed(client, tree, sign_in):
    manager, colleague = (make_user(role, tree.street) for role in (Role.MANAGER, Role.OFFICE))
    settled, open_one = make_case(tree.building), make_case(tree.building)
    sign_in(manager)
    picks = picks_on(client.get(reverse("leaders:case-list")))
    settled.decline(by=colleague, text="请联系物业")

    question = client.post(reverse("leaders:case-bulk-assign"), {"pick": picks})

    assert settled.number in told_by(question) and str(colleague) in told_by(question)
    assert picks_on(question) == [f"{open_one.pk}-{open_one.version}"]
    open_one.accept(by=manager)
    client.post(reverse("leaders:case-bulk-assign"), {"pick": picks_on(question), "to": colleague.pk, "note": ""})
    assert Case.objects.get(pk=open_one.pk).assignee == manager


def test_of_what_is_out_of_reach_the_number_alone_is_told(client, tree, sign_in):
    theirs = make_organization(tree.other_community, name="别处的队")
    sign_in(make_user(Role.MANAGER, tree.street))

    answer = client.post(reverse("communities:organization-bulk-publish"), {"shown": "1", "pick": [theirs.pk, 10**9]})

    assert "2 of the chosen are out of reach by now" in told_by(answer) and "别处" not in told_by(answer)
    assert not Organization.objects.get(pk=theirs.pk).is_published


def test_a_notice_is_not_published_about_what_moved_on_while_its_text_was_written(client, tree, sign_in):
    manager, other = (make_user(Role.MANAGER, tree.street) for _twice in range(2))
    stays, goes = (make_approved_incentive(make_leader(tree.building, name=name)) for name in ("留下者", "离开者"))
    sign_in(manager)
    asked = client.post(
        reverse("leaders:incentive-notice"), {"pick": picks_on(client.get(reverse("leaders:incentive-list")))}
    )
    typed = {"title": "年度感谢", "body": "感谢留下者和离开者。", "workdays": "5"}
    goes.withdraw(by=other, reason="重复")

    told = client.post(reverse("leaders:incentive-notice"), typed | {"pick": picks_on(asked)})

    text = told.content.decode()
    assert told.status_code == 409 and "感谢留下者和离开者。" in text and str(other) in text
    assert not Notice.objects.exists()
    assert [pick.partition("-")[0] for pick in picks_on(told)] == [str(stays.pk)]
    client.post(reverse("leaders:incentive-notice"), form_on(told) | {"body": "感谢留下者。", "pick": picks_on(told)})
    assert list(Notice.objects.get().incentives.all()) == [stays]


def test_when_all_of_it_moved_on_the_text_of_the_notice_is_not_lost(client, tree, sign_in):
    manager, other = (make_user(Role.MANAGER, tree.street) for _twice in range(2))
    row = make_approved_incentive(make_leader(tree.building))
    sign_in(manager)
    asked = client.post(reverse("leaders:incentive-notice"), {"pick": [f"{row.pk}-{row.version}"]})
    row.withdraw(by=other, reason="重复")

    told = client.post(
        reverse("leaders:incentive-notice"),
        {"pick": picks_on(asked), "title": "年度感谢", "body": "写了很久 的一段话", "workdays": "5"},
    )

    assert (
        told.status_code == 409 and "写了很久 的一段话" in told.content.decode() and str(other) in told.content.decode()
    )


def test_who_holds_no_post_any_more_or_cannot_come_is_named(client, tree, sign_in):
    manager = make_user(Role.MANAGER, tree.street)
    post = make_current(make_leader(tree.building, name="卸任者"), region=tree.building)
    post.end(by=manager, reason="personal", on=post.started_on)
    sign_in(manager)

    answer = client.post(reverse("leaders:leader-extend"), {"pick": [post.leader_id], "until": "2029-06-30"})

    assert "卸任者" in told_by(answer) and "no post by now" in told_by(answer)
    assert make_session(tree.street).enrolments.count() == 0
