"""An edition of the national table taken back as a whole: the tree as it was, or nothing, with the reason told."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from communities.regions import actions, edition_acts
from communities.regions.edition import compare
from communities.regions.edition_undoing import take_back
from communities.regions.models import LeftOutChange, Region, RegionAct, RegionEdition
from registry.audit.models import AuditEntry
from tests.communities.regions.test_edition import CASES, OLD, at, changed, kinds, table, tree  # noqa: F401
from tests.factories import make_leader, make_superuser

pytestmark = pytest.mark.django_db
ABOUT = {"reason": "2024年版", "document_number": "", "effective_on": None}
NEW = "220302001004,晨光社区居委会,community,220302001000,"


def carried_out(path, *, by, left=()):
    found = compare(path)
    edition = edition_acts.keep(found, path.name, by=by)
    changes = [change | {"position": number} for number, change in enumerate(found.changes)]
    declined = [change for change in changes if change["name"] in left]
    edition_acts.carry_out(edition, [one for one in changes if one not in declined], left=declined, by=by, **ABOUT)
    return RegionEdition.objects.get(pk=edition.pk)


def tree_as_it_is():
    return list(Region.objects.order_by("pk").values())


@pytest.mark.parametrize("case", CASES)
def test_the_tree_is_as_it_was_and_the_same_table_finds_the_same(table, tree, case):  # noqa: F811
    admin, before = make_superuser(), tree_as_it_is()
    path = table(CASES[case][0])
    found = kinds(compare(path))
    edition = carried_out(path, by=admin)
    assert tree_as_it_is() != before and edition.can_be_taken_back

    edition = take_back(edition, by=admin)

    assert tree_as_it_is() == before
    assert not RegionAct.objects.filter(undone_at=None).exists()
    assert sorted(kinds(compare(path))) == sorted(found)
    assert (edition.taken_back_by, edition.can_be_taken_back) == (admin, False)
    again = carried_out(path, by=admin)
    assert again.can_be_taken_back and kinds(compare(path)) == []


def everything(lines=()):
    return changed(
        ("桥北社区", "桥北新村社区"), ("英雄街道", "英雄大街街道"), drop=["220302001003"], more=[NEW, *lines]
    )


def test_a_later_change_of_one_place_keeps_all_and_is_named(table, tree):  # noqa: F811
    admin = make_superuser()
    edition = carried_out(table(everything()), by=admin)
    actions.rename(at("英雄大街街道"), "英雄新街道", by=admin, reason="更名")
    done = tree_as_it_is()

    with pytest.raises(ValidationError, match="英雄新街道"):
        take_back(edition, by=admin)

    assert tree_as_it_is() == done
    assert RegionAct.objects.filter(undone_at=None).count() == 4
    assert RegionEdition.objects.get().can_be_taken_back


@pytest.mark.parametrize("kind", ["person", "act"])
def test_a_place_that_was_added_and_is_used_since_keeps_all_and_is_named(table, tree, kind):  # noqa: F811
    admin = make_superuser()
    edition = carried_out(table(everything()), by=admin)
    if kind == "person":
        make_leader(at("晨光社区居委会"))
    else:
        actions.rename(at("晨光社区居委会"), "晨曦社区居委会", by=admin, reason="更名")
    done = tree_as_it_is()

    with pytest.raises(ValidationError, match="晨光社区居委会|晨曦社区居委会"):
        take_back(edition, by=admin)

    assert tree_as_it_is() == done


def test_what_was_taken_back_one_by_one_stays_so(table, tree):  # noqa: F811
    admin, before = make_superuser(), tree_as_it_is()
    edition = carried_out(table(everything()), by=admin)
    single = RegionAct.objects.get(kind="rename", region=at("英雄大街街道"))
    actions.undo(single, by=admin)
    undone_at = RegionAct.objects.get(pk=single.pk).undone_at

    take_back(edition, by=admin)

    assert tree_as_it_is() == before
    assert RegionAct.objects.get(pk=single.pk).undone_at == undone_at


def test_a_change_that_was_refused_is_no_step(table, tree):  # noqa: F811
    make_leader(at("新立村委会"))
    admin, before = make_superuser(), tree_as_it_is()
    edition = carried_out(table(everything()), by=admin)
    assert at("新立村委会") and [said for _position, said in edition.told if said]

    take_back(edition, by=admin)

    assert tree_as_it_is() == before


def test_what_was_declined_with_it_is_open_again_and_what_it_took_up_declined_again(table, tree):  # noqa: F811
    admin = make_superuser()
    carried_out(table(everything()), by=admin, left=["晨光社区居委会"])
    before = {(row.mark, row.left_out_by_id) for row in LeftOutChange.objects.all()}
    edition = carried_out(table(everything([NEW.replace("1004,晨光", "1005,霞光")])), by=admin, left=["霞光社区居委会"])
    assert {row.change["name"] for row in LeftOutChange.objects.all()} == {"霞光社区居委会"}

    take_back(edition, by=admin)

    assert {(row.mark, row.left_out_by_id) for row in LeftOutChange.objects.all()} == before


def test_an_administrator_is_asked_and_takes_it_back_once(table, tree, sign_in):  # noqa: F811
    client = sign_in(make_superuser())
    file = SimpleUploadedFile("2024.csv", table(everything()).read_bytes())
    page = client.post(reverse("communities:region-editions"), {"table": file}, follow=True)
    edition = RegionEdition.objects.get()
    undo = reverse("communities:region-edition-undo", args=[edition.pk])
    assert undo not in page.content.decode()
    client.post(
        edition.get_absolute_url(), {"kind": ["rename", "new", "retire"], "effective_on": "2024-01-01", "reason": "版"}
    )
    assert undo in client.get(edition.get_absolute_url()).content.decode()

    asked = client.post(undo, {"ask": "2024.csv"}).content.decode()
    assert "“2024.csv”" in asked and at("英雄大街街道")
    shown = client.post(undo, follow=True).content.decode()

    assert at("英雄街道") and "Taken back: 2024.csv." in shown and undo not in shown
    assert AuditEntry.objects.filter(verb="region.edition_undo").count() == 1
    listed = client.get(reverse("communities:region-editions")).content.decode()
    assert "Taken back" in listed and "Carried out" not in listed
    assert "nothing of this table to take back" in client.post(undo, follow=True).content.decode()
    assert AuditEntry.objects.filter(verb="region.edition_undo").count() == 1


def test_a_table_carried_out_before_steps_were_kept_is_taken_back_place_by_place(table, tree, sign_in):  # noqa: F811
    admin = make_superuser()
    edition = carried_out(table(everything()), by=admin)
    RegionEdition.objects.update(steps=[])

    with pytest.raises(ValidationError):
        take_back(edition, by=admin)

    shown = sign_in(admin).get(edition.get_absolute_url()).content.decode()
    assert reverse("communities:region-edition-undo", args=[edition.pk]) not in shown


def test_the_old_lines_are_the_tree(table, tree):  # noqa: F811
    assert kinds(compare(table(OLD))) == []
