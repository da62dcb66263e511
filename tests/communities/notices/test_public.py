"""Public notices as a resident, and an attacker, meets them."""

from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.urls import reverse
from django.utils import timezone

from communities.notices.forms.public import signer
from communities.notices.models import Notice, Opinion
from communities.records.throttle import SendingCount
from communities.satisfaction.models import SatisfactionAnswer, satisfaction_figures
from leaders.consents.actions import give_consents
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import (
    make_current,
    make_incentive_on_notice,
    make_leader,
    make_notice,
    make_organization,
    make_user,
)

pytestmark = pytest.mark.django_db
LONG_AGO = TODAY - timedelta(days=40)


@pytest.fixture
def notice(tree):
    return make_notice(tree.street, title="暖心名单公示")


def page_of(notice):
    return reverse("directory:notice", args=[notice.pk])


def typed(seconds=30, **fields):
    """What the form sends when it was shown so many seconds ago."""
    stamp = signer.sign_object(timezone.now().timestamp() - seconds)
    return {"side": "objection", "text": "请核实。", "name": "", "contact": "", "website": "", "stamp": stamp} | fields


def test_an_opinion_arrives_and_its_answer_is_read_by_the_secret(client, notice):
    response = client.post(page_of(notice), typed(name="金晓明", contact="13900139000"))
    mine = client.get(response.url)
    assert "received" in mine.content.decode() and mine["Cache-Control"] == "no-store"

    Opinion.objects.get().reply(by=make_user(), text="已核实，时间有误，已更正。")

    later = client.get(response.url).content.decode()
    assert "已核实，时间有误，已更正。" in later and "金晓明" not in later and "13900139000" not in later
    assert client.get(reverse("directory:opinion", args=["guess"])).status_code == 404


def test_numbers_in_an_opinion_are_masked_before_they_are_kept(client, notice):
    client.post(page_of(notice), typed(text="打１３８ ００１３ ８０００或021-54881234，证号310112195501011231"))

    kept = Opinion.objects.get().text
    assert kept == "打１３８ **** ****或021-********，证号310***************"


def test_a_script_stays_text(client, notice, tree, sign_in):
    evil = "<script>alert(1)</script>{{7*7}}"
    receipt = client.post(page_of(notice), typed(text=evil, name='"><img onerror=1>')).url

    shown = client.get(receipt).content.decode()

    assert (
        "<script>alert" not in shown and "&lt;script&gt;" in shown and "49" not in shown.split("&lt;script&gt;")[1][:40]
    )


def test_nothing_tells_who_sent_it(client, notice):
    client.post(page_of(notice), typed(), REMOTE_ADDR="203.0.113.7")

    rows = [*Opinion.objects.values(), *SendingCount.objects.values(), *AuditEntry.objects.values()]
    assert "203.0.113.7" not in str(rows)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"website": "http://spam"}, "should have stayed empty"),
        ({"seconds": 1}, "within three seconds"),
        ({"seconds": 3 * 3600}, "more than two hours"),
        ({"stamp": ""}, "more than two hours"),
        ({"stamp": Signer(salt="other").sign_object(0)}, "more than two hours"),
        ({"text": ""}, "Fill in “"),
        ({"text": "x" * 1001}, "at most 1000 characters"),
        ({"side": "nonsense"}, "Select a valid choice"),
        ({"text": "a\x07b"}, "cannot be shown"),
    ],
)
def test_what_a_machine_sends_is_refused_and_what_was_typed_is_kept(client, notice, change, told):
    response = client.post(page_of(notice), typed(**{"name": "金晓明"} | change))

    page = response.content.decode()
    assert response.status_code == 200 and told in page and "金晓明" in page
    assert Opinion.objects.count() == 0


def test_an_expired_form_can_be_sent_again_as_it_is(client, notice):
    page = client.post(page_of(notice), typed(seconds=3 * 3600)).content.decode()
    fresh = page.split('name="stamp" value="')[1].split('"')[0]

    assert timezone.now().timestamp() - signer.unsign_object(fresh) < 60


def test_the_sixth_opinion_of_an_hour_waits(client, notice):
    for _number in range(5):
        assert client.post(page_of(notice), typed()).status_code == 302

    refused = client.post(page_of(notice), typed())

    assert refused.status_code == 429 and 0 < int(refused["Retry-After"]) <= 3600
    assert client.post(page_of(notice), typed(), REMOTE_ADDR="203.0.113.9").status_code == 302
    assert Opinion.objects.count() == 6


def test_a_forwarded_address_of_the_clients_own_making_does_not_help(client, notice):
    codes = [client.post(page_of(notice), typed(), HTTP_X_FORWARDED_FOR=f"10.0.0.{n}").status_code for n in range(6)]

    assert codes == [302] * 5 + [429]


def test_a_missing_token_is_refused(client, notice):
    strict = type(client)(enforce_csrf_checks=True)

    assert strict.post(page_of(notice), typed()).status_code == 403


def test_after_its_last_day_the_page_is_gone_and_only_a_line_without_names_stays(client, tree):
    notice = make_notice(tree.street, on=LONG_AGO, title="暖心名单公示")
    assert client.get(page_of(notice)).status_code == 404
    assert client.post(page_of(notice), typed()).status_code == 404
    notice.close(by=make_user(), result="陆建国等三人无异议")

    listed = client.get(reverse("directory:notices")).content.decode()

    assert "Notice closed" in listed and "古美街道" in listed
    assert "暖心名单公示" not in listed and "陆建国" not in listed
    Notice.objects.update(ended_at=timezone.now() - timedelta(days=31))
    assert "Notice closed" not in client.get(reverse("directory:notices")).content.decode()


@pytest.mark.parametrize("consented", [False, True])
def test_a_person_on_notice_is_named_only_with_consent(client, tree, consented):
    leader = make_leader(tree.building, name="陆建国", phone="13800138000")
    make_current(leader, region=tree.building)
    if consented:
        give_consents(leader, ["name"], by=make_user(), given_on="2026-01-01")

    text = client.get(page_of(make_incentive_on_notice(leader).notice)).content.decode()

    assert ("陆建国" in text) is consented
    assert "平南苑 12号楼" in text and "8000" not in text


def test_what_was_revoked_meanwhile_leaves_the_notice(client, tree):
    incentive = make_incentive_on_notice(make_organization(tree.community, name="晨光合唱队"))
    assert "晨光合唱队" in client.get(page_of(incentive.notice)).content.decode()

    incentive.withdraw(by=make_user(), reason="本队退出")

    assert "晨光合唱队" not in client.get(page_of(incentive.notice)).content.decode()


def test_satisfaction_shows_from_five_answers_on_and_one_household_is_no_crowd(client, tree):
    team = make_organization(tree.community, is_published=True)
    page = reverse("directory:organization-satisfaction", args=[team.pk])
    stamp = {"stamp": typed()["stamp"], "website": ""}
    codes = [client.post(page, stamp | {"score": 5}).status_code for _number in range(4)]
    assert codes == [302, 302, 302, 429]
    client.post(page, stamp | {"score": 4}, REMOTE_ADDR="203.0.113.1")
    assert satisfaction_figures(organizations=[team]) == {}

    client.post(page, stamp | {"score": 4}, REMOTE_ADDR="203.0.113.2")

    assert satisfaction_figures(organizations=[team]) == {team: {"answers": 5, "mean": 4.6}}
    assert {row.month.day for row in SatisfactionAnswer.objects.all()} == {1}


@pytest.mark.parametrize("score", ["0", "6", "", "x"])
def test_a_score_out_of_range_is_refused(client, tree, score):
    page = reverse("directory:building-satisfaction", args=[tree.building.pk])

    assert client.post(page, {"stamp": typed()["stamp"], "score": score}).status_code == 200
    assert SatisfactionAnswer.objects.count() == 0


def test_a_hidden_organization_and_a_compound_are_not_asked_about(client, tree):
    hidden = make_organization(tree.community)

    assert client.get(reverse("directory:organization-satisfaction", args=[hidden.pk])).status_code == 404
    assert client.get(reverse("directory:building-satisfaction", args=[tree.compound.pk])).status_code == 404


def test_public_contexts_hold_no_model_instance(client, notice):
    receipt = client.post(page_of(notice), typed()).url

    for path in [page_of(notice), reverse("directory:notices"), receipt, reverse("directory:honours"), "/"]:
        for layer in client.get(path).context:
            for key, value in layer.flatten().items() if hasattr(layer, "flatten") else []:
                assert not hasattr(value, "_meta") or key in {"user"}
