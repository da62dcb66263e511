"""The sheet for the notice board tells the deeds, and the end of a notice answers residents in their own words."""

from datetime import timedelta

import pytest
from django.urls import reverse

from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.exports import export_text
from tests.factories import (
    make_approved_incentive,
    make_consent,
    make_incentive_on_notice,
    make_leader,
    make_notice,
    make_opinion,
    make_organization,
    make_scored_rating,
    make_user,
)

pytestmark = pytest.mark.django_db
LONG_AGO = TODAY - timedelta(days=40)


@pytest.fixture
def clerk(tree):
    return make_user(Role.OFFICE, tree.street)


def test_the_sheet_and_the_public_page_tell_the_deeds_and_name_nobody_without_consent(tree, clerk, client, sign_in):
    leader = make_leader(tree.building, name="陆建国")
    row = make_incentive_on_notice(leader, achievements="陆建国十年来每天清扫楼道。")
    public = reverse("directory:notice", args=[row.notice_id])
    sheet = reverse("communities:notice-print", args=[row.notice_id])

    for text in (client.get(public).content.decode(), sign_in(clerk).get(sheet).content.decode()):
        assert "○○十年来每天清扫楼道" in text and "陆建国" not in text.split("<main")[1]
    assert 'class="qr"' in text
    make_consent(leader)
    assert "陆建国十年来每天清扫楼道" in client.get(public).content.decode()


def test_a_sheet_printed_after_the_end_has_no_code_to_a_page_that_is_gone(tree, clerk, sign_in):
    notice = make_notice(tree.street, on=LONG_AGO)

    text = sign_in(clerk).get(reverse("communities:notice-print", args=[notice.pk])).content.decode()

    assert 'class="qr"' not in text


def test_the_end_begins_with_the_words_of_residents_and_shows_them_what_was_written(tree, clerk, client, sign_in):
    leader = make_leader(tree.building, name="陆建国")
    row = make_incentive_on_notice(leader, on=LONG_AGO)
    make_opinion(row.notice, text="陆建国的楼道也堆东西。").reply(by=clerk, text="已和本人核实，杂物已清理。")
    page = reverse("communities:notice-close", args=[row.notice_id])
    client = sign_in(clerk)

    shown = client.get(page).content.decode()
    assert "A resident said: ○○的楼道也堆东西。" in shown or "居民意见：○○的楼道也堆东西。" in shown
    client.post(page, {"text": "一条意见", "told": "有居民说楼道堆物，电话13800138000。\n答复：已清理。"})

    row.notice.refresh_from_db()
    assert row.notice.result == "一条意见" and "13800138000" not in row.notice.told
    listed = client.get(reverse("directory:notices")).content.decode()
    assert "有居民说楼道堆物" in listed and "已清理" in listed and "一条意见" not in listed
    assert "已清理" in client.get(row.notice.get_absolute_url()).content.decode()


def test_nothing_is_told_where_nobody_said_anything(tree, clerk, client, sign_in):
    notice = make_notice(tree.street, on=LONG_AGO)

    page, client = reverse("communities:notice-close", args=[notice.pk]), sign_in(clerk)
    assert client.get(page).context["form"]["text"].value() == "No opinions were received."
    client.post(page, {"text": "无意见"})

    notice.refresh_from_db()
    assert (notice.state, notice.told) == ("closed", "")
    assert 'class="told"' not in client.get(reverse("directory:notices")).content.decode()


def test_a_wrong_text_is_refused_with_all_that_was_typed(tree, clerk, sign_in):
    notice = make_notice(tree.street, on=LONG_AGO)

    answer = sign_in(clerk).post(
        reverse("communities:notice-close", args=[notice.pk]), {"text": "", "told": "居民说：很好。"}
    )

    notice.refresh_from_db()
    assert notice.state == "open" and "居民说：很好。" in answer.content.decode()


def test_the_deeds_of_a_group_are_told_as_they_are(tree, client):
    team = make_organization(tree.community, name="晨光合唱队")
    row = make_incentive_on_notice(team, achievements="晨光合唱队为老人演出。")

    assert "晨光合唱队为老人演出" in client.get(reverse("directory:notice", args=[row.notice_id])).content.decode()


def told(tree):
    """An incentive and a rating on one notice that is over."""
    notice = make_notice(tree.street, on=LONG_AGO)
    incentive = make_approved_incentive(make_leader(tree.building))
    incentive.put_on_notice(by=make_user(), notice=notice)
    rating = make_scored_rating(organization=make_organization(tree.community))
    rating.decide(by=make_user(), notice=notice)
    return notice, incentive, rating


def test_what_a_closed_notice_told_is_on_notice_no_longer_wherever_its_state_is_read(sign_in, tree, manager):
    notice, incentive, rating = told(tree)
    award, effect = "Notice over, to be awarded", "Notice over, to take effect"
    pages = [
        (incentive.get_absolute_url(), award),
        (reverse("leaders:incentive-list"), award),
        (rating.get_absolute_url(), effect),
        (reverse("communities:rating-list"), effect),
    ]
    client = sign_in(manager)
    assert all("Notice over" not in client.get(page).content.decode() for page, _word in pages)

    notice.close(by=make_user(), result="无异议")

    for page, word in pages:
        assert word in client.get(page).content.decode(), page
    assert award in export_text(client, reverse("leaders:incentive-export"))
    assert effect in export_text(client, reverse("communities:rating-export"))
