"""The guides: the manual and the pages of the program are one text, and name what really stands on the pages."""

from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.urls import reverse

from registry.accounts.roles import Role
from registry.desk.guides import FOLDER, NAME, RESIDENT, WORK_GUIDES, guide
from tests.factories import make_superuser, make_user

ROOT = Path(settings.BASE_DIR)
ROLES = [*WORK_GUIDES, RESIDENT]
PICTURE_BYTES = 60_000


@pytest.fixture(scope="module")
def catalogue():
    entries = polib.pofile(str(ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"))
    return {"en": {entry.msgid for entry in entries}, "zh": {entry.msgstr for entry in entries}}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("role", ROLES)
def test_each_guide_is_read_whole_and_names_what_the_catalogue_knows(role, language, catalogue):
    text = (FOLDER / f"{role}.{language}.md").read_text()
    read = guide(role, language)
    words = "".join(run for block in read.blocks for line in block.lines for run, _is_name in line)

    assert not any(mark in words for mark in ("**", "](", "##", "\n- "))
    assert [name for name in NAME.findall(text) if name not in catalogue[language]] == []
    assert sum(block.kind == "img" for block in read.blocks) == text.count("![") >= 1
    for block in read.blocks:
        if block.kind == "img":
            assert 0 < (ROOT / "static" / block.source).stat().st_size <= PICTURE_BYTES


@pytest.mark.parametrize("role", ROLES)
def test_both_languages_have_the_same_parts(role):
    kinds = [[block.kind for block in guide(role, language).blocks] for language in ("en", "zh")]
    lines = [[len(block.lines) for block in guide(role, language).blocks] for language in ("en", "zh")]

    assert kinds[0] == kinds[1] and lines[0] == lines[1]


@pytest.mark.django_db
def test_everybody_finds_the_own_guide_first_and_residents_theirs(client, sign_in, tree):
    address = reverse("desk:help")
    for role in Role:
        assert sign_in(make_user(role, tree.street)).get(address).context["role"] == role
    assert sign_in(make_superuser()).get(address).context["role"] == "administrator"
    assert client.get(reverse("desk:help-of", args=["nobody"])).status_code == 404
    client.logout()
    page = client.get(reverse("directory:help"))
    assert page.context["guide"] == guide(RESIDENT, "en") and page.status_code == 200
