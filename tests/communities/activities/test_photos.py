"""Photos of activities: kept when they are pictures, public while everybody shown agrees."""

from io import BytesIO
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from communities.activities.models import Activity, ActivityPhoto
from communities.activities.models.photo import PHOTOS_EACH
from communities.records.images import clean_image
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.factories import make_activity, make_organization, make_tree, make_user


def picture(name="a.png", size=(40, 30), fmt="PNG"):
    written = BytesIO()
    Image.new("RGB", size, "#2f7b80").save(written, fmt)
    return SimpleUploadedFile(name, written.getvalue(), "image/png")


@pytest.fixture
def worker(worker, sign_in):
    sign_in(worker)
    return worker


@pytest.fixture
def activity(tree):
    team = make_organization(tree.community, is_published=True)
    row = make_activity(organization=team, days=-1)
    row.publish(by=make_user())
    row.hold(by=make_user(), attended=8)
    return row


def upload(client, activity, pictures, **more):
    page = reverse("communities:activity-photo-add", args=[activity.pk])
    return client.post(page, {"pictures": pictures, "caption": "大家在打球"} | more)


def seen(client, photo):
    return client.get(reverse("directory:activity-photo", args=[photo.pk])).status_code


def test_several_photos_are_drawn_anew_and_stay_with_the_workers(client, worker, activity):
    upload(client, activity, [picture("../../a.png"), picture("b.png")])

    kept = list(activity.photos.all())
    assert [photo.file.name.startswith("activities/") for photo in kept] == [True, True]
    assert Image.open(kept[0].file).format == "JPEG"
    assert client.get(kept[0].get_absolute_url()).status_code == 200
    assert seen(client, kept[0]) == 404


def test_with_the_agreement_residents_see_it_and_its_withdrawal_acts_at_once(client, worker, activity):
    upload(client, activity, [picture()], agreed="on")
    photo = activity.photos.get()
    public = reverse("directory:activity", args=[activity.pk])
    assert (photo.agreed_by, seen(client, photo)) == (worker, 200)
    assert "大家在打球" in client.get(public).content.decode()

    client.post(reverse("communities:activity-photo-withdraw", args=[photo.pk]))

    assert seen(client, photo) == 404
    assert "大家在打球" not in client.get(public).content.decode()
    client.post(reverse("communities:activity-photo-agree", args=[photo.pk]))
    assert seen(client, photo) == 200


@pytest.mark.parametrize("hidden", ["activity", "organization", "restraint"])
def test_a_photo_is_public_only_with_its_activity(client, activity, hidden):
    [photo] = ActivityPhoto.attach(activity, [clean_image(picture())], caption="x", by=make_user(), agreed=True)
    assert seen(client, photo) == 200

    if hidden == "activity":
        activity.publish(by=make_user(), shown=False)
    elif hidden == "organization":
        activity.organization.publish(by=make_user(), shown=False)
    else:
        type(activity.organization).objects.update(restraint="banned")

    assert seen(client, photo) == 404


def test_a_removed_photo_leaves_a_trace_and_no_file(client, worker, activity, django_capture_on_commit_callbacks):
    upload(client, activity, [picture()], agreed="on")
    photo = activity.photos.get()
    storage, name = photo.file.storage, photo.file.name

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("communities:activity-photo-remove", args=[photo.pk]))

    photo.refresh_from_db()
    assert not storage.exists(name)
    assert (photo.removed_by, photo.agreed_by, photo.file.name) == (worker, None, "")
    assert AuditEntry.objects.filter(verb="activity_photo.remove").exists()
    assert client.get(reverse("communities:activity-photo", args=[photo.pk])).status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><script>alert(1)</script></html>", "JPEG, PNG, WebP or HEIC file; this file is not"),
        (b"%PDF-1.4", "JPEG, PNG, WebP or HEIC file; this file is not"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 6_000_000, "larger than 5 MB"),
        (b"", "empty"),
    ],
)
def test_a_file_that_is_no_picture_is_named_and_refused(client, worker, activity, content, said):
    bad = SimpleUploadedFile("photo.jpg", content, "image/jpeg")

    response = upload(client, activity, [picture(), bad])

    assert response.status_code == 200 and said in response.content.decode()
    assert not ActivityPhoto.objects.exists()


def test_without_a_file_the_form_says_so(client, worker, activity):
    response = client.post(reverse("communities:activity-photo-add", args=[activity.pk]), {"caption": "x"})

    assert "Choose “Photos”." in response.content.decode()


def test_twenty_photos_are_enough(client, worker, activity):
    ActivityPhoto.attach(activity, [clean_image(picture()) for _n in range(PHOTOS_EACH - 1)], caption="x", by=worker)

    response = upload(client, activity, [picture(), picture()])

    assert "at most 20 photos" in response.content.decode()
    assert activity.photos.count() == PHOTOS_EACH - 1
    assert upload(client, activity, [picture()]).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_three_who_add_the_last_photo_one_wins():
    activity = make_activity(make_tree().community, days=-1)
    by = make_user()
    ActivityPhoto.attach(activity, [clean_image(picture()) for _n in range(PHOTOS_EACH - 1)], caption="x", by=by)
    barrier, drawn = Barrier(3), [clean_image(picture()) for _n in range(3)]

    def act(one):
        barrier.wait()
        try:
            ActivityPhoto.attach(activity, [one], caption="y", by=by)
        except ValidationError:
            pass
        finally:
            connection.close()

    threads = [Thread(target=act, args=[one]) for one in drawn]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert ActivityPhoto.objects.count() == PHOTOS_EACH


def test_what_was_called_off_takes_no_photos(client, worker, tree):
    row = make_activity(tree.community)
    row.cancel(by=worker, reason="雨")

    assert client.get(reverse("communities:activity-photo-add", args=[row.pk])).status_code == 404


def test_agreeing_twice_is_told(activity):
    [photo] = ActivityPhoto.attach(activity, [clean_image(picture())], caption="x", by=make_user(), agreed=True)

    with pytest.raises(ValidationError) as refused:
        photo.agree(by=make_user())

    assert refused.value.code == "stale"


def test_the_database_wants_the_signature_of_an_agreement(activity):
    [photo] = ActivityPhoto.attach(activity, [clean_image(picture())], caption="x", by=make_user())

    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityPhoto.objects.filter(pk=photo.pk).update(agreed_at=timezone.now())


def test_a_photo_of_another_street_does_not_exist(client, tree, sign_in, activity):
    [photo] = ActivityPhoto.attach(activity, [clean_image(picture())], caption="x", by=make_user())
    sign_in(make_user(Role.WORKER, tree.other_community))

    assert client.get(photo.get_absolute_url()).status_code == 404
    for verb in ("agree", "withdraw", "remove"):
        assert client.post(reverse(f"communities:activity-photo-{verb}", args=[photo.pk])).status_code == 404
    assert Activity.objects.get().photos.kept().count() == 1


def test_a_photo_s_story_stands_in_that_of_its_activity(client, worker, activity):
    [photo] = ActivityPhoto.attach(activity, [clean_image(picture())], caption="合影", by=worker)
    photo.remove(by=worker)

    told = [entry.verb for entry in client.get(activity.get_absolute_url()).context["entries"]]

    assert told[:2] == ["activity_photo.remove", "activity_photo.attach"]
