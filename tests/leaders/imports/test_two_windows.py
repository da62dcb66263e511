"""One table worked on in two windows: cells are merged or told, columns told, and nothing unseen is written."""

import pytest
from django.urls import reverse

from tests.leaders.imports.test_people import said, states
from tests.windows import FormReader, seen_on

pytestmark = pytest.mark.django_db
ROWS = [
    ["姓名", "性别", "手机", "楼栋", "职务"],
    ["王芳", "女", "1380013800", "12号楼", "楼组长"],
    ["李梅", "女", "1390013900", "13号楼", "楼组长"],
]


def fields_on(page, name):
    """What the form of the page that goes to `name` sends."""
    part = page.content.decode().split(f'action="{name}"', 1)[1].split("</form>", 1)[0]
    reader = FormReader()
    reader.feed(part)
    return reader.sent


@pytest.fixture
def batch(office, load, sign_in):
    sign_in(office.clerk)
    return load(ROWS)


def test_cells_put_right_in_two_windows_are_merged_and_the_same_cell_is_told(client, batch):
    revise = reverse("leaders:import-revise", args=[batch.pk])
    ours, theirs = (fields_on(client.get(batch.get_absolute_url()), revise) for _window in range(2))
    assert client.post(revise, theirs | {"cell-0-phone": "13800138000"}).status_code == 302

    assert client.post(revise, ours | {"cell-1-phone": "13900139000"}).status_code == 302
    assert states(batch) == ["ready", "ready"], "neither took the other's number back"

    told = client.post(revise, ours | {"cell-0-phone": "13800138001"})
    assert told.status_code == 409
    assert "theirs “13800138000”, yours “13800138001”" in told.content.decode()
    assert said(batch)["values"]["phone"] == "13800138000"


def test_what_was_put_right_does_not_go_into_rows_of_another_reading(client, batch):
    revise, columns = (reverse(f"leaders:import-{name}", args=[batch.pk]) for name in ("revise", "columns"))
    ours = fields_on(client.get(batch.get_absolute_url()), revise)
    again = columns_on(client, columns) | {"header-0": "2"}
    assert client.post(columns, again).status_code == 302

    told = client.post(revise, ours | {"cell-0-phone": "13800138000"})

    assert told.status_code == 409 and "13800138000" in told.content.decode()
    assert "13800138000" not in str([row.said for row in batch.rows.all()])


def test_columns_chosen_in_two_windows_are_told_before_the_table_is_read_again(client, batch):
    page = reverse("leaders:import-columns", args=[batch.pk])
    ours, theirs = columns_on(client, page), columns_on(client, page)
    assert client.post(page, theirs | {"column-0-3": ""}).status_code == 302

    told = client.post(page, ours | {"column-0-4": ""})

    assert told.status_code == 409 and "“楼栋”: they chose Do not read" in told.content.decode()
    batch.refresh_from_db()
    assert set(batch.given["sheets"][0]["columns"].values()) == {"name", "gender", "phone", "kind"}
    assert client.post(page, columns_on(client, page, told)).status_code == 302
    batch.refresh_from_db()
    assert set(batch.given["sheets"][0]["columns"].values()) == {"name", "gender", "phone", "building"}


def test_rows_that_were_not_shown_are_not_written(client, batch):
    confirm, revise = (reverse(f"leaders:import-{name}", args=[batch.pk]) for name in ("confirm", "revise"))
    client.post(revise, {"cell-0-phone": "13800138000"})
    shown = fields_on(client.get(batch.get_absolute_url()), confirm)
    client.post(revise, {"cell-1-phone": "13900139000"})

    client.post(confirm, shown)
    batch.refresh_from_db()
    assert batch.state == "checked"

    client.post(confirm, fields_on(client.get(batch.get_absolute_url()), confirm))
    batch.refresh_from_db()
    assert batch.state == "done"


def columns_on(client, address, page=None):
    page = page or client.get(address)
    reader = FormReader()
    reader.feed(page.content.decode().split("<main", 1)[1])
    return reader.sent | {"seen": seen_on(page)}
