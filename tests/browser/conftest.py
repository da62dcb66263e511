"""The browser, and the demo that is made once a process."""

import os
import shutil
import sqlite3
from datetime import date
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import sync_playwright

from leaders.consents.models import ConsentText

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=zh-CN",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as player:
        chromium = player.chromium.launch(executable_path=path, args=FLAGS, env={**os.environ, "LANGUAGE": "zh_CN:zh"})
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def kept_demo(tmp_path_factory):
    """Where the demo lies once it is made: a copy of the database, and its files."""
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    yield SimpleNamespace(copy=copy, files=tmp_path_factory.mktemp("demo"), is_made=False)
    copy.close()


@pytest.fixture
def demo(settings, transactional_db, kept_demo):
    """The demo as it was made; only the first test of a process waits for the making."""
    settings.LANGUAGE_CODE, settings.MEDIA_ROOT = "zh-hans", kept_demo.files
    connection.ensure_connection()
    if kept_demo.is_made:
        kept_demo.copy.backup(connection.connection)
        return
    # A test that commits empties every table at its end, with what the migrations filled in.
    ConsentText.objects.get_or_create(version=1, defaults={"body": "…", "effective_from": date(2024, 1, 1)})
    call_command("create_demo", stdout=StringIO())
    connection.connection.backup(kept_demo.copy)
    kept_demo.is_made = True
