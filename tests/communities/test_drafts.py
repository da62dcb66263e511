"""Long forms keep a draft for who typed it, and the desk says that it waits."""

from datetime import timedelta

import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone

from communities.pages.drafts import FORGOTTEN_AFTER, LONG, Drafted
from registry.accounts.models import FormDraft
from registry.accounts.roles import Role
from registry.desk.daily import JOBS
from tests.factories import (
    make_authority_decision,
    make_category,
    make_leader,
    make_organization,
    make_rating,
    make_user,
)
from tests.walk.entries import ENTRIES
from tests.windows import form_on

pytestmark = pytest.mark.django_db
FORMS = sorted(
    entry.name
    for entry in ENTRIES
    if not entry.kinds and issubclass(entry.view_class, Drafted) and not entry.view_class.draft_query
)


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


def long_forms():
    """{name: view} of every page whose form has more fields than a screen; what needs a file cannot be kept."""
    found = {}
    for entry in ENTRIES:
        form = getattr(entry.view_class, "form_class", None)
        shown = [one for one in getattr(form, "base_fields", {}).values() if not one.widget.is_hidden]
        needs_file = any(isinstance(one, forms.FileField) and one.required for one in shown)
        if not entry.is_public and not needs_file and len(shown) >= LONG:
            found[entry.name] = entry.view_class
    return found


def test_every_long_form_keeps_drafts_under_a_title_of_its_own():
    found = long_forms()
    assert len(found) >= 15
    assert [name for name, view in found.items() if not issubclass(view, Drafted) or not view.draft_title] == []
    room = FormDraft._meta.get_field("form").max_length
    assert max(len(f"{name} {10**9}") for name in found) <= room


def test_a_draft_about_one_row_is_that_rows_and_is_merged_with_what_was_saved_since(sign_in, worker, manager, tree):
    leader, other = make_leader(tree.building, name="钟桂英", birth_year=1950), make_leader(tree.building2)
    page = reverse("leaders:leader-update", args=[leader.pk])
    client = sign_in(worker)
    kept = client.post(page, form_on(client.get(page)) | {"biography": "桂花初稿", "draft": "1"})

    assert "钟桂英: Edit record</a>" in without_links(client.get(kept.url))
    assert "桂花初稿" not in client.get(reverse("leaders:leader-update", args=[other.pk])).content.decode()
    client = sign_in(manager)
    assert client.post(page, form_on(client.get(page)) | {"birth_year": "1951"}).status_code == 302

    client = sign_in(worker)
    again = form_on(client.get(page))
    assert (again["biography"], again["birth_year"]) == (["\n桂花初稿"], ["1950"])
    assert client.post(page, again | {"biography": "桂花初稿"}).status_code == 302

    leader.refresh_from_db()
    assert (leader.biography, leader.birth_year) == ("桂花初稿", 1951)
    assert not FormDraft.objects.exists()


def test_a_form_made_for_a_row_keeps_a_draft_of_that_row_while_it_is_open(sign_in, manager, office, tree):
    """The pages that make their long form by hand: what is entered of an organization, a returned row, a score sheet."""
    group, rating = make_organization(tree.community), make_rating(building=tree.building)
    returned = make_authority_decision(make_organization(tree.community, name="木樨队"), by=office)
    returned.send_back(by=manager, reason="x")
    point = f"evidence_{rating.scheme.indicators.first().pk}"
    pages = {
        reverse("communities:authority-enter", query={"organization": group.pk}): "summary",
        reverse("communities:authority-correct", args=[returned.pk]): "summary",
        reverse("communities:filing-paper-create", args=[group.pk]): "number",
        reverse("communities:rating-score", args=[rating.pk]): point,
    }
    client, nobody = sign_in(office), reverse("communities:authority-enter")
    assert client.post(nobody, {"draft": "1"}).status_code == 404

    for page, name in pages.items():
        kept = client.post(page, form_on(client.get(page)) | {name: "桂花初稿", "draft": "1"})
        assert kept.url == reverse("desk:dashboard"), page
        assert page in without_links(client.get(kept.url))
        again = client.get(page)
        assert [text.strip() for text in form_on(again)[name]] == ["桂花初稿"], page
        assert b'name="drop"' in again.content, page

    assert client.post(page, {"drop": "1"}).url == page and FormDraft.objects.count() == 3
    rating.withdraw(by=manager, reason="x")
    FormDraft.keep(office, f"communities:rating-score {rating.pk}", {point: ["x"]})
    assert page not in without_links(client.get(reverse("desk:dashboard")))


def test_no_draft_is_kept_or_named_of_a_row_out_of_reach(sign_in, tree):
    leader = make_leader(tree.building, name="钟桂英")
    other = make_user(Role.WORKER, tree.other_street)
    client, page = sign_in(other), reverse("leaders:leader-update", args=[leader.pk])

    assert client.post(page, {"draft": "1"}).status_code == 404 and not FormDraft.objects.exists()
    FormDraft.keep(other, f"leaders:leader-update {leader.pk}", {"name": ["x"]})
    assert "钟桂英" not in client.get(reverse("desk:dashboard")).content.decode()


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
