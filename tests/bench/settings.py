"""The settings of production but for two: static names without a manifest, and a page that says hello."""

from registry.settings import *  # noqa: F403
from registry.settings import STORAGES

ROOT_URLCONF = "tests.bench.urls"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
