"""What is printed leads to where residents reach the site, whatever name the page that prints was called by."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import reverse

from registry.accounts.roles import Role
from registry.ui.address import public_address
from tests.factories import make_filing, make_organization, make_user

SOURCES = [
    path
    for app in ("registry", "communities", "leaders")
    for path in (Path(settings.BASE_DIR) / app).rglob("*.py")
    if path.name != "address.py"
]


def test_the_setting_counts_and_without_it_the_name_of_the_request(settings):
    request = RequestFactory().get("/work/filings/1/?a=1", headers={"host": "localhost:8000"})

    settings.PUBLIC_ADDRESS = "https://registry.example"
    assert public_address(request, "/f/abc/") == "https://registry.example/f/abc/"
    assert public_address(request) == "https://registry.example/work/filings/1/?a=1"
    settings.PUBLIC_ADDRESS = ""
    assert public_address(request, "/f/abc/") == "http://localhost:8000/f/abc/"


def test_nothing_makes_a_full_address_of_the_request_itself():
    assert [path.name for path in SOURCES if "build_absolute_uri" in path.read_text()] == []


@pytest.mark.django_db
def test_the_code_of_a_certificate_is_drawn_of_the_public_address(client, tree, sign_in, settings, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        "communities.filings.views.certificates.qr", lambda address, title: drawn.append(address) or title
    )
    settings.PUBLIC_ADDRESS = "https://registry.example"
    filing = make_filing(make_organization(tree.community), state="filed")
    sign_in(make_user(Role.WORKER, tree.community))

    client.get(reverse("communities:filing-certificate", args=[filing.pk]))

    assert re.fullmatch(r"https://registry\.example/\S+", drawn[0])
