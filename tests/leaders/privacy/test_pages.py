"""Personal data on its pages: the copy holds what is kept and nothing of others, a request is answered in time."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from communities.settings_of_street.models import Rule
from communities.workdays import add_workdays
from leaders.people.models import Leader
from leaders.privacy.models import Erasure
from registry.accounts.roles import Role
from registry.audit.log import record_read
from registry.audit.models import ReadLog
from tests.clock import TODAY
from tests.factories import (
    make_case,
    make_consent,
    make_current,
    make_earlier_honour,
    make_ended,
    make_erasure,
    make_leader,
    make_reserve_place,
    make_user,
)
from tests.factories.conduct import make_review

pytestmark = pytest.mark.django_db
ASKS = {"purpose": "本人到窗口，核对身份证"}


def book_of(answer):
    """{sheet: [rows]} of the workbook."""
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def test_the_copy_holds_what_is_kept_and_who_looked(client, tree, worker, sign_in):
    leader = make_leader(tree.building, name="欧阳若兰", phone="13911112222", birth_year=1960, biography="=1+1爱花")
    make_review(make_ended(leader, region=tree.building), "dismissed")
    make_earlier_honour(leader, title="最美家庭")
    make_consent(leader)
    make_case(tree.community, source="leader", leader=leader, title="路灯不亮")
    other = make_leader(tree.building, name="邻居")
    make_earlier_honour(other, title="别人的荣誉")
    looker = make_user(Role.OFFICE, tree.street, display_name="顾看过")
    record_read("leader.view", leader, by=looker)
    sign_in(worker)
    page = reverse("leaders:personal-copy", args=[leader.pk])
    assert "13911112222" not in client.get(page).content.decode()

    book = book_of(client.post(page, ASKS))

    text = str(book)
    for kept in ("欧阳若兰", "13911112222", "1960", "=1+1爱花", "最美家庭", "路灯不亮", "顾看过", leader.number):
        assert kept in text
    assert "别人的荣誉" not in text and "邻居" not in text
    assert not any("onduct" in title for title in book)
    entry = ReadLog.objects.get(verb="personal_copy.export")
    assert (entry.actor, entry.object_id, entry.purpose) == (worker, leader.pk, ASKS["purpose"])


def test_the_copy_names_who_may_look(client, tree, worker, sign_in):
    leader = make_leader(tree.building)
    here = make_user(Role.MANAGER, tree.street, display_name="街道负责人甲")
    for role, place, name in (
        (Role.MANAGER, tree.other_street, "别处的"), (Role.OVERSEER, tree.county, "只看数字的"),
        (Role.WORKER, tree.other_community, "别的社区的"),
    ):  # fmt: skip
        make_user(role, place, display_name=name)
    make_user(Role.OFFICE, tree.street, display_name="已停用的", is_active=False)
    sign_in(worker)

    book = book_of(client.post(reverse("leaders:personal-copy", args=[leader.pk]), ASKS))

    assert [row[:2] for row in book["Who may look"][1:]] == [
        [str(here), "Street manager"],
        [str(worker), "Community worker"],
    ]


def test_without_a_purpose_no_copy_is_made(client, tree, worker, sign_in):
    leader = make_leader(tree.building)
    sign_in(worker)

    answer = client.post(reverse("leaders:personal-copy", args=[leader.pk]), {"purpose": " "})

    assert answer.status_code == 200 and "purpose" in answer.context["form"].errors
    assert not ReadLog.objects.filter(verb="personal_copy.export").exists()


def test_what_another_office_keeps_is_its_own_to_copy(client, tree, worker, sign_in):
    leader = make_leader(tree.building)
    make_ended(leader, region=tree.building)
    make_ended(leader, region=tree.other_building)
    sign_in(worker)

    book = book_of(client.post(reverse("leaders:personal-copy", args=[leader.pk]), ASKS))

    assert ["Kept by other offices, which make their own copies", 1] in book["The record"]
    assert tree.building.name in str(book) and str(tree.other_building.parent) not in str(book)


def test_a_request_goes_from_the_desk_to_the_manager_and_is_carried_out(client, tree, sign_in):
    worker, manager = make_user(Role.WORKER, tree.community), make_user(Role.MANAGER, tree.street)
    leader = make_leader(tree.building, name="欧阳若兰")
    make_reserve_place(leader, tree.compound)
    sign_in(worker)
    asked = {"asker": "person", "asked_on": TODAY.isoformat(), "words": "不想再登记"}
    entered = client.post(reverse("leaders:erasure-create", args=[leader.pk]), asked, follow=True)
    row = Erasure.objects.get()
    assert str(row.answer_by) in entered.content.decode() and row.answer_by == add_workdays(TODAY, 15)
    assert client.post(row.get_absolute_url(), {"decision": "pass"}).status_code == 403
    sign_in(manager)
    queue = client.get(reverse("desk:review-queue")).content.decode()
    page = client.get(row.get_absolute_url())
    assert row.get_absolute_url() in queue and [kind.number for kind in page.context["hanging"]] == [1]

    form = page.context["form"]
    sent = {"decision": "pass", "seen": form["seen"].value(), "hung": form.fields["hung"].initial}
    answer = client.post(row.get_absolute_url(), sent, follow=True)

    assert answer.status_code == 200
    row.refresh_from_db()
    assert row.state == "done" and Leader.objects.get(pk=leader.pk).erased_on == TODAY
    assert "欧阳若兰" not in client.get(row.get_absolute_url()).content.decode()
    assert row.words == "(erased)"


def test_the_page_names_what_still_needs_the_data_and_the_verdict_is_refused(client, tree, manager, sign_in):
    leader = make_leader(tree.building)
    row = make_erasure(leader)
    sign_in(manager)
    page = client.get(row.get_absolute_url())
    form = page.context["form"]
    make_current(leader, region=tree.building)  # meanwhile, in another window

    sent = {"decision": "pass", "seen": form["seen"].value(), "hung": form.fields["hung"].initial}
    first = client.post(row.get_absolute_url(), sent)
    sent["hung"] = first.context["form"].fields["hung"].initial
    second = client.post(row.get_absolute_url(), sent)

    assert first.status_code == 409 and second.context["needed_by"]
    assert Erasure.objects.get().state == "pending" and Leader.objects.get(pk=leader.pk).erased_on is None


def test_a_refusal_needs_its_reason_and_keeps_everything(client, tree, manager, sign_in):
    row = make_erasure(make_leader(tree.building, name="欧阳若兰"))
    sign_in(manager)
    seen = client.get(row.get_absolute_url()).context["form"]["seen"].value()

    without = client.post(row.get_absolute_url(), {"decision": "return", "reason": "", "seen": seen})
    client.post(row.get_absolute_url(), {"decision": "return", "reason": "任期至2027年", "seen": seen})

    assert "reason" in without.context["form"].errors
    row.refresh_from_db()
    assert (row.state, row.reason, row.leader.name) == ("refused", "任期至2027年", "欧阳若兰")


def test_nobody_decides_a_request_of_their_own_and_whoever_entered_it_may_withdraw(tree):
    manager = make_user(Role.MANAGER, tree.street)
    row = make_erasure(make_leader(tree.building), by=manager)

    with pytest.raises(ValidationError) as own:
        row.decide(by=manager)
    with pytest.raises(ValidationError):
        row.withdraw(by=make_user(Role.WORKER, tree.community))
    row.withdraw(by=manager)

    assert own.value.code == "own" and row.state == "withdrawn"


def test_one_request_waits_at_a_time_and_none_is_of_tomorrow(tree):
    leader = make_leader(tree.building)
    with pytest.raises(ValidationError):
        make_erasure(leader, asked_on=TODAY + timedelta(days=1))
    make_erasure(leader)

    with pytest.raises(ValidationError) as taken:
        make_erasure(leader)

    assert taken.value.code == "taken"


def test_the_street_sets_how_long_it_takes_and_what_is_late_says_so(client, tree, manager, sign_in, clock):
    Rule(name="erasure_days", region=tree.street, value=10, effective_from=TODAY, note="1号").set(by=manager)
    row = make_erasure(make_leader(tree.building))
    assert row.answer_by == add_workdays(TODAY, 10)
    clock.shift((row.answer_by - TODAY + timedelta(days=1)).total_seconds())
    sign_in(manager)

    page = client.get(row.get_absolute_url()).content.decode()

    assert row.is_overdue and "is over" in page
