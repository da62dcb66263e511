"""What the office declined of a national table stays declined: shown apart by every later one, and taken when wanted."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from communities.regions.edition import KINDS, LEFT_OUT_BEFORE, compare
from communities.regions.models import LeftOutChange, Region, RegionEdition
from tests.communities.regions.test_edition import OLD, changed, kinds, table, tree  # noqa: F401
from tests.factories import make_region, make_superuser, make_tree, make_user

pytestmark = pytest.mark.django_db
NEW = "220302001004,晨光社区居委会,community,220302001000,"
# Of each kind something that an office may want to leave as it is.
LINES = changed(("桥北社区", "桥北新村社区"), drop=["220302001003"], more=[NEW])
ABOUT = {"effective_on": "2024-01-01", "reason": "2024年版"}


@pytest.fixture
def compared(client, sign_in, table):  # noqa: F811
    sign_in(make_superuser())

    def make(lines):
        file = SimpleUploadedFile("2024.csv", table(lines).read_bytes())
        page = client.post(reverse("communities:region-editions"), {"table": file}, follow=True)
        return RegionEdition.objects.latest("pk"), page

    return make


def groups(page):
    return {group["kind"]: [row["name"] for row in group["rows"]] for group in page.context["groups"]}


def send(client, edition, *, leave=(), take=(), ticked=KINDS):
    return client.post(
        edition.get_absolute_url(), ABOUT | {"kind": list(ticked), "leave": leave, "take": take}, follow=True
    )


def test_what_was_left_out_is_shown_apart_by_the_next_table_and_not_done(client, tree, compared):  # noqa: F811
    edition, page = compared(LINES)
    assert groups(page) == {"new": ["晨光社区居委会"], "retire": ["新立村委会"], "rename": ["桥北社区居委会"]}
    send(client, edition, leave=[0, 1, 2])
    assert LeftOutChange.objects.count() == 3 and not Region.objects.filter(name="晨光社区居委会").exists()

    edition, page = compared(LINES)
    assert groups(page) == {LEFT_OUT_BEFORE: ["晨光社区居委会", "新立村委会", "桥北社区居委会"]}
    assert "Nothing is ticked." in send(client, edition).content.decode()


def test_it_is_taken_when_it_is_ticked_there_and_forgotten(client, tree, compared, table):  # noqa: F811
    edition, _page = compared(LINES)
    send(client, edition, leave=[0, 1, 2])
    edition, _page = compared(LINES)
    new = next(n for n, one in enumerate(edition.changes) if one["kind"] == "new")

    send(client, edition, take=[new])

    assert Region.objects.current().get(name="晨光社区居委会").code == "220302001004"
    assert {row.change["kind"] for row in LeftOutChange.objects.all()} == {"rename", "retire"}
    assert kinds(compare(table([*LINES, "220302001005,春晖社区居委会,community,220302001000,"]))) == [
        ("new", "", "春晖社区居委会"), ("retire", "新立村委会", "新立村委会"), ("rename", "桥北社区居委会", "桥北新村社区居委会"),
    ]  # fmt: skip


def test_a_place_is_known_again_under_another_code_and_another_wish_is_a_new_one(client, tree, compared):  # noqa: F811
    edition, _page = compared(LINES)
    send(client, edition, leave=[0, 1, 2])
    later = [line.replace("220302001004", "220302001014").replace("桥北新村社区", "桥北花园社区") for line in LINES]

    _edition, page = compared(later)

    assert groups(page) == {"rename": ["桥北社区居委会"], LEFT_OUT_BEFORE: ["晨光社区居委会", "新立村委会"]}


def test_what_lies_in_a_place_that_was_left_out_goes_with_it(client, tree, compared):  # noqa: F811
    street = "220303009000,新风街道,street,220303,"
    edition, _page = compared([*OLD, street])
    send(client, edition, leave=[0])
    more = ["220304,新城区,county,220300,", "220304001000,新城街道,street,220304,"]

    edition, page = compared([*OLD, street, *more])
    assert groups(page) == {"new": ["新城区", "新城街道"], LEFT_OUT_BEFORE: ["新风街道"]}
    send(client, edition, leave=[n for n, one in enumerate(edition.changes) if one["name"] == "新城区"])

    _edition, page = compared([*OLD, street, *more])
    assert set(groups(page)[LEFT_OUT_BEFORE]) == {"新风街道", "新城区", "新城街道"}


def test_each_change_leads_to_the_place_where_it_is_taken_back_and_is_called_as_there(client, tree, compared):  # noqa: F811
    edition, _page = compared(LINES)
    page = send(client, edition)
    body = page.content.decode()

    for name in ("晨光社区居委会", "桥北新村社区居委会"):
        assert f'href="{Region.objects.current().get(name=name).get_absolute_url()}"' in body
    assert [group["title"] for group in page.context["groups"]] == ["New places", "Retire", "Rename"]


def test_a_kind_that_is_not_carried_out_at_all_was_not_decided(client, tree, compared):  # noqa: F811
    edition, _page = compared(LINES)
    send(client, edition, ticked=["rename"])

    assert not LeftOutChange.objects.exists() and set(groups(compared(LINES)[1])) == {"new", "retire"}


def test_the_command_leaves_them_too(client, tree, compared, table, capsys):  # noqa: F811
    edition, _page = compared(LINES)
    send(client, edition, leave=[0, 1, 2])
    call_command("import_regions", str(table(LINES)), "--apply", "--reason", "2024年版")

    assert "3 left_out_before" in capsys.readouterr().out and Region.objects.current().get(name="新立村委会")


def test_a_community_the_street_dropped_is_offered_apart_and_unticked(client, sign_in):
    street = make_region(make_tree().county, level="street", code="310112101000")
    sign_in(make_user("manager", street))
    address = reverse("communities:region-communities", args=[street.pk])
    form = client.get(address).context["form"]
    sent = {f"name_{code}": name for code, name, _kind in form.table} | {"more": ""}
    sent |= {f"take_{code}": "on" for code, _name, _kind in form.table[2:]}
    client.post(address, sent)
    dropped = form.table[:2]
    assert {row.change["name"] for row in LeftOutChange.objects.all()} == {name for _code, name, _kind in dropped}

    page = client.get(address)
    assert [(before, [code for code, *_boxes in lines]) for before, lines in page.context["form"].groups()] == [
        (True, [code for code, *_more in dropped])
    ]
    assert " checked" not in page.content.decode().split("<main", 1)[1]

    code, name, _kind = dropped[0]
    client.post(
        address, {f"name_{code}": name, f"take_{code}": "on", f"name_{dropped[1][0]}": dropped[1][1], "more": ""}
    )
    assert Region.objects.get(code=code).name == name and LeftOutChange.objects.get().change["name"] == dropped[1][1]
