"""Papers, tried on filings: what is taken, what leaves, and for whom."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from communities.documents.models import DOCUMENT_BYTES, DOCUMENTS_EACH, Document
from registry.accounts.roles import Role
from tests.factories import attach_pdf, make_filing, make_organization, make_user

pytestmark = pytest.mark.django_db
GPS = 0x8825


@pytest.fixture
def filing(tree, worker):
    return make_filing(make_organization(tree.community), by=worker)


def photo(size=(60, 40), **more):
    exif = Image.Exif()
    exif.get_ifd(GPS)[1] = "N"
    exif[0x010E] = "secret place"
    written = BytesIO()
    Image.new("RGB", size, "green").save(written, "JPEG", exif=exif, **more)
    return SimpleUploadedFile("photo.jpg", written.getvalue(), "image/jpeg")


def send(client, filing, upload, **more):
    address = reverse("communities:filing-document-add", args=[filing.pk])
    return client.post(address, {"kind": "photo", "title": "训练照片", "file": upload} | more)


def kept(filing):
    return list(Document.objects.of(filing).filter(kind="photo"))


def test_a_photo_is_drawn_anew_without_its_place(client, sign_in, worker, filing):
    sign_in(worker)
    assert b"secret place" in photo().read()

    response = send(client, filing, photo())

    assert response.status_code == 302
    document = kept(filing)[0]
    with document.file.open("rb") as file:
        content = file.read()
    assert b"secret place" not in content
    assert dict(Image.open(BytesIO(content)).getexif()) == {}
    assert document.file.name.startswith("documents/") and "photo" not in document.file.name


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<!doctype html><script>alert(1)</script>", "something else inside"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "something else inside"),
        (b"MZ\x90\x00" + b"0" * 300, "something else inside"),
        (b"%PDF-1.4" + b"0" * 6 * 1024 * 1024, "at most 5 MB"),
        (b"\xff\xd8" + b"0" * 40 * 1024 * 1024, "at most 5 MB"),
    ],
    ids=["html", "svg", "exe", "6 MB", "40 MB photo"],
)
def test_what_is_no_paper_or_too_large_is_refused_beside_the_field(client, sign_in, worker, filing, content, message):
    sign_in(worker)

    response = send(client, filing, SimpleUploadedFile("charter.pdf", content, "application/pdf"))

    assert response.status_code == 200
    assert message in response.content.decode()
    assert "训练照片" in response.content.decode()  # what was typed stays
    assert kept(filing) == []


def test_five_megabytes_are_taken_and_one_byte_more_is_not(filing, worker):
    body = b"%PDF-1.4".ljust(DOCUMENT_BYTES, b"0")
    Document.attach(filing, SimpleUploadedFile("a.pdf", body), title="章程", by=worker)

    with pytest.raises(ValidationError):
        Document.attach(filing, SimpleUploadedFile("a.pdf", body + b"0"), title="章程", by=worker)


def test_a_record_holds_twenty_papers(filing, worker):
    while Document.objects.of(filing).count() < DOCUMENTS_EACH:
        attach_pdf(filing, by=worker)

    with pytest.raises(ValidationError):
        attach_pdf(filing, by=worker)


def test_a_paper_leaves_only_to_those_who_reach_its_record(client, sign_in, tree, worker, filing):
    address = Document.objects.of(filing).first().get_absolute_url()
    expected = {
        worker: 200,
        make_user(Role.OFFICE, tree.street): 200,
        make_user(Role.WORKER, tree.community2): 404,
        make_user(Role.MANAGER, tree.other_street): 404,
        make_user(Role.OVERSEER, tree.county): 404,
        make_user(): 404,
    }

    said = {user: sign_in(user).get(address).status_code for user in expected}

    assert said == expected
    client.logout()
    response = client.get(address)
    assert response.status_code == 302 and response.url.startswith(reverse("accounts:login"))


def test_papers_leave_in_a_sandbox_as_a_download(sign_in, worker, filing):
    response = sign_in(worker).get(Document.objects.of(filing).first().get_absolute_url())

    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")


def test_a_photo_opens_in_place(client, sign_in, worker, filing):
    send(sign_in(worker), filing, photo())

    response = client.get(kept(filing)[0].get_absolute_url())

    assert response["Content-Type"] == "image/jpeg"
    assert not response.get("Content-Disposition", "").startswith("attachment")


def test_removing_deletes_the_file_and_leaves_a_trace(
    client, sign_in, worker, filing, django_capture_on_commit_callbacks
):
    document = Document.objects.of(filing).first()
    storage, name = document.file.storage, document.file.name
    sign_in(worker)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("communities:document-remove", args=[document.pk]))

    assert not storage.exists(name)
    assert Document.objects.get(pk=document.pk).removed_by == worker
    assert client.get(document.get_absolute_url()).status_code == 404
    again = client.post(reverse("communities:document-remove", args=[document.pk]), follow=True)
    assert "This document was removed already." in again.content.decode() and str(worker) in again.content.decode()


def test_papers_of_a_submitted_filing_stay_and_none_is_added(client, sign_in, worker, filing):
    filing.submit(by=worker)
    sign_in(worker)
    count = Document.objects.of(filing).count()

    client.post(reverse("communities:document-remove", args=[Document.objects.of(filing).first().pk]))

    assert Document.objects.of(filing).count() == count
    assert send(client, filing, photo()).status_code == 404


def test_a_paper_names_its_kind_when_no_title_is_given(client, sign_in, worker, filing):
    sign_in(worker)

    send(client, filing, photo(), title="", kind="charter")

    assert Document.objects.of(filing).last().title == "Charter"


def test_a_kind_that_is_not_offered_is_refused(client, sign_in, worker, filing):
    sign_in(worker)

    assert send(client, filing, photo(), kind="passport").status_code == 200
    assert kept(filing) == []
