"""People, buildings, telephones and dates as they are typed, through the pages."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from communities.activities.forms.activity import ActivityForm
from communities.activities.forms.rule import RuleChangeForm
from communities.organizations.models import Organization
from communities.regions.models import Region
from communities.text.names import person_key
from leaders.people.models import Leader
from leaders.registration.actions import possible_duplicates
from registry.accounts.roles import Role
from tests.clock import TODAY
from tests.factories import make_leader, make_organization, make_rule, make_tree, make_user
from tests.windows import form_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def worker(tree):
    return make_user(Role.WORKER, tree.community)


@pytest.mark.parametrize(
    ("stored", "typed"), [("买买提·艾力", "買買提•艾力"), ("张三丰", "張 三丰"), ("O’Brien", "O'Brien")]
)
def test_a_person_is_found_to_be_registered_in_any_spelling(tree, worker, stored, typed):
    leader = make_leader(tree.building, name=stored)

    found = possible_duplicates(user=worker, name=typed, region=tree.building)

    assert [one.leader for one in found] == [leader]


def test_a_name_is_written_in_one_spelling_and_keeps_its_key(tree):
    leader = make_leader(tree.building, name="买买提 • 艾力")
    leader.refresh_from_db()

    assert (leader.name, leader.name_key) == ("买买提·艾力", person_key("買買提·艾力"))
    with pytest.raises(ValidationError):
        make_leader(tree.building, name="王😀")


@pytest.mark.parametrize("spelling", ["12幢", "12#楼", "十二号楼", "１２号楼", "第12号楼"])
def test_a_building_stands_once_below_its_compound_in_whatever_spelling(tree, spelling):
    with pytest.raises(ValidationError) as refused:
        tree.compound.add_child(name=spelling, by=None)
    assert "stands" in str(refused.value)
    twin = Region(parent=tree.compound, path=f"{tree.compound.path}9998", level="building", name=spelling)
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.bulk_create([twin])


def test_siblings_stand_in_the_order_people_count_and_plates_read_what_tells_them(tree):
    for name in ("东1号楼", "A1栋", "10弄3号", "10号楼", "2号楼"):
        tree.other_compound.add_child(name=name, by=None)

    rows = Region.objects.filter(parent=tree.other_compound).exclude(pk=tree.other_building.pk).by_sort()

    assert [row.plate for row in rows] == ["2", "10", "10弄3", "A1", "东1"]


def test_a_fixed_line_is_kept_shown_as_such_and_found_by_its_full_number(tree, worker, sign_in):
    leader = make_leader(tree.building)
    leader.set_phone("(021) 5488 1234")
    leader.save()

    page = sign_in(worker).post(reverse("desk:search"), {"q": "021-54881234"}).content.decode()

    assert (leader.open_phone(), leader.phone_masked) == ("021-54881234", "021-****1234")
    assert leader.name in page


def test_an_organization_keeps_the_year_alone_and_shows_it(tree, worker, sign_in):
    row = make_organization(tree.community)
    page = reverse("communities:organization-update", args=[row.pk])
    typed = form_on(sign_in(worker).get(page)) | {"founded_on": "2019年5月"}

    answer = sign_in(worker).post(page, typed)

    assert answer.status_code == 302, answer.context["form"].errors
    row = Organization.objects.get(pk=row.pk)
    assert (row.founded_on, row.founded_precision, row.founded_shown) == (date(2019, 5, 1), "month", "month 5 of 2019")


def test_the_year_of_a_founding_comes_back_as_it_was_typed(tree, worker, sign_in):
    row = make_organization(tree.community)
    Organization.objects.filter(pk=row.pk).update(founded_on=date(2019, 1, 1), founded_precision="year")

    page = sign_in(worker).get(reverse("communities:organization-update", args=[row.pk]))

    assert page.context["form"]["founded_on"].value() == "2019"


def test_the_longest_names_fit(tree):
    name = "Maria Fernanda Goncalves de Albuquerque e Souza"

    assert Leader.objects.get(pk=make_leader(tree.building, name=name).pk).name == name


def test_an_activity_may_last_until_midnight():
    form = ActivityForm(
        {"day": "2026年11月28日", "begins": "22:00", "finishes": "24:00", "kind": "event"},
        user=make_user(),
        cancel_url="/",
    )
    form.is_valid()

    assert not {"day", "begins", "finishes"} & set(form.errors)
    assert timezone.localtime(form.instance.ends_at) == datetime(2026, 11, 29, tzinfo=timezone.get_current_timezone())
    shown = ActivityForm(instance=form.instance, user=make_user(), cancel_url="/")
    assert (shown["finishes"].value(), shown["last_day"].value()) == ("24:00", None)
    told = render_to_string("communities/activities/_activity_time.html", {"one": form.instance})
    assert " ".join(told.split()).endswith("22:00</time> – 24:00")


@pytest.mark.parametrize(("typed", "day"), [("24:00", 1), ("0:00", 30)])
def test_midnight_of_a_last_day_is_its_end_or_its_beginning(typed, day):
    form = ActivityForm(
        {"day": "2026-11-28", "last_day": "2026-11-30", "begins": "22:00", "finishes": typed, "kind": "event"},
        user=make_user(),
        cancel_url="/",
    )
    form.is_valid()

    assert timezone.localtime(form.instance.ends_at).day == day


def test_a_session_may_be_moved_to_the_hours_before_midnight(tree):
    rule = make_rule(tree.community, weekdays=127)
    moved = {"on": rule.starts_on, "what": "move", "day": "2026-11-28", "begins": "22:00", "finishes": "24:00"}
    form = RuleChangeForm(moved | {"reason": "会场另用"}, rule=rule)

    assert form.is_valid(), form.errors
    assert timezone.localtime(form.change["ends_at"]).date() == date(2026, 11, 29)


@pytest.mark.parametrize("typed", ["1800-05-01", "2099-01-01", "0026-11-02", "2019"])
def test_a_term_begins_on_a_whole_day_that_can_be(tree, worker, sign_in, typed):
    leader = make_leader(tree.building)
    page = sign_in(worker).post(
        reverse("leaders:appointment-create", args=[leader.pk]),
        {"kind": "building", "building": tree.building2.pk, "started_on": typed,
         "term_ends_on": str(TODAY + timedelta(days=300)),
         "how_chosen": "elected"},
    )  # fmt: skip

    assert "started_on" in page.context["form"].errors
    assert not leader.appointments.exists()


def test_the_start_of_a_post_that_is_over_may_be_known_in_part(tree, worker, sign_in):
    leader = make_leader(tree.building)
    sign_in(worker).post(
        reverse("leaders:appointment-create", args=[leader.pk]),
        {"kind": "building", "building": tree.building2.pk, "started_on": "2019年", "term_ends_on": "2021.10.31",
         "how_chosen": "elected"},
    )  # fmt: skip

    post = leader.appointments.get()
    assert (post.started_on, post.started_shown, post.term_ends_on) == (
        date(2019, 1, 1),
        "the year 2019",
        date(2021, 10, 31),
    )
