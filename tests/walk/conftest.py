"""The places, the people and the canaries, made once for all tests of this folder; each test rolls back to them."""

import logging
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import override_settings

from leaders.consents.models import ConsentText
from tests.walk.canaries import stamp
from tests.walk.places import make_places, people_of


@pytest.fixture(scope="package")
def walked(django_db_setup, django_db_blocker, tmp_path_factory):
    quick = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"], "LANGUAGE_CODE": "en"}
    with django_db_blocker.unblock(), transaction.atomic():
        media = tmp_path_factory.mktemp("walked")
        with override_settings(MEDIA_ROOT=media, **quick):
            # A test that commits empties every table at its end, with what the migrations filled in.
            ConsentText.objects.get_or_create(version=1, defaults={"body": "…", "effective_from": date(2024, 1, 1)})
            places = make_places()
            people = people_of(places)
            found = stamp()
        yield SimpleNamespace(places=places, people=people, canaries=found, media=media)
        transaction.set_rollback(True)
    for one in caches.all():
        one.clear()


@pytest.fixture(autouse=True)
def quiet(walked, plain_settings, settings):
    """The files of the walk, and no line in the log for each of thousands of refusals."""
    settings.MEDIA_ROOT = walked.media
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
