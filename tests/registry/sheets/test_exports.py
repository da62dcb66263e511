"""Lists as files: columns chosen and remembered, each checked, the purpose logged, no formula, Chinese names."""

import io
import re
from datetime import date
from decimal import Decimal
from urllib.parse import unquote

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.pages.exports import Export
from communities.postings.models import Posting
from registry.accounts.roles import Permission, Role
from registry.audit.models import ReadLog
from registry.sheets.columns import Column
from registry.sheets.export import safe_cell, write_xlsx
from registry.sheets.models import ExportChoice
from tests.exports import export, export_rows, export_text
from tests.factories import make_leader, make_organization, make_support, make_user
from tests.test_permissions import PAGES

pytestmark = pytest.mark.django_db


def page(name="leaders:leader-export"):
    return reverse(name)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", "\x00=1", " =1"])
def test_no_text_leaves_as_a_formula(text):
    file = io.BytesIO()
    write_xlsx(file, ["甲"], [[text]])
    cell = openpyxl.load_workbook(file).active["A2"]

    assert safe_cell(text).startswith("'")
    assert cell.data_type == "s" and cell.quotePrefix


def test_numbers_days_and_emptiness_keep_their_kind():
    file = io.BytesIO()
    write_xlsx(file, ["甲"] * 4, [[-5, Decimal("-1.20"), date(2026, 3, 1), None]])
    cells = [cell.value for cell in openpyxl.load_workbook(file).active[2]]

    assert cells[0] == -5 and cells[1] == -1.2 and cells[2].date() == date(2026, 3, 1) and cells[3] is None
    assert (safe_cell(-5), safe_cell(Decimal("-1.20")), safe_cell(None)) == ("-5", "-1.20", "")


def test_a_cell_longer_than_excel_takes_is_cut_and_not_lost():
    file = io.BytesIO()
    write_xlsx(file, ["甲"], [["字" * 40_000]])

    assert len(openpyxl.load_workbook(file).active["A2"].value) == 32_767


def test_the_page_asks_first_and_nothing_is_logged_by_looking(tree, manager, sign_in):
    make_leader(tree.building)

    response = sign_in(manager).get(page())

    assert response.status_code == 200 and response.context["count"] == 1
    assert not ReadLog.objects.exists()


@pytest.mark.parametrize(
    ("columns", "purpose", "wrong"),
    [
        ([], "check", "columns"),
        (["name"], "", "purpose"),
        (["name"], "other", "purpose_text"),
        (["x"], "check", "columns"),
    ],
)
def test_without_columns_or_purpose_nothing_leaves(tree, manager, sign_in, columns, purpose, wrong):
    make_leader(tree.building)
    form = {"columns": columns, "purpose": purpose, "file_format": "csv"}

    response = sign_in(manager).post(page(), form)

    assert wrong in response.context["form"].errors
    assert not ReadLog.objects.exists()


def test_columns_and_kind_of_file_are_remembered_for_each_person(tree, manager, sign_in):
    make_leader(tree.building, name="王芳")
    client = sign_in(manager)

    export(client, page(), columns=["name", "stage"])
    form = client.get(page()).context["form"]
    assert form.initial == {"columns": ["name", "stage"], "file_format": "csv"}

    other = sign_in(make_user(Role.MANAGER, tree.street)).get(page()).context["form"]
    assert "phone" in other.initial["columns"] and other.initial["file_format"] == "xlsx"
    assert ExportChoice.objects.count() == 1


def test_purpose_columns_and_rows_stand_in_the_log(tree, manager, sign_in):
    make_leader(tree.building)
    make_leader(tree.building)

    export_text(sign_in(manager), page(), columns=["name"], purpose="other", purpose_text="换届")

    entry = ReadLog.objects.get()
    assert (entry.verb, entry.rows, entry.purpose) == ("leader.export", 2, "换届")
    assert entry.columns and entry.actor == manager


def test_another_office_that_gets_the_file_is_named_and_stands_in_the_log(tree, manager, sign_in):
    make_leader(tree.building)
    client = sign_in(manager)

    refused = export(client, page(), columns=["name"], purpose="given", recipient=" ")
    assert refused.context["form"].errors["recipient"] == ["Name the office that gets the file."]
    assert not ReadLog.objects.exists()
    export_text(client, page(), columns=["name"], purpose="given", recipient="区民政局")

    assert ReadLog.objects.get().recipient == "区民政局"
    assert "given to 区民政局" in client.get(reverse("desk:read-list")).content.decode()


def test_a_column_of_its_own_permission_is_empty_where_it_is_not_held(tree, sign_in, monkeypatch):
    """A worker here who only looks over there may not take the numbers of over there."""
    user = make_user(Role.MANAGER, tree.street)
    Posting.objects.create(user=user, region=tree.other_street, role=Role.OVERSEER)
    columns = (
        Column("name", "name", "name"),
        Column("phone", "phone", "open_phone", Permission.LEADER_REVEAL),
        Column("never", "never", "name", "nobody_has_this"),
    )
    declared = Export("leader", "x", Permission.LEADER_LIST, columns)
    make_leader(tree.building, name="近", phone="13800138000")
    make_leader(tree.other_building, name="远", phone="13900139000")
    of = reverse("leaders:leader-export")
    monkeypatch.setattr("leaders.registration.views.leaders.LeaderList.exports", declared)

    rows = export_rows(sign_in(user), of)

    assert sorted(rows[1:], key=str) == sorted([["近", "13800138000"], ["远", None]], key=str)
    assert rows[0] == ["name", "phone"]


def test_full_numbers_are_no_usual_column(tree, manager, sign_in):
    initial = sign_in(manager).get(page()).context["form"].initial

    assert "phone_full" not in initial["columns"]


def test_the_file_holds_the_rows_in_reach_of_the_right_to_export(tree, manager, sign_in):
    make_leader(tree.building, name="里")
    make_leader(tree.other_building, name="外")

    rows = export_rows(sign_in(manager), page(), columns=["name"])

    assert [row[0] for row in rows[1:]] == ["里"]


def test_picked_rows_are_asked_about_and_ids_from_elsewhere_do_not_exist(tree, manager, sign_in):
    here, _unpicked = make_leader(tree.building, name="选"), make_leader(tree.building, name="未选")
    there = make_leader(tree.other_building, name="外")
    client, picks = sign_in(manager), [here.pk, there.pk]

    asked = client.post(page(), {"pick": picks})
    text = export_text(client, page(), columns=["name"], pick=picks)

    assert asked.context["count"] == 1 and f'name="pick" value="{here.pk}"' in asked.content.decode()
    assert text.splitlines()[1:] == ["选"]


def test_picks_of_nonsense_pick_nothing(tree, manager, sign_in):
    make_leader(tree.building, name="选")

    text = export_text(sign_in(manager), page(), columns=["name"], pick=["x", "99999999999999999999999"])

    assert text.splitlines()[1:] == []


def test_the_name_of_the_file_is_chinese(tree, manager, sign_in):
    make_support(make_organization(tree.community))
    client = sign_in(manager)

    for file_format in ("csv", "xlsx"):
        address = reverse("communities:support-export")
        response = export(client, address, file_format=file_format, HTTP_ACCEPT_LANGUAGE="zh-hans")
        said = response["Content-Disposition"]
        assert said.startswith("attachment;") and said.endswith(f".{file_format}")
        assert unquote(said.split("''")[1])


def test_amounts_are_numbers_in_the_workbook(tree, manager, sign_in):
    make_support(make_organization(tree.community), granted="1200.50")

    rows = export_rows(sign_in(manager), reverse("communities:support-export"), columns=["granted", "from"])

    assert rows[1][0] == 1200.5 and rows[1][1].year >= 2000


def asked(client, address):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        b"".join(export(client, address).streaming_content)
    return len(seen)


def test_a_file_of_many_rows_asks_as_often_as_one_of_one_row(tree, manager, sign_in):
    make_leader(tree.building)
    client = sign_in(manager)
    export(client, page())  # the choice is remembered from here on
    of_one = asked(client, page())
    for _number in range(14):
        make_leader(tree.building)

    assert asked(client, page()) == of_one


AMOUNT_OR_DAY = re.compile(r"-?[\d,]+(?:\.\d+)?|\d{4}-\d\d-\d\d.*")
EXPORTS = [page for page in PAGES if page[0].endswith("-export")]


@pytest.mark.parametrize("name", [page[0] for page in EXPORTS])
def test_every_list_leaves_as_a_workbook_with_every_column_it_offers(
    name, sign_in, django_assert_max_num_queries, world
):
    tree, _users, _rows = world
    client = sign_in(make_user(Role.MANAGER, tree.street))

    with django_assert_max_num_queries(40):
        rows = export_rows(client, reverse(name))

    assert len(rows[0]) == len(set(rows[0])) >= 4
    assert ExportChoice.objects.count() == 1
    cells = [(head, cell) for line in rows[1:] for head, cell in zip(rows[0], line, strict=True)]
    as_text = {head for head, cell in cells if isinstance(cell, str) and AMOUNT_OR_DAY.fullmatch(cell)}
    assert as_text <= {"Full phone number", "List"}, "a number or a day that cannot be added up or sorted"
