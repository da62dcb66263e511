"""A chosen file is still there when its form comes back with an error elsewhere, or asks for the password."""

import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leaders.cases.models import CasePhoto
from leaders.cases.views import public
from leaders.people.models import Leader
from registry.sign_in.again import kept_of
from registry.ui import kept_files
from registry.ui.kept_files import keep, taken_back
from tests.factories import make_picture
from tests.leaders.cases.test_matters_in_public import form_of, sent
from tests.leaders.people.test_photo import new_person

pytestmark = pytest.mark.django_db
CREATE = reverse("leaders:leader-create")


def kept_in(answer, name="photo"):
    """The tokens of the files a page says are still here."""
    return re.findall(rf'type="checkbox" name="{name}-kept" value="([^"]+)" checked', answer.content.decode())


@pytest.fixture
def desk(client, sign_in, worker):
    return sign_in(worker)


def test_the_photo_goes_along_until_the_form_is_right(desk, tree):
    first = desk.post(CREATE, new_person(tree, name="", photo=make_picture("王阿姨.jpg")))
    [token] = kept_in(first)
    assert "王阿姨.jpg is still here" in first.content.decode()

    again = desk.post(CREATE, new_person(tree, name="", **{"photo-kept": token}))
    assert kept_in(again) == [token]

    desk.post(CREATE, new_person(tree, **{"photo-kept": token}))
    assert Leader.objects.get().photo.size > 0


def test_another_choice_takes_its_place_and_an_unticked_one_is_left_out(desk, tree):
    [token] = kept_in(desk.post(CREATE, new_person(tree, name="", photo=make_picture("old.jpg"))))

    replaced = desk.post(CREATE, new_person(tree, name="", photo=make_picture("new.jpg"), **{"photo-kept": token}))
    assert "new.jpg is still here" in replaced.content.decode() and len(kept_in(replaced)) == 1

    desk.post(CREATE, new_person(tree))
    assert not Leader.objects.get().photo


def test_a_refused_file_is_not_kept_nor_one_too_large_nor_a_token_of_others(desk, tree, monkeypatch):
    page = SimpleUploadedFile("face.jpg", b"<html></html>", content_type="image/jpeg")
    assert kept_in(desk.post(CREATE, new_person(tree, photo=page))) == []

    monkeypatch.setattr(kept_files, "LARGEST", 10)
    assert kept_in(desk.post(CREATE, new_person(tree, name="", photo=make_picture()))) == []

    desk.post(CREATE, new_person(tree, **{"photo-kept": "../../etc/passwd"}))
    assert not Leader.objects.get().photo


def test_what_was_kept_is_gone_after_a_day(clock, settings):
    token = keep(make_picture("face.jpg"))
    assert taken_back(token).name == "face.jpg"

    clock.shift(24 * 3600 + 5)
    assert taken_back(token) is None


def test_what_lies_there_no_longer_is_left_out():
    token = keep(make_picture())
    [name] = default_storage.listdir("kept")[1]
    default_storage.delete(f"kept/{name}")

    assert taken_back(token) is None


def test_photos_of_a_resident_go_along_and_room_is_made_for_a_few_an_hour(client, tree, worker, monkeypatch):
    monkeypatch.setattr(public, "KEPT_OF_AN_ADDRESS", 1)
    wrong = {"contact": "x" * 61, "photos": [make_picture("a.jpg"), make_picture("b.jpg")]}

    first = client.post(form_of(tree.building), sent(**wrong))
    tokens = kept_in(first, "photos")
    assert len(tokens) == 2
    assert kept_in(client.post(form_of(tree.building), sent(**wrong)), "photos") == []

    client.post(form_of(tree.building), sent(**{"photos-kept": tokens}))
    assert CasePhoto.objects.count() == 2


def test_where_the_password_is_asked_the_file_goes_along_and_for_strangers_nothing_is_put_aside(rf):
    def pairs(**how):
        kept = kept_of(rf.post("/work/", {"name": "王", "photo": make_picture("a.jpg")}), **how)
        return dict(kept["pairs"]), kept["had_files"]

    typed, had_files = pairs(with_files=True)
    assert taken_back(typed["photo-kept"]).name == "a.jpg" and not had_files

    typed, had_files = pairs()
    assert "photo-kept" not in typed and had_files
