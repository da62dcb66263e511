import pytest
from django.urls import reverse

from communities.notices.models import Notice
from leaders.incentives.models import Incentive
from leaders.people.models import Kind
from registry.audit.models import ReadLog
from tests.exports import export_text
from tests.factories import (
    make_approved_incentive,
    make_awarded_incentive,
    make_current,
    make_incentive,
    make_incentive_on_notice,
    make_leader,
    make_opinion,
    make_organization,
)
from tests.windows import answer, seen_on

pytestmark = pytest.mark.django_db
TYPED = {
    "form": "certificate",
    "title": "热心楼组长",
    "achievements": "热心服务邻里。",
    "amount": "",
    "budget_source": "",
    "batch": "",
}


def create(subject):
    return f"{reverse('leaders:incentive-create')}?leader={subject.pk}"


def test_a_worker_proposes_and_a_manager_confirms(tree, worker, manager, sign_in):
    leader = make_leader(tree.building)
    sign_in(worker).post(create(leader), TYPED)
    row = Incentive.objects.get()
    client = sign_in(manager)
    assert str(row) in client.get(reverse("desk:review-queue")).content.decode().replace(" Certificate of honour", "")

    answer(client, row.get_absolute_url(), {"decision": "pass", "reason": ""})

    row.refresh_from_db()
    assert (row.state, row.proposed_by, row.decided_by) == ("approved", worker, manager)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"achievements": "可联系13800138000"}, "leave it out"),
        ({"title": "身份310112195501011231"}, "identity card number"),
        ({"form": "allowance", "amount": "-5", "budget_source": "经费"}, "at least 1 yuan"),
        ({"form": "allowance", "amount": "100"}, "from which budget"),
        ({"form": "allowance", "budget_source": "经费"}, "Give the amount"),
        ({"form": "表彰"}, "Select a valid choice"),
        ({"achievements": "长" * 301}, "at most 300 characters"),
        ({"form": "allowance", "amount": "99999999999999", "budget_source": "经费"}, "no more than"),
    ],
)
def test_what_does_not_fit_is_told_and_everything_typed_is_kept(tree, worker, sign_in, change, told):
    typed = TYPED | {"batch": "二零二六感谢名单"} | change

    page = sign_in(worker).post(create(make_leader(tree.building)), typed).content.decode()

    assert told in page and "二零二六感谢名单" in page
    assert Incentive.objects.count() == 0


def test_the_refusal_for_a_chair_is_told_with_the_reason(tree, worker, sign_in):
    chair = make_leader(tree.compound)
    make_current(chair, Kind.ESTATE, region=tree.compound)
    client = sign_in(worker)

    assert "is decided by the owners' assembly" in client.get(create(chair)).content.decode()
    page = client.post(create(chair), TYPED | {"form": "allowance", "amount": "100", "budget_source": "经费"})

    assert "only the owners&#x27; assembly decides" in page.content.decode()


def test_people_elsewhere_do_not_exist_in_any_address_or_list(tree, worker, sign_in):
    there = make_leader(tree.other_building)
    client = sign_in(worker)

    assert client.get(create(there)).status_code == 404
    assert client.post(create(there), TYPED).status_code == 404
    here = make_leader(tree.building)
    typed = TYPED | {"batch": "2026", "pick": [there.pk, here.pk], "save": "1"}
    client.post(reverse("leaders:incentive-batch"), typed)

    assert [row.leader for row in Incentive.objects.all()] == [here]


def test_a_list_from_a_filter_with_one_left_out(tree, worker, sign_in):
    people = [make_leader(place, name=name) for place, name in ((tree.building, "陆建国"), (tree.building2, "钟桂英"))]
    for leader in people:
        make_current(leader, region=leader.region)
    client, page = sign_in(worker), reverse("leaders:incentive-batch")
    found = client.post(page, {"find": "1", "region": tree.community.pk, "kind": "building"}).content.decode()
    assert "陆建国" in found and "钟桂英" in found

    nameless = client.post(page, TYPED | {"pick": [people[0].pk], "save": "1"}).content.decode()
    assert "Fill in “" in nameless and "热心服务邻里。" in nameless
    client.post(page, TYPED | {"batch": "2026年度", "pick": [people[0].pk], "save": "1"})

    assert [row.leader.name for row in Incentive.objects.filter(batch="2026年度")] == ["陆建国"]


def test_many_are_confirmed_put_on_one_notice_and_a_refusal_is_named(tree, manager, sign_in):
    rows = [make_incentive(make_leader(place), batch="2026") for place in (tree.building, tree.building2)]
    mine = make_incentive(make_leader(tree.building, name="周敏"), by=manager, batch="2026")
    client, picks = sign_in(manager), {"pick": [row.pk for row in (*rows, mine)]}
    told = client.post(reverse("leaders:incentive-bulk-approve"), picks, follow=True).content.decode()
    assert "2 incentives were confirmed" in told and "周敏" in told and "Nobody decides" in told

    asked = client.post(reverse("leaders:incentive-notice"), picks).content.decode()
    assert 'value="2026"' in asked
    client.post(reverse("leaders:incentive-notice"), picks | {"title": "2026", "body": "请提意见", "workdays": 5})

    notice = Notice.objects.get()
    assert sorted(notice.incentives.values_list("pk", flat=True)) == sorted(row.pk for row in rows)


def test_an_award_before_the_end_is_refused_on_the_page_too(tree, manager, sign_in):
    row = make_incentive_on_notice(make_leader(tree.building))

    page = sign_in(manager).post(reverse("leaders:incentive-award", args=[row.pk]), follow=True).content.decode()

    assert "It stands on public notice until the end of" in page
    assert Incentive.objects.get().state == "on_notice"


def test_the_second_window_is_told_that_it_is_too_late(tree, manager, sign_in):
    row = make_incentive(make_leader(tree.building))
    client = sign_in(manager)
    page = row.get_absolute_url()
    read = seen_on(client.get(page))
    client.post(page, {"decision": "pass", "seen": read})

    second = client.post(page, {"decision": "return", "reason": "晚了", "seen": read})

    assert second.status_code == 409 and "already moved on" in second.content.decode()


def test_a_proposer_takes_back_the_own_proposal_only_before_the_decision(tree, worker, sign_in):
    leader = make_leader(tree.building)
    early, late = make_incentive(leader, by=worker), make_approved_incentive(leader, by=worker)
    client = sign_in(worker)

    codes = [
        client.post(reverse("leaders:incentive-withdraw", args=[row.pk]), {"text": "写错了"}).status_code
        for row in (early, late)
    ]

    assert codes == [302, 409]  # by then somebody has agreed: told, and not refused as if it had never been theirs


def test_the_certificate_prints_what_was_awarded(tree, worker, sign_in):
    row = make_awarded_incentive(make_leader(tree.building, name="陆建国"), title="暖心楼组长")
    client = sign_in(worker)

    page = client.get(reverse("leaders:incentive-certificate", args=[row.pk])).content.decode()

    assert "陆建国" in page and "暖心楼组长" in page and row.certificate_number in page
    waiting = make_incentive_on_notice(make_leader(tree.building2))
    assert client.get(reverse("leaders:incentive-certificate", args=[waiting.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_row_and_for_three(
    tree, manager, sign_in, django_assert_max_num_queries, count
):
    for number in range(count):
        leader = make_leader(tree.building, name=f"人{'甲乙丙'[number]}")
        row = make_incentive_on_notice(leader)
        make_opinion(row.notice)
        make_incentive(make_organization(tree.community))
    client = sign_in(manager)
    client.get(reverse("leaders:incentive-list"))

    with django_assert_max_num_queries(8):
        client.get(reverse("leaders:incentive-list"))
    with django_assert_max_num_queries(12):
        client.get(row.get_absolute_url())
    with django_assert_max_num_queries(9):
        client.get(f"{leader.get_absolute_url()}?tab=incentives")
    with django_assert_max_num_queries(12):
        client.get(f"{row.notice.get_absolute_url()}")
    with django_assert_max_num_queries(10):
        client.get(reverse("directory:notice", args=[row.notice.pk]))


def test_pages_of_a_list_follow_each_other_from_the_newest(tree, manager, sign_in, monkeypatch):
    monkeypatch.setattr("leaders.incentives.views.incentive.IncentiveList.page_size", 2)
    leader = make_leader(tree.building)
    for number in range(5):
        make_incentive(leader, title=f"第{number}号")
    client, seen, url = sign_in(manager), [], reverse("leaders:incentive-list")

    while url:
        page = client.get(url).context["page"]
        seen += [row.title for row in page.rows]
        back, url = page.previous_url, page.next_url and reverse("leaders:incentive-list") + page.next_url

    assert seen == [f"第{number}号" for number in (4, 3, 2, 1, 0)]
    before = client.get(reverse("leaders:incentive-list") + back).context["page"]
    assert [row.title for row in before.rows] == ["第2号", "第1号"]


def test_the_export_holds_the_filtered_rows_and_is_logged(tree, worker, sign_in):
    make_incentive(make_leader(tree.building, name="陆建国"))
    make_incentive(make_organization(tree.community, name="晨光合唱队"), form="letter")

    text = export_text(sign_in(worker), f"{reverse('leaders:incentive-export')}?form=letter")

    assert "晨光合唱队" in text and "陆建国" not in text
    assert ReadLog.objects.get(verb="incentive.export").rows == 1


def test_nobody_is_ranked_by_anything(tree, worker, sign_in):
    make_incentive(make_leader(tree.building))

    for order in ("amount", "-amount", "score", "satisfaction"):
        assert sign_in(worker).get(reverse("leaders:incentive-list"), {"order": order}).context["order"] == "newest"


def test_whoever_proposed_it_reads_that_the_office_publishes_the_notice(tree, worker, office, sign_in):
    row = make_approved_incentive(make_leader(tree.building), by=worker)

    told = "nothing is left to do for whoever proposed it"
    assert told in sign_in(worker).get(row.get_absolute_url()).content.decode()
    assert told not in sign_in(office).get(row.get_absolute_url()).content.decode()
