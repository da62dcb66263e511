from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from communities.notices.models import Notice, Opinion
from communities.notices.models.opinion import mask_contact
from communities.settings_of_street.models import Rule, RuleName
from registry.audit.models import AuditEntry, ReadLog
from tests.clock import TODAY
from tests.exports import export_text
from tests.factories import (
    make_incentive_on_notice,
    make_leader,
    make_notice,
    make_opinion,
    make_organization,
    make_user,
)

pytestmark = pytest.mark.django_db
LONG_AGO = TODAY - timedelta(days=40)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (date(2026, 9, 28), date(2026, 10, 10)),  # National Day 1–7 October, Saturday the 10th is worked
        (date(2026, 9, 24), date(2026, 10, 9)),  # Mid-Autumn on the 25th, then National Day
        (date(2026, 2, 11), date(2026, 2, 25)),  # Spring Festival 15–23 February, Saturday the 14th is worked
        (date(2026, 11, 16), date(2026, 11, 23)),
        (date(2026, 11, 20), date(2026, 11, 27)),
    ],
)
def test_five_working_days_over_holidays(tree, begins, ends):
    assert make_notice(tree.street, on=begins).ends_on == ends


def test_a_year_without_announced_holidays_is_told(tree, client, office, sign_in):
    notice = make_notice(tree.street, on=date(2027, 9, 27))

    assert notice.is_reckoned_without_holidays
    assert "are not announced yet" in sign_in(office).get(notice.get_absolute_url()).content.decode()


def test_the_streets_setting_is_the_fewest_and_counts_from_its_day(tree):
    Rule(name=RuleName.NOTICE_DAYS, region=tree.street, value=7, effective_from=TODAY, note="1号").set(by=make_user())

    with pytest.raises(ValidationError, match="Between 7 and 60"):
        make_notice(tree.street, workdays=5)
    assert make_notice(tree.street, workdays=None).workdays == 7


def test_numbers_in_the_text_are_masked_and_told(tree, office, sign_in):
    typed = {"title": "公示", "body": "有意见请打13800138000。", "region": tree.street.pk, "workdays": 5}

    page = sign_in(office).post(reverse("communities:notice-create"), typed, follow=True).content.decode()

    assert Notice.objects.get().body == "有意见请打138********。"
    assert "were masked" in page and "13800138000" not in page


def test_too_few_days_stand_beside_the_field_and_everything_is_kept(tree, office, sign_in):
    typed = {"title": "公示", "body": "请提意见。", "region": tree.street.pk, "workdays": 2}

    page = sign_in(office).post(reverse("communities:notice-create"), typed).content.decode()

    assert page.count("Between 5 and 60 working days.") == 2 and "请提意见。" in page
    assert Notice.objects.count() == 0


def test_it_closes_after_its_last_day_only(tree):
    notice = make_notice(tree.street)
    with pytest.raises(ValidationError) as refused:
        notice.close(by=make_user(), result="无意见")
    assert refused.value.code == "early"
    Notice.objects.filter(pk=notice.pk).update(ends_on=TODAY, published_on=LONG_AGO)
    with pytest.raises(ValidationError) as refused:
        notice.close(by=make_user(), result="无意见")  # its last day is a day of the notice
    assert refused.value.code == "early"

    Notice.objects.filter(pk=notice.pk).update(ends_on=TODAY - timedelta(days=1), published_on=LONG_AGO)
    notice.close(by=make_user(), result="无意见")

    assert (notice.state, notice.result) == ("closed", "无意见")
    assert AuditEntry.objects.filter(verb="notice.closed").count() == 1


def test_an_unanswered_opinion_keeps_it_open(tree):
    notice = make_notice(tree.street, on=LONG_AGO)
    opinion = make_opinion(notice)
    with pytest.raises(ValidationError) as refused:
        notice.close(by=make_user(), result="已答复")
    assert refused.value.code == "unanswered"

    opinion.reply(by=make_user(), text="已核实。")
    notice.close(by=make_user(), result="已答复")

    assert notice.state == "closed"


@pytest.mark.parametrize("verb", ["close", "withdraw"])
def test_a_word_is_needed_to_end_it(tree, verb):
    notice = make_notice(tree.street, on=LONG_AGO)

    with pytest.raises(ValidationError) as refused:
        getattr(notice, verb)(by=make_user(), **{"result" if verb == "close" else "reason": " "})

    assert refused.value.code == "reason" and Notice.objects.get().state == "open"


def test_what_was_on_a_withdrawn_notice_goes_back(tree):
    incentive = make_incentive_on_notice(make_leader(tree.building))

    incentive.notice.withdraw(by=make_user(), reason="名单有误")

    incentive.refresh_from_db()
    assert (incentive.state, incentive.notice) == ("approved", None)


def test_ended_twice_is_stale(tree):
    notice = make_notice(tree.street)
    notice.withdraw(by=make_user(), reason="有误")

    with pytest.raises(ValidationError) as refused:
        Notice.objects.get().withdraw(by=make_user(), reason="又来")

    assert refused.value.code == "stale"


def test_an_opinion_is_answered_once_in_two_windows(tree, office, sign_in):
    opinion = make_opinion(make_notice(tree.street))
    page = reverse("communities:notice-answer", args=[opinion.pk])
    client = sign_in(office)

    assert client.post(page, {"text": "已核实。"}).status_code == 302
    second = client.post(page, {"text": "又一次"})

    opinion.refresh_from_db()
    assert (second.status_code, opinion.answer) == (409, "已核实。")
    assert "又一次" in second.content.decode()


def test_supporters_are_thanked_together_and_objections_are_not(tree, office, sign_in):
    notice = make_notice(tree.street)
    rows = [make_opinion(notice, side) for side in ("support", "support", "objection")]

    sign_in(office).post(reverse("communities:notice-thank", args=[notice.pk]))

    assert [Opinion.objects.get(pk=row.pk).answered_at is not None for row in rows] == [True, True, False]


def test_the_sender_is_sealed_masked_and_opened_with_a_trace(tree, office, sign_in):
    opinion = make_opinion(make_notice(tree.street), name="金晓明", contact="13900139000")
    assert "金晓明" not in str(Opinion.objects.values().get()) and "13900139000" not in str(
        Opinion.objects.values().get()
    )
    client = sign_in(office)
    answer = client.get(reverse("communities:notice-answer", args=[opinion.pk])).content.decode()
    assert "金**" in answer and "139****9000" in answer and "金晓明" not in answer

    opened = client.post(reverse("communities:notice-reveal", args=[opinion.pk])).content.decode()

    assert "金晓明" in opened and "13900139000" in opened
    assert ReadLog.objects.get(verb="opinion.reveal").actor == office


def test_the_database_keeps_ends_and_answers_signed(tree):
    notice = make_notice(tree.street)
    opinion = make_opinion(notice)

    for rows, values in [
        (Notice.objects.filter(pk=notice.pk), {"state": "closed"}),
        (Notice.objects.filter(pk=notice.pk), {"ended_at": timezone.now()}),
        (Opinion.objects.filter(pk=opinion.pk), {"answer": "x"}),
        (Opinion.objects.filter(pk=opinion.pk), {"answered_at": timezone.now()}),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


def test_the_sweep_closes_nothing_and_forgets_old_senders(tree, capsys):
    late = make_notice(tree.street, on=LONG_AGO, title="迟到的公示")
    make_notice(tree.street, title="进行中的公示")
    old = make_notice(tree.street, on=LONG_AGO)
    opinion = make_opinion(old, name="金晓明", contact="13900139000")
    opinion.reply(by=make_user(), text="已核实。")
    old.close(by=make_user(), result="已答复")
    Notice.objects.filter(pk=old.pk).update(ended_at=timezone.now() - timedelta(days=61))

    call_command("sweep_notices", dry_run=True)
    assert Opinion.objects.identified().count() == 1
    call_command("sweep_notices")

    said = capsys.readouterr().out
    assert "迟到的公示" in said and "进行中的公示" not in said and "forgot 1 senders" in said
    assert Opinion.objects.identified().count() == 0
    late.refresh_from_db()
    assert late.state == "open"


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_row_and_for_three(tree, office, sign_in, django_assert_max_num_queries, count):
    for number in range(count):
        notice = make_notice(tree.street, title=f"公示{number}")
        for _number in range(count):
            make_opinion(notice)
    for _number in range(count):
        make_organization(tree.community)
    client = sign_in(office)
    client.get(reverse("communities:notice-list"))

    with django_assert_max_num_queries(8):
        client.get(reverse("communities:notice-list"))
    with django_assert_max_num_queries(10):
        client.get(notice.get_absolute_url())


def test_the_export_is_logged(tree, office, sign_in):
    make_notice(tree.street, title="=1+1")

    text = export_text(sign_in(office), reverse("communities:notice-export"))

    assert "'=1+1" in text and ReadLog.objects.filter(verb="notice.export").count() == 1


def test_a_notice_ending_soon_is_on_the_to_do_list(tree, office, sign_in):
    notice = make_notice(tree.street, on=LONG_AGO, title="催一催")

    assert notice.get_absolute_url() in sign_in(office).get(reverse("desk:due-list")).content.decode()


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("139 0013-9000", "139****9000"),
        ("wang@example.org", "wa***"),
        ("3楼", "3楼***"),
        ("1234567", "12***"),
        ("", ""),
    ],
)
def test_of_a_contact_only_what_tells_two_apart_is_shown(contact, shown):
    assert mask_contact(contact) == shown
