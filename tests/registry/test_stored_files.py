"""A disk that is full, and a file that is gone: a sentence, and nothing half-saved."""

import errno
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from whitenoise.middleware import WhiteNoiseMiddleware

from communities.activities.models import ActivityPhoto
from communities.documents.models import Document
from leaders.people.models import Leader
from tests.factories import attach_pdf, make_activity, make_filing, make_leader, make_organization, make_picture
from tests.factories.topics import make_topic

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 \n%%EOF"


def files_in(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


class Endless(ContentFile):
    """The disk is full after the first part."""

    def chunks(self, chunk_size=None):
        yield b"x" * 1000
        raise OSError(errno.ENOSPC, "No space left on device")


def test_half_a_file_is_taken_away_again(settings):
    with pytest.raises(OSError, match="No space"):
        default_storage.save("documents/half.pdf", Endless(b""))
    assert files_in(settings.MEDIA_ROOT / "documents") == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_a_full_disk_says_so_and_nothing_is_saved(number, tree, worker, sign_in, monkeypatch):
    filing = make_filing(make_organization(tree.community), by=worker)
    papers = Document.objects.count()

    def full(storage, name, content):
        raise OSError(number, "no room")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    paper = {"title": "章程", "kind": "charter", "file": SimpleUploadedFile("a.pdf", PDF, "application/pdf")}
    response = sign_in(worker).post(reverse("communities:filing-document-add", args=[filing.pk]), paper)

    assert response.status_code == 507
    assert "The server has no room for this file." in response.content.decode()
    assert Document.objects.count() == papers


def lost_paper(tree, worker):
    paper = attach_pdf(make_filing(make_organization(tree.community), by=worker), by=worker)
    return paper.file, reverse("communities:document-file", args=[paper.pk])


def lost_paper_of_a_topic(tree, worker):
    topic = make_topic(tree.community)
    paper = attach_pdf(topic, by=worker)
    return paper.file, reverse("directory:topic-paper", args=[topic.pk, paper.pk])


def lost_photo(tree, worker):
    row = make_activity(organization=make_organization(tree.community, is_published=True))
    ActivityPhoto.attach(row, [ContentFile(b"x")], caption="现场", by=worker, agreed=True)
    photo = row.photos.get()
    return photo.file, reverse("communities:activity-photo", args=[photo.pk])


def lost_face(tree, worker):
    leader = make_leader(tree.building)
    leader.change_photo(make_picture(), by=worker)
    leader = Leader.objects.get()
    return leader.photo, reverse("leaders:leader-photo", args=[leader.pk])


@pytest.mark.parametrize("lose", [lost_paper, lost_paper_of_a_topic, lost_photo, lost_face])
def test_a_file_that_is_gone_is_missing_and_the_log_says_which(lose, tree, worker, sign_in, caplog):
    file, address = lose(tree, worker)
    reader = sign_in(worker)
    assert reader.get(address).status_code == 200
    file.storage.delete(file.name)

    assert reader.get(address).status_code == 404
    assert f"a row names a file that is gone: {file.name}" in caplog.text


def test_a_page_opens_though_nothing_was_collected(client, settings, tmp_path, caplog):
    settings.STATIC_ROOT = tmp_path / "nothing"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "registry.upkeep.storage.Statics"}}

    answer = client.get("/nowhere/")

    assert answer.status_code == 404 and b"registry.css" in answer.content
    assert "was not collected" in caplog.text


def test_the_files_that_stand_there_are_taken_in_without_a_complaint(settings, tmp_path, caplog):
    names = {"bootstrap.min.map": False, "registry.0123456789ab.css": True, "LICENSE.0123456789ab": True}
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "registry.upkeep.storage.Statics"}}

    server = WhiteNoiseMiddleware(lambda request: None)

    assert {name: server.immutable_file_test("", f"/static/{name}") for name in names} == names
    assert caplog.text == ""
