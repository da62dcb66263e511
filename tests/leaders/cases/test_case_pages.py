"""The matters as two workers, a clerk and a wrong hand meet them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.documents.models import Document
from leaders.cases.models import Case, ReplyTemplate
from leaders.cases.views.case import EXPORT
from registry.accounts.roles import Role
from registry.audit.models import ReadLog
from registry.desk.due import tasks
from registry.desk.waiting import entries, queues_of
from tests.factories import (
    attach_pdf,
    make_case,
    make_case_in,
    make_case_photo,
    make_case_request,
    make_leader,
    make_organization,
    make_reply_template,
    make_user,
)
from tests.windows import form_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(tree):
    """The tree with its people: .worker and .colleague of the community, .clerk of the street."""
    tree.worker, tree.colleague = make_user(Role.WORKER, tree.community), make_user(Role.WORKER, tree.community)
    tree.clerk = make_user(Role.OFFICE, tree.street)
    return tree


def page(name, *args):
    return reverse(f"leaders:case-{name}", args=[getattr(one, "pk", one) for one in args])


def typed(tree, **fields):
    facts = {"region": tree.building.pk, "category": "interest", "text": "楼道灯不亮。", "source": "resident"}
    return facts | {"channel": "phone", "name": "沈阿姨", "contact": "021-5555 0199"} | fields


def test_a_matter_told_by_telephone_is_entered_and_its_slip_printed_once(client, sign_in, tree):
    sign_in(tree.worker)
    client.post(page("create"), typed(tree))
    case = Case.objects.get()
    assert (case.channel, case.entered_by, case.has_reporter) == ("phone", tree.worker, True)

    slip = client.post(page("slip", case)).content.decode()

    assert case.number in slip and "<svg" in slip
    sign_in(tree.colleague)
    assert client.post(page("slip", case)).status_code == 403


def test_the_name_of_a_resident_is_kept_only_for_a_resident(client, sign_in, tree):
    leader = make_leader(tree.building, name="陆建国", by=make_user())
    sign_in(tree.worker)

    client.post(page("create"), typed(tree, source="leader", leader="陆建国"))

    case = Case.objects.get()
    assert (case.leader, case.has_reporter) == (leader, False)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": "字" * 20_000}, "At most 2000 characters; now there are 20000."),
        ({"text": "我的号码110101199003071233，请回复"}, "identity card number"),
        ({"text": ""}, "Fill in “"),
        ({"source": "leader", "leader": ""}, "Name the community leader."),
        ({"source": "organization"}, "Choose the organization."),
        ({"region": ""}, "Choose “Place”."),
    ],
)
def test_bad_input_is_answered_beside_the_field_with_everything_kept(client, sign_in, tree, fields, said):
    sign_in(tree.worker)
    response = client.post(page("create"), typed(tree, **fields))

    assert said in response.content.decode() and not Case.objects.exists()
    assert "沈阿姨" in response.content.decode()


def test_the_whole_way_by_two_workers_in_the_browser(client, sign_in, tree):
    case = make_case(tree.building)
    sign_in(tree.worker)
    client.post(page("accept", case))
    client.post(page("assign", case), {"to": tree.colleague.pk, "note": "请接手"})
    sign_in(tree.colleague)
    client.post(page("reply", case), {"text": "周六修好。"})
    client.post(page("note", case), {"text": "物业答应了"})
    client.post(page("close", case), {"outcome": "solved", "text": ""})
    client.post(page("reopen", case), {"text": "又坏了"})

    shown = client.get(case.get_absolute_url()).content.decode()

    case.refresh_from_db()
    assert (case.state, case.assignee) == ("handling", tree.colleague)
    for text in ("请接手", "周六修好。", "物业答应了", "又坏了", "internal"):
        assert text in shown


def test_a_page_for_what_is_over_is_not_there_and_a_late_post_is_refused(client, sign_in, tree):
    case = make_case_in("closed", tree.building, by=tree.worker)
    sign_in(tree.worker)

    assert client.get(page("reply", case)).status_code == 404
    response = client.post(page("reply", case), {"text": "周六修好。"})

    assert response.status_code == 409 and "周六修好。" in response.content.decode()


def test_a_private_number_does_not_go_out_in_an_answer(client, sign_in, tree):
    case = make_case_in("handling", tree.building, by=tree.worker)
    sign_in(tree.worker)

    response = client.post(page("reply", case), {"text": "请打给王师傅13900139000"})

    assert "leave it out" in response.content.decode()
    case.refresh_from_db()
    assert case.state == "handling"


def test_an_answer_may_begin_with_a_template_of_the_street_and_no_other(client, sign_in, tree):
    mine, other = make_reply_template(tree.street), make_reply_template(tree.other_street, text="别处的")
    case = make_case_in("handling", tree.building, by=tree.worker)
    sign_in(tree.worker)

    begun = client.get(page("reply", case), {"template": mine.pk}).content.decode()
    elsewhere = client.get(page("reply", case), {"template": other.pk}).content.decode()

    assert begun.count("已联系物业，将于__日前处理。") == 1
    assert "别处的" not in elsewhere
    assert client.get(page("reply", case), {"template": "x"}).status_code == 200


def test_templates_are_written_changed_and_retired_by_the_street(client, sign_in, tree):
    sign_in(tree.clerk)
    client.post(
        reverse("leaders:reply-template-create"), {"region": tree.street.pk, "title": "已转物业", "text": "正在联系"}
    )
    row = ReplyTemplate.objects.get()
    client.post(reverse("leaders:reply-template-update", args=[row.pk]), {"title": "已转物业", "text": "已经联系"})
    client.post(reverse("leaders:reply-template-retire", args=[row.pk]))

    row.refresh_from_db()
    assert (row.text, row.retired_by) == ("已经联系", tree.clerk)
    assert "已经联系" not in client.get(reverse("leaders:reply-template-list")).content.decode()


def test_the_list_is_searched_by_number_words_and_whose_it_is(client, sign_in, tree):
    lift = make_case_in("handling", tree.building, by=tree.worker, text="电梯停了。")
    light = make_case(tree.building, text="路灯不亮。", category="resource")
    late = make_case(tree.building, text="停车位被占。", on=timezone.localdate() - timedelta(days=20))
    closed = make_case_in("closed", tree.building, text="旧事一件。")
    elsewhere = make_case(tree.other_building, text="电梯也停了。")
    sign_in(tree.worker)

    def listed(**query):
        shown = client.get(page("list"), query).content.decode()
        return {row for row in (lift, light, late, closed, elsewhere) if row.get_absolute_url() in shown}

    assert listed() == {lift, light, late}
    assert listed(q=lift.number) == {lift}
    assert listed(q=str(elsewhere.pk)) == set()
    assert listed(q="电梯") == {lift}
    assert listed(q="梯停") == {lift}
    assert listed(who="me") == {lift}
    assert listed(who="nobody") == {light, late}
    assert listed(late="on") == {late}
    assert listed(category="resource") == {light}
    assert listed(state="closed") == {closed}
    assert listed(state="all") == {lift, light, late, closed}
    assert listed(region=tree.building2.pk) == set()


def test_the_most_urgent_stand_first(client, sign_in, tree):
    soon = make_case(tree.building, on=timezone.localdate() - timedelta(days=20))
    make_case(tree.building)
    sign_in(tree.worker)

    shown = client.get(page("list")).context["page"].rows

    assert shown[0] == soon


def test_many_are_handed_over_at_once_and_rows_elsewhere_are_no_part_of_it(client, sign_in, tree):
    rows = [make_case(tree.building), make_case(tree.compound)]
    elsewhere = make_case(tree.other_building)
    sign_in(tree.clerk)
    picked = {"pick": [row.pk for row in [*rows, elsewhere]]}

    asked = client.post(page("bulk-assign"), picked)
    assert tree.worker in asked.context["form"].fields["to"].queryset
    client.post(page("bulk-assign"), picked | {"to": tree.worker.pk, "note": ""})

    assert set(Case.objects.filter(assignee=tree.worker)) == set(rows)


def test_the_reporter_stands_on_no_page_but_the_opened_one(client, sign_in, tree):
    leader = make_leader(tree.building, name="陆建国", by=tree.worker)
    group = make_organization(tree.community)
    case = make_case_in("handling", tree.building, by=tree.worker, name="沈阿姨", contact="13900139000")
    manager = make_user(Role.MANAGER, tree.street)
    pages = [
        page("list"), page("detail", case), page("print", case), page("reply", case), page("assign", case),
        reverse("desk:dashboard"), reverse("desk:due-list"), reverse("desk:audit-list"), reverse("desk:read-list"),
        reverse("desk:review-queue"), leader.get_absolute_url(), group.get_absolute_url(),
        reverse("desk:search") + "?q=沈阿姨",
    ]  # fmt: skip
    sign_in(tree.worker)
    opened = client.post(page("reveal", case)).content.decode()
    assert "沈阿姨" in opened and "13900139000" in opened

    sign_in(manager)
    for address in pages:
        shown = client.get(address).content.decode().replace('value="沈阿姨"', "").replace("“沈阿姨”", "")
        assert "沈阿姨" not in shown and "13900139000" not in shown, address
    asked = {"columns": [c.name for c in EXPORT.columns], "purpose": "work", "file_format": "csv"}
    sent = client.post(page("export"), asked)
    text = b"".join(sent.streaming_content).decode() if sent.streaming else sent.content.decode()
    assert "沈阿姨" not in text and "13900139000" not in text
    assert client.post(page("reveal", case)).status_code == 403
    assert ReadLog.objects.filter(verb="case.reveal").count() == 1


def test_papers_and_photos_leave_through_their_own_matter(client, sign_in, tree):
    case, elsewhere = make_case(tree.building), make_case(tree.other_building)
    attach_pdf(case, by=tree.worker)
    photo, hidden = make_case_photo(case), make_case_photo(elsewhere)
    sign_in(tree.worker)

    assert client.get(Document.objects.get().get_absolute_url()).status_code == 200
    assert client.get(page("photo", photo)).status_code == 200
    assert client.get(page("photo", hidden)).status_code == 404
    sign_in(make_user(Role.WORKER, tree.other_community))
    assert client.get(Document.objects.get().get_absolute_url()).status_code == 404


def test_what_is_due_stands_in_the_to_do_and_requests_in_the_queue(tree):
    late = make_case(tree.building, text="路灯不亮。", on=timezone.localdate() - timedelta(days=20))
    make_case_in("handling", tree.building, text="不急的事。")
    request = make_case_request(
        make_case_in("handling", tree.building, text="电梯停了。", by=tree.worker), by=tree.worker
    )

    due = [(task.title, task.due_on, task.verb) for task in tasks(tree.worker)]
    assert ("路灯不亮", late.acknowledge_by, "Take up") in due and "不急的事" not in str(due)
    waiting = entries(queues_of(tree.clerk), tree.clerk)
    assert [(one.url, one.title) for one in waiting] == [
        (
            reverse("leaders:case-request-decide", args=[request.pk]),
            "电梯停了 · 5 working days longer: 配件要从外地运来",
        )
    ]
    assert [one.step for one in waiting] == ["More time for matters"]
    assert not any("case-request" in one.url for one in entries(queues_of(tree.worker), tree.worker))


def test_four_weeks_later_the_worker_is_reminded_to_ask(tree):
    case = make_case_in("closed", tree.building, by=tree.worker, contact="021-5555 0199", text="电梯停了。")
    Case.objects.filter(pk=case.pk).update(settled_at=timezone.now() - timedelta(days=29))

    assert [task.verb for task in tasks(tree.worker)] == ["Ask"]
    assert [task.verb for task in tasks(tree.colleague)] == []


def test_a_second_person_decides_on_more_time(client, sign_in, tree):
    case = make_case_in("handling", tree.building, by=tree.worker)
    sign_in(tree.clerk)
    client.post(page("extension", case), {"days": 3, "text": "等配件"})
    request = case.requests.get()
    decide = reverse("leaders:case-request-decide", args=[request.pk])
    assert client.post(decide, {"decision": "agree"}).status_code == 409
    assert "Say why not." in client.post(decide, {"decision": "refuse"}).content.decode()

    sign_in(make_user(Role.MANAGER, tree.street))
    asked = f"{decide}?queue=case_extension"
    assert 'name="next"' in client.get(asked).content.decode()
    led = client.post(asked, {"decision": "agree", "next": "1"})

    assert led.url == f"{reverse('desk:review-next')}?queue=case_extension"
    case.refresh_from_db()
    assert case.extended_days == 3


def test_joining_by_number_reaches_no_other_street(client, sign_in, tree):
    case, main = make_case(tree.building), make_case_in("handling", tree.building)
    elsewhere = make_case(tree.other_building)
    sign_in(tree.worker)

    for number in (elsewhere.number, "电梯", "SQ-999999"):
        assert "No matter of this number" in client.post(page("merge", case), {"into": number}).content.decode()
    client.post(page("merge", case), {"into": main.number})

    case.refresh_from_db()
    assert case.merged_into == main


def test_two_windows_that_join_the_same_two_say_which_one_is_handled(client, sign_in, tree):
    first, second = make_case_in("handling", tree.building), make_case_in("handling", tree.building)
    sign_in(tree.worker)
    sent = form_on(client.get(page("merge", second)))
    first.merge(by=tree.colleague, into=second)

    told = client.post(page("merge", second), sent | {"into": first.number}).content.decode()

    assert f"{first.number} is joined with {second.number} already; that one is handled." in told


def test_a_second_request_to_publish_says_who_asked_first_and_keeps_what_was_typed(client, sign_in, tree):
    case = make_case_in("answered", tree.building, by=tree.worker, may_publish=True)
    sign_in(tree.clerk)
    sent = form_on(client.get(page("publication", case)))
    make_case_request(case, kind="publication", by=tree.colleague)

    answer = client.post(page("publication", case), sent | {"text": "路灯已修好"})

    told = answer.content.decode()
    assert answer.status_code == 409 and f"{tree.colleague} handed it in on" in told and "路灯已修好" in told


def test_whoever_decides_on_a_request_second_hears_what_the_first_decided(client, sign_in, tree):
    request = make_case_request(make_case_in("handling", tree.building, by=tree.worker), by=tree.worker)
    manager, other = make_user(Role.MANAGER, tree.street), make_user(Role.MANAGER, tree.street)
    sign_in(manager)
    decide = reverse("leaders:case-request-decide", args=[request.pk])
    sent = form_on(client.get(decide))
    request.agree(by=other)

    answer = client.post(decide, sent | {"decision": "refuse", "reason": "不必延期"})

    assert answer.status_code == 409 and f"{other} agreed to" in answer.content.decode()
