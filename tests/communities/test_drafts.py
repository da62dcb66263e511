"""Long forms keep a draft for who typed it, and the desk says that it waits."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.pages.drafts import FORGOTTEN_AFTER, Drafted
from registry.accounts.models import FormDraft
from registry.desk.daily import JOBS
from tests.factories import make_category
from tests.walk.entries import ENTRIES

pytestmark = pytest.mark.django_db
FORMS = sorted(entry.name for entry in ENTRIES if issubclass(entry.view_class, Drafted))


def test_there_are_forms_that_keep_drafts():
    assert len(FORMS) >= 10


@pytest.mark.parametrize("name", FORMS)
def test_a_draft_waits_on_the_desk_comes_back_and_is_dropped(client, sign_in, manager, name):
    client, page = sign_in(manager), reverse(name)
    assert page not in without_links(client.get(reverse("desk:dashboard")))
    assert 'name="draft"' in client.get(page).content.decode()

    kept = client.post(page, {"draft": "1"} | dict.fromkeys(("title", "name", "text", "reason"), "桂花初稿"))

    assert kept.url == reverse("desk:dashboard")
    assert "桂花" not in FormDraft.objects.get().sealed_values
    assert page in without_links(client.get(kept.url))
    again = client.get(page).content.decode()
    assert "桂花初稿" in again and "taken up again" in again and 'name="drop"' in again
    assert client.post(page, {"drop": "1"}).url == page
    assert not FormDraft.objects.exists() and "桂花初稿" not in client.get(page).content.decode()


def without_links(response):
    """The note about drafts on the desk, or nothing."""
    text = response.content.decode()
    return text[text.index("A draft waits:") :].partition("</p>")[0] if "A draft waits:" in text else ""


def test_what_is_sent_whole_makes_the_draft_obsolete_and_another_account_sees_none(
    client, sign_in, manager, worker, tree
):
    page = reverse("communities:organization-create")
    typed = {"name": "桂花合唱队", "region": tree.community.pk, "category": make_category().pk}
    sign_in(manager).post(page, typed | {"draft": "1"})

    assert "桂花" not in sign_in(worker).get(page).content.decode()
    assert without_links(client.get(reverse("desk:dashboard"))) == ""
    assert sign_in(manager).post(page, typed | {"name": ""}).status_code == 200 and FormDraft.objects.exists()
    assert client.post(page, typed).status_code == 302 and not FormDraft.objects.exists()


def test_drafts_are_forgotten_in_time(manager):
    FormDraft.keep(manager, "leaders:case-create", {"name": ["陆桂花"]})
    job = next(job for job in JOBS if job.name == "forget_drafts")
    job.run(dry_run=False)
    assert FormDraft.objects.exists()
    FormDraft.objects.update(updated_at=timezone.now() - FORGOTTEN_AFTER - timedelta(minutes=1))

    assert job.run(dry_run=True) == job.run(dry_run=False) == "1 drafts are forgotten"
    assert not FormDraft.objects.exists()
