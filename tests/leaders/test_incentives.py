from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.notices.models import Notice, Opinion
from communities.organizations.models import Organization
from leaders.consents.actions import give_consents
from leaders.incentives.actions import propose_batch, put_on_notice, satisfaction_for
from leaders.incentives.models import Incentive
from leaders.incentives.models.eligibility import FACTS, refuse_unless_eligible
from leaders.people.models import Kind
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import (
    make_approved_incentive,
    make_awarded_incentive,
    make_current,
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
def tree(db):
    return make_tree()


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
    assert verbs == ["incentive.propose", "incentive.approved", "incentive.on_notice", "incentive.awarded"]


def test_nobody_decides_what_they_proposed(leader):
    worker = make_user()
    row = make_incentive(leader, by=worker)

    for verb, more in (("approve", {}), ("return_", {"reason": "x"})):
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
        ("approved", "approve"),
        ("approved", "award"),
        ("on_notice", "approve"),
        ("on_notice", "return_"),
        ("on_notice", "resume"),
        ("awarded", "award"),
        ("awarded", "withdraw"),
        ("withdrawn", "approve"),
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
    more = {"reason": "x"} if verb in ("object", "return_", "resume", "withdraw") else {}

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


# --- money --------------------------------------------------------------------
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


# --- who may get one --------------------------------------------------------------
def test_material_support_for_a_chair_is_refused_with_the_reason_and_thanks_are_not(tree):
    chair = make_leader(tree.compound, name="郑敏")
    make_current(chair, Kind.ESTATE, region=tree.compound)

    with pytest.raises(ValidationError, match="owners' assembly") as refused:
        make_incentive(chair, **MONEY)

    assert code_of(refused) == "chair"
    assert make_incentive(chair).state == "proposed"


def test_whoever_becomes_a_chair_meanwhile_is_refused_at_each_later_step(tree, leader):
    proposed, agreed = make_incentive(leader, **MONEY), make_approved_incentive(leader, **MONEY)
    told = make_incentive_on_notice(leader, on=LONG_AGO, **MONEY)
    told.notice.close(by=make_user(), result="无意见")
    make_current(leader, Kind.ESTATE, region=tree.compound)

    for act in (
        lambda: proposed.approve(by=make_user()),
        lambda: put_on_notice([agreed], by=make_user(), title="公示", body="请提意见", workdays=5),
        lambda: told.award(by=make_user()),
    ):
        with pytest.raises(ValidationError) as refused:
            act()
        assert code_of(refused) == "chair"


def test_nothing_new_while_an_authority_restrains_the_organization(tree):
    team = make_organization(tree.community)
    Organization.objects.filter(pk=team.pk).update(restraint="restricted")

    with pytest.raises(ValidationError) as refused:
        make_incentive(team)

    assert code_of(refused) == "restrained"


def test_eligibility_reads_the_listed_facts_and_nothing_else(tree, leader):
    team = make_organization(tree.community)

    with CaptureQueriesContext(
        connection,
    ) as sent:
        refuse_unless_eligible(is_material=True, leader=leader)
        with transaction.atomic():
            refuse_unless_eligible(is_material=True, organization=team)

    allowed = {fact.split(":")[0] for fact in FACTS}
    tables = set(connection.introspection.table_names())
    read = {table for table in tables for query in sent.captured_queries if f'"{table}"' in query["sql"]}
    assert read == allowed


def test_raising_matters_and_objections_lowers_nothing(tree, leader):
    """A leader who objected to others under the own name is proposed, agreed and awarded like anybody."""
    for _number in range(6):
        notice = make_incentive_on_notice(make_leader(tree.building2, name="钟桂英"), on=LONG_AGO).notice
        make_opinion(notice, name=leader.name, text="我是陆建国，我不同意。")
    assert Opinion.objects.count() == 6

    row = make_awarded_incentive(leader)

    assert row.state == "awarded"


# --- lists ---------------------------------------------------------------------------
TEXT = {
    "form": "certificate",
    "title": "热心楼组长",
    "achievements": "热心。",
    "amount": None,
    "budget_source": "",
    "batch": "2026",
}


def test_a_list_is_proposed_whole_or_not_at_all(tree, leader):
    chair = make_leader(tree.compound, name="郑敏")
    make_current(chair, Kind.ESTATE, region=tree.compound)

    with pytest.raises(ValidationError, match="郑敏"):
        propose_batch([leader, chair], by=make_user(), text=TEXT | MONEY)
    assert Incentive.objects.count() == 0

    assert propose_batch([leader, chair], by=make_user(), text=TEXT) == 2


def test_a_list_stands_on_one_notice_and_one_may_leave_it_before(tree, leader):
    rows = [
        make_approved_incentive(leader, batch="2026"),
        make_approved_incentive(make_organization(tree.community), batch="2026"),
    ]
    third = make_approved_incentive(make_leader(tree.building2), batch="2026")
    third.leave_batch(by=make_user())

    notice, masked = put_on_notice(rows, by=make_user(), title="名单", body="电话13800138000", workdays=5)

    assert masked and notice.incentives.count() == 2 and notice.region == tree.community
    assert Incentive.objects.get(pk=third.pk).batch == ""


def test_a_list_of_two_communities_is_told_in_the_street(tree, leader, client, sign_in):
    there = make_organization(tree.community2)
    rows = [make_approved_incentive(leader), make_approved_incentive(there)]

    notice, _masked = put_on_notice(rows, by=make_user(), title="名单", body="请提意见", workdays=5)

    assert notice.region == tree.street
    page = sign_in(make_user(Role.WORKER, tree.community)).get(rows[0].get_absolute_url()).content.decode()
    assert "名单" in page and notice.get_absolute_url() not in page  # a link out of reach would only lead to a 404


def test_incentives_of_two_streets_need_two_notices(tree, leader):
    rows = [make_approved_incentive(leader), make_approved_incentive(make_leader(tree.other_building))]

    with pytest.raises(ValidationError) as refused:
        put_on_notice(rows, by=make_user(), title="名单", body="请提意见", workdays=5)

    assert code_of(refused) == "streets" and Notice.objects.count() == 0


# --- certificates ---------------------------------------------------------------------
def test_numbers_run_without_gaps_in_each_street_also_after_a_failure(tree, leader):
    other = make_leader(tree.other_building)
    first = make_awarded_incentive(leader)
    second = make_incentive_on_notice(leader, on=LONG_AGO)
    second.notice.close(by=make_user(), result="无意见")
    with pytest.raises(RuntimeError), transaction.atomic():
        second.award(by=make_user())
        raise RuntimeError
    second.refresh_from_db()
    second.award(by=make_user())

    numbers = [row.certificate_number for row in (first, second, make_awarded_incentive(other))]
    assert numbers == [f"GM-RY-{TODAY.year}-0001", f"GM-RY-{TODAY.year}-0002", f"XZ-RY-{TODAY.year}-0001"]


# --- what stands beside it ------------------------------------------------------------
def test_a_person_has_no_figure_of_an_own(tree, leader):
    assert satisfaction_for(leader) == []
    make_current(leader, region=tree.building)

    assert satisfaction_for(leader) == [("平南苑 12号楼", None)]


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
            mine.approve(by=managers[number])
        else:
            mine.return_(by=managers[number], reason="请写清楚")

    assert len(at_once(4, decide)) == 1
    assert AuditEntry.objects.filter(verb__in=["incentive.approved", "incentive.returned"]).count() == 1


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


def test_the_honours_of_a_person_need_both_consents(client, leader, tree):
    make_current(leader, region=tree.building)
    make_awarded_incentive(leader, title="暖心楼组长")

    def shown():
        return "暖心楼组长" in client.get("/honours/").content.decode()

    assert not shown()
    give_consents(leader, ["honours"], by=make_user(), given_on="2026-01-01")
    assert not shown()
    give_consents(leader, ["name"], by=make_user(), given_on="2026-01-01")
    assert shown()
    page = f"/leaders/{leader.appointments.get().pk}/"
    assert "暖心楼组长" in client.get(page).content.decode()
    leader.consents.get(field="honours").withdraw(by=make_user())

    assert not shown() and "暖心楼组长" not in client.get(page).content.decode()


def test_the_honours_of_an_organization_show_while_it_is_published(client, tree):
    team = make_organization(tree.community, name="晨光合唱队", is_published=True)
    make_awarded_incentive(team, title="活力团队")
    make_awarded_incentive(team, title="经费", **MONEY | {"form": "funds"})
    wall = client.get("/honours/").content.decode()
    assert "晨光合唱队" in wall and "活力团队" in wall and "200.00" not in wall and "经费" not in wall

    team.publish(by=make_user(), shown=False)

    assert "晨光合唱队" not in client.get("/honours/").content.decode()
