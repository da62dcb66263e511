"""The wizard as a person meets it: upload, check, put right, confirm, done, taken back."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leaders.imports.models import ImportBatch, ImportFile, ImportLayout
from leaders.people.models import Leader
from registry.audit.models import ReadLog
from tests.leaders.imports.tables import people, workbook

pytestmark = pytest.mark.django_db


def form(office, data, **more):
    return {
        "subject": "people",
        "region": office.tree.community.pk,
        "table": SimpleUploadedFile("康城楼组长.xlsx", data),
        "known": "ask",
        "started_on": "2026-01-01",
        "term_ends_on": "2028-12-31",
        "basis": "duty",
    } | more


def page(name, batch):
    return reverse(f"leaders:import-{name}", args=[batch.pk])


def upload(client, office, rows, **more):
    response = client.post(reverse("leaders:import-list"), form(office, workbook(rows), **more))
    assert response.status_code == 302, response.context["form"].errors
    return ImportBatch.objects.latest("pk")


def test_from_the_table_to_the_register(office, sign_in):
    client = sign_in(office.clerk)
    batch = upload(
        client,
        office,
        [
            ["姓名", "手机", "楼栋", "职务"],
            ["王芳", "1381672", "12号楼", "楼组长"],
            ["李静", "13900139000", "13号楼", "楼组长"],
        ],
    )

    shown = client.get(batch.get_absolute_url())
    assert shown.context["ready"] == 1 and 'name="cell-0-phone"' in shown.content.decode()
    everything = client.get(f"{batch.get_absolute_url()}?tab=all").content.decode()
    assert "139****9000" in everything and "13900139000" not in everything
    client.post(page("revise", batch), {"cell-0-phone": "138 0013 8000"})
    client.post(page("confirm", batch))

    batch.refresh_from_db()
    assert (batch.state, batch.posts_pending, Leader.objects.count()) == ("done", 2, 2)
    assert client.get(batch.get_absolute_url()).context["written"]
    assert not ImportFile.objects.exists()


def test_a_manager_confirms_the_posts_and_the_clerk_cannot(office, sign_in):
    client = sign_in(office.clerk)
    batch = upload(client, office, [["姓名", "楼栋", "职务"], ["王芳", "12号楼", "楼组长"]])
    client.post(page("confirm", batch))
    assert client.post(page("decide", batch)).status_code == 403

    client = sign_in(office.manager)
    assert client.get(reverse("desk:review-queue")).content.decode().count("康城楼组长.xlsx") == 1
    client.post(page("decide", batch))

    assert Leader.objects.get().leads_building
    shown = client.get(batch.get_absolute_url())
    assert shown.context["batch"].posts_pending == 0
    assert page("undo", batch) not in shown.content.decode()  # what was decided is not taken back with the table


def test_the_import_is_taken_back_by_one_press(office, sign_in):
    client = sign_in(office.clerk)
    batch = upload(client, office, people(3))
    client.post(page("confirm", batch))
    client.post(page("undo", batch))

    batch.refresh_from_db()
    assert (batch.state, Leader.objects.count()) == ("undone", 0)


def test_given_up_nothing_is_left(office, sign_in):
    client = sign_in(office.clerk)
    batch = upload(client, office, people(3))
    client.post(page("drop", batch))

    batch.refresh_from_db()
    assert (batch.state, batch.rows.count(), ImportFile.objects.count()) == ("dropped", 0, 0)


def test_wrong_rows_come_back_as_a_table_with_reasons(office, sign_in):
    client = sign_in(office.clerk)
    batch = upload(
        client,
        office,
        [["名册"], ["姓名", "手机", "楼栋", "别的"], ["", "138", "12号楼", "=1+1"], ["李静", "", "12号楼", ""]],
    )

    response = client.get(page("rejected-file", batch))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]

    assert len(rows) == 2 and rows[1][0] == 3 and rows[1][2:4] == ["138", "12号楼"]
    assert rows[1][4] in (0, "0", "2", None) or sheet["E2"].data_type == "s"
    assert rows[1][-1] and ReadLog.objects.get(verb="import.rejected").rows == 1


def test_columns_put_right_are_remembered_for_the_next_table(office, sign_in):
    client = sign_in(office.clerk)
    rows = [["居民", "号码", "几号"], ["王芳", "13800138000", "12号楼"]]
    batch = upload(client, office, rows)
    assert batch.total == 0

    columns = {"read-0": "1", "header-0": "1", "column-0-0": "name", "column-0-1": "phone", "column-0-2": "building"}
    assert client.get(page("columns", batch)).status_code == 200
    client.post(page("columns", batch), columns)
    batch.refresh_from_db()
    assert batch.counts == {"ready": 1} and ImportLayout.objects.count() == 1

    again = upload(client, office, [rows[0], ["李静", "13900139000", "12号楼"]])
    assert again.counts == {"ready": 1}


def test_hidden_sheets_wait_to_be_asked_for_and_several_are_read(office, sign_in):
    client = sign_in(office.clerk)
    data = workbook(people(2), name="一期", more=[("二期", people(1)), ("旧", people(4))], hidden=["旧"])
    client.post(reverse("leaders:import-list"), form(office, data))

    batch = ImportBatch.objects.get()
    assert batch.total == 3 and set(batch.rows.values_list("sheet", flat=True)) == {"一期", "二期"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_csv_in_both_encodings(office, sign_in, encoding):
    data = "姓名,手机,楼栋\r\n王芳,13800138000,12号楼\r\n".encode(encoding)
    client = sign_in(office.clerk)

    client.post(reverse("leaders:import-list"), form(office, data))

    assert ImportBatch.objects.get().counts == {"ready": 1}


@pytest.mark.parametrize("subject", ["people", "organizations", "places"])
def test_the_template_is_read_back_with_every_column(office, sign_in, subject):
    client = sign_in(office.clerk)
    response = client.get(reverse("leaders:import-template-file", args=[subject]))
    data = b"".join(response.streaming_content)
    assert openpyxl.load_workbook(io.BytesIO(data)).active.freeze_panes == "A2"

    client.post(reverse("leaders:import-list"), form(office, data, subject=subject))

    batch = ImportBatch.objects.get()
    header = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(data)).active[1]]
    assert len(batch.given["sheets"][0]["columns"]) == len(header) and batch.total == 1


def test_a_worker_imports_only_into_the_own_community(office, sign_in):
    client = sign_in(office.worker)

    response = client.post(
        reverse("leaders:import-list"), form(office, workbook(people(1)), region=office.tree.other_community.pk)
    )

    assert "region" in response.context["form"].errors and not ImportBatch.objects.exists()


def test_a_worker_may_not_add_buildings_by_a_table(office, sign_in):
    client = sign_in(office.worker)

    response = client.post(
        reverse("leaders:import-list"), form(office, workbook([["小区"], ["新苑"]]), subject="places")
    )

    assert "subject" in response.context["form"].errors


def test_names_of_files_are_only_shown(office, sign_in):
    client = sign_in(office.clerk)
    data = workbook(people(1))
    table = SimpleUploadedFile("x.xlsx", data)
    table._name = "../../a\r\nb<script>.xlsx"
    client.post(reverse("leaders:import-list"), form(office, data, table=table))

    name = ImportBatch.objects.get().file_name
    assert "/" not in name and "\n" not in name


def test_a_long_label_has_its_own_line_on_a_phone_and_an_empty_cell_says_nothing(office, sign_in):
    client = sign_in(office.clerk)
    batch = upload(client, office, [["姓名", "手机", "楼栋", "备注"], ["王3芳", "13800138000", "12号楼", ""]])
    said = client.get(batch.get_absolute_url()).content.decode()

    assert 'class="line"></td>' in said  # the remarks
    assert said.count('<span class="tag') == 2  # the state of the import once, and that of its row
