import re
from datetime import date

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.urls import reverse

from communities.activities.models import ActivityPhoto
from communities.organizations.models import Organization
from communities.postings.models import Posting
from communities.regions.models import Region
from leaders.appointments.models import Appointment
from leaders.consents.models import Consent, ConsentText
from leaders.people.models import Leader
from registry.accounts.models import FormDraft, User
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import (
    make_activity,
    make_appointment,
    make_authority_decision,
    make_category,
    make_center,
    make_inspection,
    make_leader,
    make_organization,
    make_proposal,
    make_region,
    make_rule,
    make_superuser,
    make_user,
)

pytestmark = pytest.mark.django_db
SITE = [model for model in admin.site._registry]


def page(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def values_of(response):
    """What the shown change form would send back unchanged."""
    form = response.context["adminform"].form
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


@pytest.fixture
def boss(sign_in):
    user = make_superuser()
    sign_in(user)
    return user


@pytest.fixture
def filled(tree, boss):
    """One row of everything."""
    leader = make_leader(tree.building, phone="13800002071")
    make_appointment(leader, region=tree.building)
    team = make_organization(tree.community)
    team.member_counts.create(year=2025, members=30)
    center = make_center(tree.street)
    center.host(team, by=boss, on=TODAY, document_number="1")
    make_proposal(team)
    make_inspection(team)
    make_authority_decision(team)
    text = ConsentText.in_force() or ConsentText.objects.create(version=99, body="…", effective_from=date(2024, 1, 1))
    Consent.objects.create(
        leader=leader, field="name", text=text, form="paper", given_on=date(2025, 1, 1), recorded_by=boss
    )
    make_rule(tree.community, weekdays=0b1111111).change(on=TODAY, by=boss, reason="雨")
    ActivityPhoto.attach(make_activity(tree.community), [ContentFile(b"x")], caption="x", by=boss)
    make_user(region=tree.community)
    FormDraft.keep(boss, "leaders:leader-create", {"phone": ["13800002071"]})
    return tree


@pytest.mark.parametrize("model", SITE, ids=lambda model: model._meta.label)
def test_every_list_and_every_form_opens_and_deletes_nothing(client, filled, model, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        listed = client.get(page(model, "changelist"))
    assert listed.status_code == 200
    assert "_facets" not in listed.content.decode()
    assert "13800002071" not in listed.content.decode()
    row = model.objects.first()
    if row is not None:
        opened = client.get(page(model, "change", row.pk))
        assert opened.status_code == 200
        assert "13800002071" not in opened.content.decode()
        assert len(re.findall("<option", opened.content.decode())) < 60
        assert client.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert client.post(
        page(model, "changelist"), {"action": "delete_selected", "_selected_action": [1]}
    ).status_code in (200, 302)


def test_every_table_of_ours_has_a_page():
    ours = {"accounts", "audit", "communities", "leaders"}
    tokens = {"OrganizationToken", "LeaderToken"}
    found = {model.__name__ for model in SITE if model._meta.app_label in ours}

    assert found >= {
        "User",
        "FormDraft",
        "AuditEntry",
        "ReadLog",
        "Region",
        "Posting",
        "Organization",
        "Category",
    }
    assert found >= {"MemberCount", "Leader", "Appointment", "Consent", "ConsentText", "Expertise"}
    assert not found & tokens


@pytest.mark.parametrize(
    "query",
    ["phone_masked__startswith=138", "phone_index=x", "phone_sealed__gt=v1", "region__path__startswith=0001"],
)
def test_no_url_asks_after_a_sealed_column(client, filled, query):
    assert client.get(f"{page(Leader, 'changelist')}?{query}").status_code == 400


@pytest.mark.parametrize(
    ("words", "found"), [("建国", 1), ("lujg", 0), ("ljg", 1), ("138", 0), ("2071", 0), ("13800002071", 0)]
)
def test_leaders_are_found_by_name_and_never_by_phone(client, filled, words, found):
    response = client.get(page(Leader, "changelist"), {"q": words})

    assert len(response.context["cl"].result_list) == found


def test_saving_a_leader_writes_the_log(client, filled, boss):
    leader = Leader.objects.get()
    url = page(Leader, "change", leader.pk)
    values = values_of(client.get(url)) | {"name": "陆建华"}

    client.post(url, values)

    leader.refresh_from_db()
    entry = AuditEntry.objects.filter(verb="leader.update").get()
    assert (leader.name, leader.initials) == ("陆建华", "ljh")
    assert entry.actor == boss
    assert entry.changes["name"] == ["陆建国", "陆建华"]
    assert LogEntry.objects.count() == 0


def test_state_and_derived_columns_are_not_in_the_form(client, filled):
    form = client.get(page(Leader, "change", Leader.objects.get().pk)).context["adminform"].form

    hidden = {"stage", "region_path", "phone_sealed", "phone_index", "leads_team", "version", "photo"}
    assert not hidden & set(form.fields)


def test_new_organization_is_registered_by_the_verb(client, tree, boss):
    values = {"name": "平南合唱团", "region": tree.community.pk, "category": make_category().pk}

    client.post(page(Organization, "add"), values)

    organization = Organization.objects.get()
    assert (organization.created_by, organization.region_path) == (boss, tree.community.path)
    assert organization.tokens.exists()
    assert AuditEntry.objects.filter(verb="organization.create", actor=boss).count() == 1


def test_organizations_are_published_by_the_verb(client, filled):
    row = Organization.objects.get()

    client.post(page(Organization, "changelist"), {"action": "publish", "_selected_action": [row.pk]})

    row.refresh_from_db()
    assert row.is_published is True
    assert AuditEntry.objects.filter(verb="organization.publish").count() == 1


def test_region_is_added_and_renamed_by_the_verbs(client, tree, boss):
    add = {
        "parent": tree.compound.pk,
        "level": "building",
        "name": "14号楼",
        "aliases": "[]",
        "kind": "",
        "code": "",
    }
    client.post(page(Region, "add"), add)
    region = Region.objects.get(name="14号楼")
    url = page(Region, "change", region.pk)

    client.post(
        url,
        {"name": "15号楼", "aliases": "[]", "contact_phone": "", "contact_address": "", "contact_hours": ""},
    )

    region.refresh_from_db()
    assert (region.name, region.aliases) == ("15号楼", ["14号楼"])
    assert region.path.startswith(tree.compound.path)
    assert AuditEntry.objects.filter(verb="region.rename", actor=boss).count() == 1


def test_a_verb_that_refuses_answers_with_its_reason(client, tree, boss):
    add = {
        "parent": tree.building.pk,
        "level": "street",
        "name": "X",
        "aliases": "[]",
        "kind": "",
        "code": "",
    }

    response = client.post(page(Region, "add"), add, follow=True)

    assert response.status_code == 200
    assert "Nothing of this level can be added here." in response.content.decode()


def test_region_with_people_is_not_retired(client, filled):
    client.post(
        page(Region, "changelist"),
        {"action": "retire", "_selected_action": [filled.building.pk, filled.building2.pk]},
    )

    filled.building.refresh_from_db()
    filled.building2.refresh_from_db()
    assert filled.building.retired_on is None
    assert filled.building2.retired_on is not None


def test_appointments_move_by_actions(client, filled):
    row = Appointment.objects.get()
    url = page(Appointment, "changelist")
    chosen = {"_selected_action": [row.pk], "end_reason": "", "return_reason": ""}

    client.post(url, chosen | {"action": "decide"})
    row.refresh_from_db()
    assert row.state == "current"

    client.post(url, chosen | {"action": "end"})
    row.refresh_from_db()
    assert row.state == "current"

    client.post(url, chosen | {"action": "end", "end_reason": "moved"})
    row.refresh_from_db()
    assert (row.state, row.end_reason) == ("ended", "moved")


def test_nobody_confirms_the_own_submission_here_either(client, tree, boss):
    row = make_appointment(make_leader(tree.building), region=tree.building, by=boss)

    client.post(
        page(Appointment, "changelist"),
        {"action": "decide", "_selected_action": [row.pk], "end_reason": "", "return_reason": ""},
    )

    row.refresh_from_db()
    assert row.state == "pending"


def test_consent_is_withdrawn_by_the_verb(client, filled):
    row = Consent.objects.get()

    client.post(page(Consent, "changelist"), {"action": "withdraw", "_selected_action": [row.pk]})

    row.refresh_from_db()
    assert row.withdrawn_at is not None


def test_posting_is_ended_by_the_verb(client, tree, boss):
    row = make_user(Role.MANAGER, tree.street).postings.get()

    client.post(page(Posting, "changelist"), {"action": "end", "_selected_action": [row.pk]})

    row.refresh_from_db()
    assert row.ended_on is not None


def test_account_is_closed_and_its_session_with_it(client, tree, boss):
    worker = make_user(region=tree.community)
    other = type(client)()
    other.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")

    client.post(page(User, "changelist"), {"action": "close", "_selected_action": [worker.pk, boss.pk]})

    assert other.get(reverse("accounts:account")).status_code == 302
    assert User.objects.get(pk=boss.pk).is_active is True
    assert AuditEntry.objects.filter(verb="account.deactivate").count() == 1


def test_account_form_holds_no_password_and_not_the_own_rank(client, boss):
    form = client.get(page(User, "change", boss.pk)).context["adminform"].form

    assert set(form.fields) == {"username", "display_name", "email"}


def test_signed_consent_text_is_not_rewritten(client, filled):
    text = Consent.objects.get().text

    assert client.post(page(ConsentText, "change", text.pk), {"body": "x"}).status_code == 403


def test_logs_take_no_change_from_anybody(client, filled):
    entry = AuditEntry.objects.first()

    assert client.get(page(AuditEntry, "add")).status_code == 403
    assert client.post(page(AuditEntry, "change", entry.pk), {"verb": "x"}).status_code == 403


def test_history_leads_to_the_log_of_the_record(client, filled):
    leader = Leader.objects.get()

    response = client.get(page(Leader, "history", leader.pk), follow=True)

    assert {entry.object_id for entry in response.context["cl"].result_list} == {leader.pk}


def test_autocomplete_of_regions_finds_by_name(client, boss):
    make_region(name="浙江省")

    response = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "leaders", "model_name": "leader", "field_name": "region", "term": "浙江"},
    )

    assert [row["text"] for row in response.json()["results"]] == ["浙江省"]


def test_pages_send_no_inline_script(client, filled):
    text = client.get(page(Leader, "change", Leader.objects.get().pk)).content.decode()

    assert re.findall(r"<script(?![^>]*(src=|type=\"application/json\"))", text) == []
    assert re.findall(r"\son[a-z]+=\"", text) == []
