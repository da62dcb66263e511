"""The first workbook of a new office: facts in the wrong cell are put right, and each page says what comes next."""

import pytest
from django.urls import reverse

from registry.accounts.roles import Role
from tests.factories import make_user
from tests.leaders.imports.test_people import errors, said, states

pytestmark = pytest.mark.django_db
HEAD = ["姓名", "性别", "手机", "社区", "楼栋", "职务"]


def test_name_sex_and_phone_in_one_cell_are_taken_apart(office, load):
    batch = load(
        [
            HEAD,
            ["李秀英 女 13900001111", "", "", "", "12号楼", "楼组长"],
            ["王芳（女）13800138000", "", "", "", "13号楼", "楼组长"],
        ]
    )

    assert states(batch) == ["ready", "ready"]
    assert said(batch)["values"] | {"gender": "女", "phone": "13900001111", "name": "李秀英"} == said(batch)["values"]
    assert said(batch, 1)["values"]["gender"] == "女"


def test_a_compound_in_the_column_of_buildings_is_the_chair_s_compound(office, load):
    compound = office.tree.building.parent
    chair = ["周杰", "男", "13512341111", "", compound.name, "业委会主任", "第三届"]
    batch = load([[*HEAD, "届次"], chair, ["孙立", "男", "", "", compound.name, "楼组长", ""]])

    assert states(batch) == ["ready", "wrong"] and said(batch)["values"]["compound"] == compound.name
    assert errors(batch, 1) == {"building": "The building is missing."}


def test_a_community_that_is_not_there_is_told_with_the_way_to_add_it(office, load):
    batch = load([HEAD, ["孙立", "男", "", "塘苗社区", "12号楼", "楼组长"]])

    assert "add it at “Regions and buildings”" in errors(batch)["community"]


def test_the_page_says_who_may_confirm_or_that_nobody_may(client, sign_in, office, load, write):
    batch = write(load([HEAD, ["王芳", "女", 13800138000, "", "12号楼", "楼组长"]]))
    sign_in(office.clerk)
    address = batch.get_absolute_url()
    manager = office.manager

    assert f"may be confirmed by {manager} or an administrator" in client.get(address).content.decode()

    manager.postings.update(region=office.tree.other_street)
    page = client.get(address).content.decode()
    assert "Ask an administrator to post a manager" in page and str(manager) not in page


def test_the_only_manager_s_own_table_says_why_nobody_else_may_confirm_and_what_to_do(
    client, sign_in, office, load, write
):
    table = [HEAD, ["王芳", "女", 13800138000, "", "12号楼", "楼组长"]]
    batch = load(table, by=office.manager)
    sign_in(office.manager)
    deputy = f"{office.manager} can name a deputy for a time"

    before = client.get(batch.get_absolute_url()).content.decode()
    assert "could not be confirmed after it is imported from here" in before and deputy in before

    after = client.get(write(batch, office.manager).get_absolute_url()).content.decode()
    assert "Nobody decides what they submitted themselves." in after and deputy in after

    sign_in(office.clerk)
    theirs = client.get(batch.get_absolute_url()).content.decode()
    assert deputy in theirs and "submitted themselves" not in theirs


def test_the_way_to_a_table_opens_the_form_for_that_kind(client, sign_in, office):
    sign_in(make_user(Role.MANAGER, office.tree.street))

    def kind(query):
        return client.get(reverse("leaders:import-list") + query).context["form"]["subject"].value()

    assert [kind(""), kind("?subject=places"), kind("?subject=nothing")] == ["people", "places", "people"]
