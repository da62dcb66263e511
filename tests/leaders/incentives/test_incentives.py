from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from communities.notices.models import Notice
from leaders.incentives.models import Incentive
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import (
    make_approved_incentive,
    make_awarded_incentive,
    make_incentive,
    make_incentive_on_notice,
    make_leader,
    make_notice,
    make_opinion,
    make_organization,
    make_returned_incentive,
    make_tree,
    make_user,
)

LONG_AGO = TODAY - timedelta(days=40)
MONEY = {"form": "allowance", "amount": Decimal("200.00"), "budget_source": "街道自治经费"}


@pytest.fixture
def leader(tree):
    return make_leader(tree.building, name="陆建国")


def code_of(refused):
    return refused.value.code


def test_from_the_proposal_to_the_certificate(leader):
    row = make_awarded_incentive(leader)

    row.refresh_from_db()
    assert (row.state, row.awarded_on, row.certificate_number) == ("awarded", TODAY, f"GM-RY-{TODAY.year}-0001")
    verbs = list(
        AuditEntry.objects.filter(object_type="leaders.incentive").order_by("id").values_list("verb", flat=True)
    )
    assert verbs == ["incentive.propose", "incentive.decide", "incentive.on_notice", "incentive.awarded"]


def test_nobody_decides_what_they_proposed(leader):
    worker = make_user()
    row = make_incentive(leader, by=worker)

    for verb, more in (("decide", {}), ("send_back", {"reason": "x"})):
        with pytest.raises(ValidationError) as refused:
            getattr(row, verb)(by=worker, **more)
        assert code_of(refused) == "own"
    with pytest.raises(IntegrityError), transaction.atomic():
        Incentive.objects.filter(pk=row.pk).update(state="approved", decided_by=worker, decided_at=timezone.now())


def test_a_returned_one_is_corrected_and_decided_anew(leader):
    row = make_returned_incentive(leader)
    row.achievements = "六月起每周巡楼两次。"

    row.propose(by=make_user())

    row.refresh_from_db()
    assert (row.state, row.decided_by, row.reason, row.achievements) == ("proposed", None, "", "六月起每周巡楼两次。")


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("proposed", "award"),
        ("proposed", "object"),
        ("approved", "decide"),
        ("approved", "award"),
        ("on_notice", "decide"),
        ("on_notice", "send_back"),
        ("on_notice", "resume"),
        ("awarded", "award"),
        ("awarded", "withdraw"),
        ("withdrawn", "decide"),
    ],
)
def test_a_verb_out_of_turn_changes_nothing(leader, state, verb):
    make = {
        "proposed": make_incentive,
        "approved": make_approved_incentive,
        "on_notice": make_incentive_on_notice,
        "awarded": make_awarded_incentive,
        "withdrawn": make_incentive,
    }[state]
    row = make(leader)
    if state == "withdrawn":
        row.withdraw(by=make_user(), reason="本人不愿意")
    more = {"reason": "x"} if verb in ("object", "send_back", "resume", "withdraw") else {}

    with pytest.raises(ValidationError) as refused:
        getattr(row, verb)(by=make_user(), **more)

    assert code_of(refused) == "stale"
    assert Incentive.objects.get(pk=row.pk).state == state


def test_it_is_not_awarded_before_the_notice_ends(leader):
    row = make_incentive_on_notice(leader)

    with pytest.raises(ValidationError, match="until the end of") as refused:
        row.award(by=make_user())

    assert code_of(refused) == "early"


def test_an_unanswered_opinion_blocks_the_award_until_it_is_answered(leader):
    row = make_incentive_on_notice(leader, on=LONG_AGO)
    opinion = make_opinion(row.notice)
    with pytest.raises(ValidationError) as refused:
        row.award(by=make_user())
    assert code_of(refused) == "unanswered"

    opinion.reply(by=make_user(), text="已核实，不影响。")
    with pytest.raises(ValidationError) as refused:
        row.award(by=make_user())
    assert code_of(refused) == "open"
    Notice.objects.get().close(by=make_user(), result="已答复")
    row.award(by=make_user())

    assert row.state == "awarded"


def test_an_objection_stops_the_award_until_it_is_cleared(leader):
    row = make_incentive_on_notice(leader, on=LONG_AGO)
    make_opinion(row.notice, side="support").reply(by=make_user(), text="谢谢")
    with pytest.raises(ValidationError) as refused:
        row.object(by=make_user(), reason="核实")
    assert code_of(refused) == "none"
    make_opinion(row.notice).reply(by=make_user(), text="正在核实")
    row.object(by=make_user(), reason="核实时间")
    row.notice.close(by=make_user(), result="有一条意见，正在核实")
    with pytest.raises(ValidationError) as refused:
        row.award(by=make_user())
    assert code_of(refused) == "stale"

    row.resume(by=make_user(), reason="时间无误")
    row.award(by=make_user())

    assert row.state == "awarded"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": None}, "amount"),
        ({"amount": Decimal("-5")}, "amount"),
        ({"amount": Decimal("0")}, "amount"),
        ({"budget_source": " "}, "budget_source"),
    ],
)
def test_money_needs_an_amount_and_a_source(leader, change, field):
    with pytest.raises(ValidationError) as refused:
        make_incentive(leader, **MONEY | change)

    assert field in refused.value.message_dict


def test_thanks_carry_no_money(leader):
    row = make_incentive(leader, form="letter", amount=Decimal("500"), budget_source="经费")

    assert (row.kind, row.amount, row.budget_source) == ("spiritual", None, "")


@pytest.mark.parametrize(
    "values",
    [{"amount": None}, {"budget_source": ""}, {"amount": Decimal("-1")}, {"kind": "spiritual"}, {"organization": 0}],
)
def test_the_database_keeps_it_too(leader, tree, values):
    row = make_incentive(leader, **MONEY)
    if "organization" in values:
        values = {"organization": make_organization(tree.community)}

    with pytest.raises(IntegrityError), transaction.atomic():
        Incentive.objects.filter(pk=row.pk).update(**values)


def test_money_has_no_certificate(leader):
    assert make_awarded_incentive(leader, **MONEY).certificate_number == ""


def test_the_wording_offered_keeps_to_thanks():
    labels = " ".join(str(label) for label in Incentive.Form.labels)

    assert "commend" not in labels.lower().replace("recommendation", "")


def at_once(count, act):
    barrier, won = Barrier(count), []

    def run(number):
        barrier.wait(timeout=20)
        try:
            act(number)
            won.append(number)
        except ValidationError:
            pass
        finally:
            connection.close()

    threads = [Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return won


@pytest.mark.django_db(transaction=True)
def test_of_four_managers_deciding_at_once_one_wins():
    tree = make_tree()
    managers = [make_user() for _number in range(4)]
    row = make_incentive(make_leader(tree.building))

    def decide(number):
        mine = Incentive.objects.get(pk=row.pk)
        if number % 2:
            mine.decide(by=managers[number])
        else:
            mine.send_back(by=managers[number], reason="请写清楚")

    assert len(at_once(4, decide)) == 1
    assert AuditEntry.objects.filter(verb__in=["incentive.decide", "incentive.return"]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_awarded_twice_at_once_is_awarded_once_and_eight_get_eight_numbers():
    tree = make_tree()
    manager = make_user()
    notice = make_notice(tree.street, on=LONG_AGO)
    rows = []
    for number in range(8):
        row = make_approved_incentive(make_leader(tree.building, name=f"人{'甲乙丙丁戊己庚辛'[number]}"))
        row.put_on_notice(by=manager, notice=notice)
        rows.append(row)
    notice.close(by=manager, result="无意见")

    won = at_once(9, lambda number: Incentive.objects.get(pk=rows[min(number, 7)].pk).award(by=manager))

    serials = Incentive.objects.awarded().order_by("certificate_serial").values_list("certificate_serial", flat=True)
    assert len(won) == 8 and list(serials) == list(range(1, 9))
