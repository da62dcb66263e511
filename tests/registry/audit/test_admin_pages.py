"""Both logs among the administrator's pages: the sentences of the log, not its keys."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from registry.audit.log import record_summary
from registry.audit.models import AuditEntry
from registry.ui import framework_words
from tests.factories import make_organization, make_superuser
from tests.registry.ui.test_framework_words import MACHINE

pytestmark = pytest.mark.django_db

HAN = "\u4e00-\u9fff"
APART = re.compile(rf"[{HAN}] (?:%|{{)|(?:s|}}) [{HAN}]")
HALF = re.compile(rf"[{HAN}] ?[:!?()]|[:!?()] ?[{HAN}]")
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)


@pytest.fixture
def admin_page(client, settings):
    settings.LANGUAGE_CODE = "zh-hans"
    client.force_login(make_superuser())
    return lambda name, *args: client.get(reverse(name, args=args))


def test_the_list_tells_what_happened_to_what(admin_page, tree, office):
    make_organization(tree.community, by=office, name="康城舞蹈队")

    page = admin_page("admin:audit_auditentry_changelist").content.decode()

    assert f"{office}登记了" in page and "康城舞蹈队" in page
    assert "communities.organization" not in page and "organization.create" not in page


def test_an_entry_shows_its_changes_in_words(admin_page, tree, office):
    team = make_organization(tree.community, by=office, name="康城舞蹈队")
    entry = AuditEntry.objects.filter(object_type="communities.organization", object_id=team.pk).latest("pk")

    page = admin_page("admin:audit_auditentry_change", entry.pk).content.decode()

    assert "名称：– → 康城舞蹈队" in page
    assert "null" not in page.partition('id="content"')[2].partition("</form>")[0]


def test_numbers_of_a_summary_have_names(admin_page, office):
    record_summary("demo.create", by=office, label="demo", object_type="leaders.leader", changes={"leaders": 341})

    page = admin_page("admin:audit_auditentry_change", AuditEntry.objects.latest("pk").pk).content.decode()

    assert "领袖：– → 341" in page


def test_what_the_framework_writes_on_every_such_page_is_worded_like_ours():
    """It writes “增加 职务”, “4 个中 0 个被选”, “注销” for signing out and “状态:”, with room where a name stands."""
    with override("zh-hans"):
        said = {text: gettext(text) for text in framework_words.ADMIN if type(text) is str}

    assert len(said) > 40 and [text for text in said if said[text] == text] == []
    assert [words for words in said.values() if MACHINE.search(words) or APART.search(words)] == []


def test_no_page_of_theirs_has_a_half_width_sign_beside_chinese(admin_page, tree, office):
    team = make_organization(tree.community, by=office)
    for name, *args in (
        ["admin:index"], ["admin:communities_organization_changelist"], ["admin:audit_auditentry_changelist"],
        ["admin:communities_organization_change", team.pk], ["admin:communities_organization_add"],
    ):  # fmt: skip
        page = TAGS.sub("", admin_page(name, *args).content.decode().partition("<body")[2])

        assert HALF.findall(page) == [], name
