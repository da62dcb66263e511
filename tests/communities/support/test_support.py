"""The ledger: never over the grant, two people for money, sums that agree to the fen."""

import re
import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from communities.documents.models import Document
from communities.organizations.models import Organization
from communities.support.models import Support, SupportEntry
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.exports import export_text
from tests.factories import make_organization, make_support, make_tree, make_user

pytestmark = pytest.mark.django_db


def book(support, amount, kind="used", **fields):
    values = {"on": TODAY, "what_for": "球拍", "by": make_user()}
    return support.book(kind, Decimal(amount), **(values | fields))


def code_of(refused):
    return refused.value.code if hasattr(refused.value, "code") else None


def test_money_waits_for_a_second_person_and_the_rest_counts_at_once(tree):
    team, clerk = make_organization(tree.community), make_user()

    thing = make_support(team)
    money = make_support(team, granted="500.00", confirmed=False, by=clerk)

    assert (thing.state, money.state) == ("granted", "pending")
    with pytest.raises(ValidationError) as refused:
        money.decide(by=clerk)
    assert code_of(refused) == "own"
    money.decide(by=make_user())
    with pytest.raises(ValidationError) as refused:
        money.decide(by=make_user())
    assert code_of(refused) == "stale"


def test_the_database_refuses_money_confirmed_by_who_entered_it(tree):
    money = make_support(make_organization(tree.community), granted="500.00")

    with pytest.raises(IntegrityError), transaction.atomic():
        Support.objects.filter(pk=money.pk).update(decided_by=money.submitted_by)


def test_a_returned_grant_is_corrected_and_waits_again(tree):
    money = make_support(make_organization(tree.community), granted="500.00", confirmed=False)
    money.send_back(by=make_user(), reason="来源写全称")
    money.budget_source = "莘庄镇社区公益金"

    money.enter(by=make_user())

    money.refresh_from_db()
    assert (money.state, money.decided_by, money.return_reason) == ("pending", None, "")


def test_what_is_corrected_stands_in_the_log(tree, worker):
    ball = make_support(make_organization(tree.community), title="球拍", granted="0.00", kind="equipment")
    ball.title = "乒乓球拍"

    ball.enter(by=worker)

    line = AuditEntry.objects.get(verb="support.update")
    assert (line.actor, line.changes["title"]) == (worker, ["球拍", "乒乓球拍"])


def test_lines_never_go_over_the_grant(tree):
    money = make_support(make_organization(tree.community), granted="100.00")
    book(money, "60.00")
    book(money, "30.00", "returned")

    with pytest.raises(ValidationError) as refused:
        book(money, "10.01")

    assert code_of(refused) == "over"
    assert "10.00" in refused.value.message
    assert SupportEntry.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Support.objects.filter(pk=money.pk).update(used=Decimal("70.01"))


def test_tenths_add_up_to_the_whole_grant(tree):
    """0.10 + 0.20 is 0.30, also where the database reckons decimals as floats."""
    money = make_support(make_organization(tree.community), granted="0.30")

    book(money, "0.10")
    book(money, "0.20")

    assert money.remaining == Decimal("0.00")


def test_a_wrong_line_is_met_by_a_counter_line_once(tree):
    money = make_support(make_organization(tree.community), granted="100.00")
    wrong = book(money, "60.00")

    wrong.take_back(by=make_user(), what_for="记错")

    money.refresh_from_db()
    assert (money.used, money.remaining) == (Decimal("0.00"), Decimal("100.00"))
    with pytest.raises(ValidationError):
        wrong.take_back(by=make_user(), what_for="再记一次")
    assert [line.signed for line in money.entries.all()] == [Decimal("60.00"), Decimal("-60.00")]


def test_a_counter_line_is_not_taken_back_itself(tree):
    money = make_support(make_organization(tree.community), granted="100.00")
    counter = book(money, "60.00").take_back(by=make_user(), what_for="记错")

    with pytest.raises(ValidationError):
        counter.take_back(by=make_user(), what_for="没有记错")

    money.refresh_from_db()
    assert (money.used, money.entries.count()) == (Decimal("0.00"), 2)


def test_a_page_offers_to_withdraw_only_what_nothing_is_booked_on(tree, sign_in):
    money = make_support(make_organization(tree.community), granted="100.00")
    client = sign_in(make_user(Role.WORKER, tree.community))
    page, way = money.get_absolute_url(), reverse("communities:support-cancel", args=[money.pk])

    assert way in client.get(page).content.decode()
    line = book(money, "60.00")
    assert way not in client.get(page).content.decode()
    line.take_back(by=make_user(), what_for="记错")
    assert way in client.get(page).content.decode()


def test_settling_gives_the_rest_back_and_a_used_grant_is_not_withdrawn(tree):
    money = make_support(make_organization(tree.community), granted="100.00")
    book(money, "60.50")
    with pytest.raises(ValidationError) as refused:
        money.cancel(by=make_user(), note="x")
    assert code_of(refused) == "used"

    money.close(by=make_user())

    money.refresh_from_db()
    assert (money.state, money.returned, money.remaining) == ("closed", Decimal("39.50"), Decimal("0.00"))
    with pytest.raises(ValidationError):
        book(money, "1.00")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"granted": Decimal("-1.00")}, "granted"),
        ({"granted": Decimal("1.005")}, "granted"),
        ({"granted": Decimal("5.00"), "budget_source": ""}, "budget_source"),
        ({"kind": Support.Kind.FUNDS}, "granted"),
        ({"period_until": date(2020, 1, 1)}, "period_until"),
        ({"year": 1999}, "year"),
    ],
)
def test_a_senseless_grant_is_refused_beside_its_field(tree, fields, field):
    values = {"kind": "equipment", "title": "球拍", "year": TODAY.year, "period_from": TODAY, "period_until": TODAY}
    support = Support(organization=make_organization(tree.community), **(values | {"budget_source": "社区"} | fields))

    with pytest.raises(ValidationError) as refused:
        support.enter(by=make_user())

    assert field in refused.value.error_dict
    assert Support.objects.count() == 0


@pytest.mark.parametrize("restraint", ["restricted", "banned"])
def test_nothing_new_while_a_decision_of_an_authority_stands(tree, restraint):
    team = make_organization(tree.community)
    waiting = make_support(team, granted="100.00", confirmed=False)
    Organization.objects.filter(pk=team.pk).update(restraint=restraint)

    for act in (lambda: make_support(team), lambda: waiting.decide(by=make_user())):
        with pytest.raises(ValidationError) as refused:
            act()
        assert code_of(refused) == "restrained"


@pytest.mark.parametrize(
    ("granted", "said"), [("300.00", "The 290.00 yuan that are left"), ("0.00", "No line is booked")]
)
def test_what_is_settled_says_how_much_is_given_back(client, tree, sign_in, granted, said):
    money = make_support(make_organization(tree.community), granted=granted)
    if money.granted:
        money.book("used", Decimal("10.00"), on=TODAY, what_for="球拍", by=make_user())
    sign_in(make_user(Role.WORKER, tree.community))

    assert said in client.get(reverse("communities:support-close", args=[money.pk])).content.decode()


def test_an_amount_that_cannot_be_read_is_told_once(client, tree, sign_in):
    group = make_organization(tree.community)
    sign_in(make_user(Role.WORKER, tree.community))
    typed = {"organization": group.pk, "kind": "funds", "title": "材料", "granted": "约一千", "budget_source": "公益金"}

    form = client.post(reverse("communities:support-create"), typed).context["form"]

    assert len(form.errors["granted"]) == 1


def test_a_worker_enters_support_for_the_own_groups_only(client, tree, sign_in):
    mine, elsewhere = make_organization(tree.community), make_organization(tree.other_community)
    sign_in(make_user(Role.WORKER, tree.community))
    form = {
        "kind": "funds", "title": "服装", "granted": "1200.50", "budget_source": "公益金", "year": "2026",
        "period_from": TODAY.isoformat(), "period_until": TODAY.isoformat(),
    }  # fmt: skip

    refused = client.post(reverse("communities:support-create"), form | {"organization": elsewhere.pk})
    wrong = client.post(reverse("communities:support-create"), form | {"organization": mine.pk, "granted": "-5"})
    done = client.post(reverse("communities:support-create"), form | {"organization": mine.pk})
    Organization.objects.filter(pk=mine.pk).update(restraint="restricted")
    barred = client.post(reverse("communities:support-create"), form | {"organization": mine.pk})

    assert "Activities restricted" in barred.context["form"].errors["organization"][0]
    assert "organization" in refused.context["form"].errors
    assert wrong.context["form"].errors["granted"] and wrong.context["form"]["title"].value() == "服装"
    assert done.status_code == 302
    assert [(row.organization, row.state) for row in Support.objects.all()] == [(mine, "pending")]


def test_the_ledger_exports_what_the_filter_leaves_and_logs_it(client, tree, sign_in):
    make_support(make_organization(tree.community, name="舞蹈队"), title="=cmd")
    make_support(make_organization(tree.community2), title="音响")
    sign_in(make_user(Role.MANAGER, tree.street))

    address = f"{reverse('communities:support-export')}?region={tree.community.pk}"
    lines = export_text(client, address).splitlines()

    assert len(lines) == 2
    assert "'=cmd" in lines[1]


@pytest.mark.django_db(transaction=True)
def test_two_people_booking_at_once_stay_inside_the_grant():
    tree = make_tree()
    money = make_support(make_organization(tree.community), granted="100.00")
    people = [make_user() for _number in range(4)]
    outcomes, gate = [], threading.Barrier(4)

    def run(person):
        gate.wait()
        try:
            Support.objects.get(pk=money.pk).book("used", Decimal("40.00"), on=TODAY, what_for="x", by=person)
            outcomes.append("booked")
        except ValidationError as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    money.refresh_from_db()
    assert sorted(outcomes) == ["booked", "booked", "over", "over"]
    assert money.used == Decimal("80.00") == sum(line.amount for line in money.entries.all())


@pytest.mark.parametrize("rows", [1, 3])
def test_the_ledger_asks_equally_often_for_any_number_of_rows(client, tree, sign_in, django_assert_num_queries, rows):
    for number in range(rows):
        make_support(make_organization(tree.community), title=f"球拍{number}")
    sign_in(make_user(Role.WORKER, tree.community))
    client.get(reverse("communities:support-list"))

    with django_assert_num_queries(7):
        client.get(reverse("communities:support-list"))


def test_what_runs_out_with_money_left_is_due(client, tree, sign_in):
    make_support(make_organization(tree.community), granted="80.00", period_until=TODAY + timedelta(days=9))
    sign_in(make_user(Role.WORKER, tree.community))

    due = client.get(reverse("desk:due-list")).context["due"]

    assert [(task.days_left, task.verb) for task in due] == [(9, "Settle support")]


def test_what_was_applied_for_stands_beside_what_was_granted(client, tree, sign_in):
    team = make_organization(tree.community)
    plain = make_support(team, granted="300.00")
    asked = make_support(team, granted="300.00", applied=Decimal("1234.50"), confirmed=False)
    assert (plain.applied, asked.applied) == (Decimal("300.00"), Decimal("1234.50"))
    with pytest.raises(ValidationError) as refused:
        make_support(team, granted="300.00", applied=Decimal("299.99"))
    assert "applied" in refused.value.error_dict
    book(plain, "60.50")
    book(plain, "39.50", "returned")
    sign_in(make_user(Role.WORKER, tree.community))

    page = client.get(reverse("communities:support-list")).content.decode()

    cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r'<td role="cell" class="r".*?</td>', page)]
    assert sorted([cells[:5], cells[5:]]) == [
        ["1,234.50", "—", "—", "—", "—"],  # nobody has granted it yet
        ["300.00", "300.00", "60.50", "39.50", "200.00"],
    ]
    assert plain.granted == plain.used + plain.returned + plain.remaining


def test_a_line_lies_inside_the_period_of_its_support(tree):
    money = make_support(
        make_organization(tree.community), granted="100.00",
        period_from=TODAY - timedelta(days=20), period_until=TODAY - timedelta(days=5),
    )  # fmt: skip
    for days, kind in ((21, "used"), (4, "used"), (21, "returned")):
        with pytest.raises(ValidationError) as refused:
            book(money, "1.00", kind, on=TODAY - timedelta(days=days))
        assert code_of(refused) == "period" or "on" in refused.value.error_dict
    book(money, "1.00", on=TODAY - timedelta(days=20))
    book(money, "1.00", on=TODAY - timedelta(days=5))
    book(money, "1.00", "returned")  # what is left comes back when the time is over
    money.close(by=make_user())
    assert money.entries.count() == 4


def test_receipts_lie_with_their_line_and_come_in_after_settling_too(client, tree, sign_in):
    money = make_support(make_organization(tree.community), granted="100.00")
    line = book(money, "60.00")
    money.close(by=make_user())
    worker = make_user(Role.WORKER, tree.community)
    sign_in(worker)
    page = reverse("communities:support-receipt", args=[line.pk])

    bill = SimpleUploadedFile("bill.pdf", b"%PDF-1.4 bill", content_type="application/pdf")
    assert client.post(page, {"title": "发票 017", "file": bill}).status_code == 302

    shown = client.get(money.get_absolute_url()).content.decode()
    assert "发票 017" in shown and page in shown
    receipt = Document.objects.get()
    assert receipt.region_path == tree.community.path
    client.post(reverse("communities:document-remove", args=[receipt.pk]))
    assert Document.objects.filter(removed_at=None).exists()  # what was settled with stays
    sign_in(make_user(Role.WORKER, tree.other_community))
    assert client.get(receipt.get_absolute_url()).status_code == 404


def test_the_lines_of_all_grants_leave_as_a_file_and_add_up(client, tree, sign_in):
    team = make_organization(tree.community, name="舞蹈队")
    money = make_support(team, granted="100.00")
    wrong = book(money, "10.00")
    wrong.take_back(by=make_user(), what_for="记错")
    book(money, "60.55", what_for="服装")
    book(make_support(make_organization(tree.other_community), granted="9.00"), "9.00")
    sign_in(make_user(Role.OFFICE, tree.street))

    page = client.get(reverse("communities:support-line-list"))
    assert page.context["totals"] == {"used": Decimal("60.55"), "returned": Decimal("0.00")}
    text = export_text(client, reverse("communities:support-line-export") + "?q=" + "舞蹈队")

    rows = [line.split(",") for line in text.splitlines()[1:]]
    assert sum(Decimal(row[7].strip("'\"")) for row in rows) == Decimal("60.55")
    assert len(rows) == 3 and any("服装" in row for row in rows)
