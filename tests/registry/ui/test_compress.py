"""Public pages leave compressed where the browser takes it; those of the desk, files and feeds as they are."""

import gzip

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
TAKES = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}


def test_a_public_page_is_less_than_a_third_and_the_same(client, team):
    address = reverse("directory:organization", args=[team.pk])
    plain, packed = client.get(address), client.get(address, **TAKES)

    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) * 3 < len(plain.content)
    assert "晨光合唱队" in plain.content.decode()
    assert gzip.decompress(packed.content).decode().count("晨光合唱队") == plain.content.decode().count("晨光合唱队")


def test_a_page_of_the_desk_and_a_feed_are_not(client, sign_in, worker):
    assert "Content-Encoding" not in client.get(reverse("directory:activities-feed"), **TAKES)
    assert "Content-Encoding" not in sign_in(worker).get(reverse("desk:dashboard"), **TAKES)
