"""One entry, many forms: an office's own table or letter filled from a list; nothing runs, nothing unknown is taken."""

import io
import zipfile
from decimal import Decimal

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from registry.accounts.roles import Role
from registry.audit.models import ReadLog
from registry.sheets import fill
from registry.sheets.gate import Refused
from registry.sheets.models import Blank
from tests.factories import make_leader, make_organization, make_support, make_tree, make_user

pytestmark = pytest.mark.django_db


def table(*rows, merged=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def letter(*texts):
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def cells(data):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows()]


def words(data):
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


ROWS = [{"姓名": "王芳", "金额": 3}, {"姓名": "=1+1", "金额": 4}]


def test_a_line_of_a_table_is_repeated_and_what_stands_below_moves_down():
    form = table(
        ["{{标题}}"], ["姓名", "金额"], ["{{姓名}}", "{{金额}}"], ["合计{{合计金额}}元"], merged=["A1:B1", "A4:B4"]
    )

    data, ending = fill.fill(form, ROWS, {"标题": "台账", "合计金额": 7})

    assert ending == "xlsx"
    assert cells(data) == [["台账", None], ["姓名", "金额"], ["王芳", 3], ["=1+1", 4], ["合计7元", None]]
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert {str(one) for one in sheet.merged_cells.ranges} == {"A1:B1", "A5:B5"} and sheet["A4"].data_type == "s"


def test_an_amount_has_its_two_decimals_in_a_sentence_and_is_a_number_alone():
    rows = [{"金额": Decimal("3600.00"), "学时": Decimal("13.5")}]

    book, _ending = fill.fill(table(["{{金额}}", "{{金额}}元，{{学时}}学时"]), rows, {})
    page, _ending = fill.fill(letter("{{金额}}元，{{学时}}学时"), rows, {})

    assert cells(book) == [[3600, "3600.00元，13.5学时"]]
    assert words(page) == ["3600.00元，13.5学时"]


def test_a_card_gets_a_sheet_for_each_record():
    data, _ending = fill.fill(table(["姓名", "{{姓名}}"], ["金额", "{{金额}}"]), ROWS, {})

    book = openpyxl.load_workbook(io.BytesIO(data))
    assert sorted(sheet["B1"].value for sheet in book) == ["=1+1", "王芳"]


def test_a_letter_for_each_record_and_one_with_a_list():
    one, ending = fill.fill(letter("{{姓名}}同志：{{今日}}"), ROWS[:1], {"今日": "2026-11-26"})
    assert (ending, words(one)) == ("docx", ["王芳同志：2026-11-26"])

    many, ending = fill.fill(letter("{{姓名}}同志"), ROWS, {})
    assert ending == "zip" and len(zipfile.ZipFile(io.BytesIO(many)).namelist()) == 2

    listed, ending = fill.fill(letter("{% for 行 in 名单 %}{{行.姓名}}、{% endfor %}"), ROWS, {})
    assert (ending, words(listed)) == ("docx", ["王芳、=1+1、"])


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ 姓名.__class__ }}",
        "{{ 姓名.upper() }}",
        "{{ cycler.__init__.__globals__.os.popen('id') }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{{ 'a' * 10**10 }}",
        "{{ 没有这个 }}",
        "{% for a in 名单 %}",
    ],
)
def test_no_code_runs_in_a_letter(text):
    with pytest.raises(Refused):
        fill.fill(letter(text), ROWS[:1], {})


def test_a_form_that_merges_the_whole_sheet_is_refused_before_it_is_opened():
    good = table(["{{姓名}}"], merged=["A1:B1"])
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"A1:B1", b"A1:XFD1048576"))

    with pytest.raises(Refused):
        fill.names_in(file.getvalue())


def test_markup_in_a_name_stays_text():
    data, _ending = fill.fill(letter("{{姓名}}"), [{"姓名": "<b>&王</b>"}], {})

    assert words(data) == ["<b>&王</b>"]


@pytest.fixture
def office():
    tree = make_tree()
    make_leader(tree.building, name="王芳", phone="13800138000")
    make_leader(tree.other_building, name="外面", phone="13900139000")
    return tree


def page():
    return reverse("leaders:leader-export")


def send(client, value):
    return client.post(page(), {"columns": ["name"], "file_format": value, "purpose": "report"})


def add(client, data, name="名单.xlsx"):
    return client.post(page(), {"blank-add": "1", "blank": SimpleUploadedFile(name, data)})


def test_an_office_adds_its_form_and_gets_it_filled_with_its_own_rows(office, sign_in):
    client = sign_in(make_user(Role.OFFICE, office.street))
    label = client.get(page()).context["places"][1]

    assert add(client, table(["{{" + label + "}}", "{{制表人}}"])).status_code == 302
    blank = Blank.objects.get()
    response = send(client, f"blank-{blank.pk}")

    assert cells(response.content)[0][0] == "王芳" and len(cells(response.content)) == 1
    entry = ReadLog.objects.get(verb="leader.export")
    assert entry.rows == 1 and entry.purpose and entry.columns


def test_unknown_places_are_told(office, sign_in):
    client = sign_in(make_user(Role.OFFICE, office.street))

    response = add(client, table(["{{身高}}", "{{体重}}"]))

    assert "体重, 身高" in str(response.context["blank_form"].errors) and not Blank.objects.exists()


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"%PDF-1.7", letter("没有占位")])
def test_what_is_no_form_is_told(office, sign_in, data):
    client = sign_in(make_user(Role.OFFICE, office.street))

    response = add(client, data, "x.docx")

    assert response.context["blank_form"].errors and not Blank.objects.exists()


def test_forms_of_the_street_serve_its_communities_and_nobody_else(office, sign_in):
    client = sign_in(make_user(Role.OFFICE, office.street))
    label = client.get(page()).context["places"][1]
    add(client, table(["{{" + label + "}}"]))
    blank = Blank.objects.get()

    worker = sign_in(make_user(Role.WORKER, office.community))
    assert send(worker, f"blank-{blank.pk}").status_code == 200
    assert worker.post(page(), {"blank-drop": blank.pk}).status_code == 403
    other = sign_in(make_user(Role.OFFICE, office.other_street))
    assert "file_format" in send(other, f"blank-{blank.pk}").context["form"].errors
    assert other.post(page(), {"blank-drop": blank.pk}).status_code == 404

    clerk = sign_in(make_user(Role.OFFICE, office.street))
    assert clerk.post(page(), {"blank-drop": blank.pk}).status_code == 302 and not Blank.objects.exists()


def test_a_column_one_may_not_see_is_no_place(office, sign_in, monkeypatch):
    granted = {role: set() for role in Role}
    monkeypatch.setattr(
        "communities.scope.roles_granting", lambda permission: set() if permission == "leader_reveal" else set(granted)
    )
    client = sign_in(make_user(Role.OFFICE, office.street))

    assert len(client.get(page()).context["places"]) == 9


@pytest.mark.parametrize(
    "name",
    [
        "leaders:leader-export",
        "communities:filing-export",
        "leaders:training-short-export",
        "leaders:incentive-export",
        "communities:support-export",
    ],
)
def test_the_usual_ledgers_ship(office, sign_in, name):
    make_support(make_organization(office.community), granted="1200.50")
    client = sign_in(make_user(Role.MANAGER, office.street))
    form = client.get(reverse(name)).context["form"]
    offered = [value for value, _label in form.fields["columns"].choices]

    response = client.post(reverse(name), {"columns": offered[:1], "file_format": "ledger", "purpose": "report"})

    rows = cells(response.content)
    assert rows[0][0] and not any("{{" in str(cell) for row in rows for cell in row)
    if name == "communities:support-export":
        assert rows[3][0] == 1 and 1200.5 in rows[3] and 1200.5 in rows[4]
