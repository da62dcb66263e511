"""The doors themselves, as the resolver lists them: what only takes POST, and what asks nobody who he is."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_superuser
from tests.walk.entries import ENTRIES, is_post_only


@pytest.mark.django_db
def test_every_entry_named_or_not_needs_a_sign_in_unless_it_is_public(client):
    login = reverse("accounts:login")
    let_in = [
        (method, entry.route)
        for entry in ENTRIES
        if not entry.is_public
        for method in ("get", "post")
        if not getattr(client, method)(entry.at_first()).headers.get("Location", "").startswith(login)
    ]

    assert let_in == []


@pytest.mark.django_db
def test_what_only_takes_a_post_refuses_to_be_read(client):
    client.force_login(make_superuser(), backend="django.contrib.auth.backends.ModelBackend")
    entries = [entry for entry in ENTRIES if is_post_only(entry)]

    assert {client.get(entry.at_first()).status_code for entry in entries} == {405}
    assert len(entries) > 70


@pytest.mark.django_db
def test_every_entry_has_a_name():
    assert [entry.route for entry in ENTRIES if not entry.name] == []


@pytest.mark.django_db
@pytest.mark.parametrize("is_known", [True, False])
def test_no_entry_takes_a_post_without_the_token_of_its_page(is_known):
    client = Client(enforce_csrf_checks=True)
    if is_known:
        client.force_login(make_superuser(), backend="django.contrib.auth.backends.ModelBackend")

    taken = {entry.route: client.post(entry.at_first()) for entry in ENTRIES}

    sent_on = {route: answer.headers["Location"] for route, answer in taken.items() if answer.status_code == 302}
    assert {route for route, answer in taken.items() if answer.status_code not in (302, 403, 405)} == set()
    # Whoever is signed in already is sent on from the page that would sign him in.
    assert sent_on == ({"accounts/login/": reverse("desk:dashboard")} if is_known else {})
