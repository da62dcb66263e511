import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from communities.records.images import clean_image
from leaders.consents.actions import give_consents
from leaders.people.models import Leader
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.factories import make_current, make_leader, make_picture, make_user
from tests.windows import answer, seen_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(worker, sign_in):
    sign_in(worker)
    return worker


@pytest.fixture
def leader(tree, worker):
    leader = make_leader(tree.building)
    leader.change_photo(clean_image(make_picture()), by=worker)
    return leader


@pytest.fixture
def files(settings):
    """Calls tell how many files are stored."""
    return lambda: sum(path.is_file() for path in settings.MEDIA_ROOT.joinpath("leaders").rglob("*"))


def edit(client, leader, **changed):
    values = {
        "name": leader.name, "gender": "male", "birth_year": 1955, "region": leader.region_id, "basis": "consent",
    }  # fmt: skip
    return answer(client, reverse("leaders:leader-update", args=[leader.pk]), values | changed)


def new_person(tree, **changed):
    values = {"name": "单国强", "gender": "male", "region": tree.building.pk, "basis": "consent", "kind": "none"}
    return values | {"stage": "backbone"} | changed


def test_a_photo_comes_with_the_registration(client, tree, worker, files):
    client.post(reverse("leaders:leader-create"), new_person(tree, photo=make_picture(kind="PNG")))

    leader = Leader.objects.get()
    shown = client.get(reverse("leaders:leader-photo", args=[leader.pk]))
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    assert reverse("leaders:leader-photo", args=[leader.pk]) in client.get(leader.get_absolute_url()).content.decode()
    assert files() == 1


def test_a_refused_file_is_named_beside_the_field_and_nothing_is_saved(client, tree, worker, files):
    page = SimpleUploadedFile("face.jpg", b"<html></html>", content_type="image/jpeg")

    text = client.post(reverse("leaders:leader-create"), new_person(tree, photo=page)).content.decode()

    assert text.count("A picture is a JPEG, PNG, WebP or HEIC file; this file is not.") == 2
    assert "is still here" not in text
    assert 'value="单国强"' in text
    assert (Leader.objects.count(), files()) == (0, 0)


def test_a_registration_that_fails_leaves_no_file(client, tree, worker, files):
    make_current(make_leader(tree.building2), region=tree.building2)
    seat = {
        "kind": "building", "building": tree.building2.pk, "started_on": "2026-01-01", "term_ends_on": "2028-01-01",
        "how_chosen": "elected",
    }  # fmt: skip
    refused = client.post(reverse("leaders:leader-create"), new_person(tree, photo=make_picture(), **seat, name=""))

    assert refused.status_code == 200
    assert files() == 0


def test_a_new_photo_replaces_the_old_file(client, leader, files, django_capture_on_commit_callbacks):
    old = Leader.objects.get().photo.name

    with django_capture_on_commit_callbacks(execute=True):
        edit(client, leader, photo=make_picture(color="red"))

    assert Leader.objects.get().photo.name != old
    assert files() == 1
    assert AuditEntry.objects.filter(verb="leader.photo").count() == 2


def test_the_old_file_stays_until_the_change_is_sure(client, leader, files, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        edit(client, leader, photo=make_picture(color="red"))

    assert files() == 2


def test_a_photo_is_taken_away(client, leader, files, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        edit(client, leader, without_photo="on")

    assert not Leader.objects.get().photo
    assert files() == 0
    assert client.get(reverse("leaders:leader-photo", args=[leader.pk])).status_code == 404


def test_an_edit_without_a_file_keeps_the_photo(client, leader, files):
    edit(client, leader, birth_year=1956)

    assert Leader.objects.get().photo
    assert files() == 1


def test_a_stale_edit_leaves_photo_and_files_as_they_were(client, leader, files):
    name = Leader.objects.get().photo.name
    read = seen_on(client.get(reverse("leaders:leader-update", args=[leader.pk])))
    edit(client, leader, birth_year=1956)

    text = edit(client, leader, seen=read, birth_year=1957, photo=make_picture(color="red")).content.decode()

    assert "Somebody changed this record in the meantime" in text
    assert (Leader.objects.get().photo.name, files()) == (name, 1)


def test_the_photo_of_another_street_does_not_exist(client, leader, tree, sign_in):
    sign_in(make_user(Role.OFFICE, tree.other_street))

    assert client.get(reverse("leaders:leader-photo", args=[leader.pk])).status_code == 404


def test_no_file_has_an_address_of_its_own(client, leader):
    assert client.get(f"/media/{Leader.objects.get().photo.name}").status_code == 404


@pytest.mark.parametrize(("fields", "status"), [([], 404), (["name"], 404), (["photo"], 404), (["name", "photo"], 200)])
def test_residents_see_it_only_with_consent_to_name_and_photo(client, leader, tree, fields, status):
    make_current(leader, region=tree.building)
    give_consents(leader, fields, by=make_user(), given_on="2026-01-01")
    client.logout()

    seat = leader.appointments.get()
    answer = client.get(reverse("directory:photo", args=[seat.pk]))
    assert answer.status_code == status
    assert status == 404 or answer["Cache-Control"] == "no-store"  # a consent withdrawn acts on the next request


def test_the_log_says_that_and_not_where(client, leader):
    entry = AuditEntry.objects.get(verb="leader.photo")

    assert Leader.objects.get().photo.name not in str(entry.changes)
    assert entry.changes["photo"][1].startswith("•••")
