from datetime import timedelta

import pytest
from django.db.models import Value
from django.urls import reverse
from django.utils import timezone

from communities.organizations.models import Organization
from registry.accounts.roles import Role
from registry.audit.log import HIDDEN, record, record_read, snapshot
from registry.audit.models import AuditEntry, ReadLog
from registry.audit.sentences import name_relations, sentence, sentences, told_changes
from tests.clock import TODAY
from tests.factories import make_leader, make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db
LOG, READS = "desk:audit-list", "desk:read-list"


@pytest.mark.parametrize(
    ("role", "status"), [(Role.WORKER, 403), (Role.OFFICE, 200), (Role.MANAGER, 200), (Role.OVERSEER, 403)]
)
def test_who_may_read_the_logs(client, sign_in, tree, role, status):
    sign_in(make_user(role, tree.street))

    assert client.get(reverse(LOG)).status_code == status
    assert client.get(reverse(READS)).status_code == status


def test_log_shows_only_the_own_region(client, sign_in, tree, office):
    AuditEntry.objects.all().delete()
    make_organization(tree.community, name="平南合唱团")
    make_organization(tree.other_community, name="康城棋牌队")

    text = sign_in(office).get(reverse(LOG)).content.decode()

    assert "平南合唱团" in text
    assert "康城棋牌队" not in text


def test_read_log_shows_only_the_own_region(client, sign_in, tree, office):
    record_read("leader.view", make_leader(tree.community, name="林文"), by=office)
    record_read("leader.view", make_leader(tree.other_community, name="宋华"), by=office)

    response = sign_in(office).get(reverse(READS))

    assert [row.object_label for row in response.context["rows"]] == ["林文"]


def test_superuser_reads_everything(client, sign_in, tree):
    response = sign_in(make_superuser()).get(reverse(LOG))

    assert len(response.context["rows"]) == AuditEntry.objects.count()


def test_pages_follow_each_other_without_gap(client, sign_in, tree, office):
    leader = make_leader(tree.community)
    for number in range(120):
        record("leader.update", leader, by=office, note=str(number))
    sign_in(office)
    url, seen = f"{reverse(LOG)}?group=leader", []

    while url:
        context = client.get(url).context
        seen += [row.pk for row in context["rows"]]
        url = f"{reverse(LOG)}{context['next_url']}" if context["next_url"] else ""

    assert seen == list(
        AuditEntry.objects.filter(verb__startswith="leader.").order_by("-id").values_list("id", flat=True)
    )


def test_page_before_is_the_page_one_came_from(client, sign_in, tree, office):
    leader = make_leader(tree.community)
    for _number in range(60):
        record("leader.update", leader, by=office)
    sign_in(office)
    first = client.get(f"{reverse(LOG)}?group=leader").context
    second = client.get(f"{reverse(LOG)}{first['next_url']}").context

    back = client.get(f"{reverse(LOG)}{second['previous_url']}").context

    assert [row.pk for row in back["rows"]] == [row.pk for row in first["rows"]]
    assert back["previous_url"] == ""


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("group=organization", ["舞蹈队"]),
        ("group=leader", ["林文"]),
        ("record=舞蹈", ["舞蹈队"]),
        ("actor=Nobody", []),
        ("since=tomorrow", []),
        ("since=9999-99-99", []),
        ("group=x%00&before=abc&object=x:y", []),
    ],
)
def test_filter_narrows_and_shows_nothing_for_a_day_nobody_can_read(client, sign_in, tree, office, query, shown):
    AuditEntry.objects.all().delete()
    make_organization(tree.community, name="舞蹈队")
    make_leader(tree.community, name="林文")

    response = sign_in(office).get(f"{reverse(LOG)}?{query}")

    assert [row.object_label for row in response.context["rows"]] == shown


def test_filter_by_day_and_by_record(client, sign_in, tree, office):
    leader = make_leader(tree.community)
    old = record("leader.update", leader, by=office)
    AuditEntry.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=10))
    sign_in(office)
    until = TODAY - timedelta(days=9)

    by_day = client.get(f"{reverse(LOG)}?until={until}").context["rows"]
    by_record = client.get(f"{reverse(LOG)}?object=leaders.leader:{leader.pk}").context["rows"]

    assert by_day == [old]
    assert {row.object_id for row in by_record} == {leader.pk}


@pytest.mark.parametrize("count", [1, 20])
def test_log_makes_the_same_queries_for_any_number(client, sign_in, tree, office, count, django_assert_max_num_queries):
    for _number in range(count):
        make_organization(tree.community)
    sign_in(office)

    with django_assert_max_num_queries(14):
        client.get(reverse(LOG))


def test_changes_read_as_label_old_and_new(tree, office):
    organization = make_organization(tree.community, name="舞蹈队")
    before = snapshot(organization)
    organization.name, organization.region, organization.is_recruiting = "合唱队", tree.community2, True
    organization.revise(by=office, before=before)

    entry = AuditEntry.objects.first()
    told = {change.label: (change.old, change.new) for change in told_changes(name_relations([entry])[0])}

    assert sentence(entry) == f"{office} changed the record of 合唱队"
    assert told == {
        "Name": ("舞蹈队", "合唱队"),
        "Region": ("古美一村居委会", "古美三村居委会"),
        "Takes new members": ("No", "Yes"),
    }


def test_changed_phone_shows_that_it_changed_and_nothing_of_it(tree, office):
    leader = make_leader(tree.community, phone="13800002071")
    before = snapshot(leader)
    leader.set_phone("13900004321")
    leader.revise(by=office, before=before)

    [change] = told_changes(AuditEntry.objects.first())

    assert (change.label, change.old, change.new) == ("Phone", HIDDEN, HIDDEN)


def test_entry_of_an_unknown_model_and_field_can_still_be_read(office):
    entry = AuditEntry(
        actor=office, verb="gone.move", object_type="gone.thing", object_label="X", changes={"a": ["1", None]}
    )

    assert sentence(entry) == f"{office}: gone.move X"
    assert [(c.label, c.old, c.new) for c in told_changes(entry)] == [("a", "1", "")]


def test_script_in_a_name_is_text_in_the_log(client, sign_in, tree, office):
    organization = make_organization(tree.community)
    Organization.objects.filter(pk=organization.pk).update(
        name=Value("<script>alert(1)</script>")
    )  # past the field's own refusal
    organization.refresh_from_db()
    record("organization.update", organization, by=office, changes={"name": ["x", "<script>alert(1)</script>"]})

    text = sign_in(office).get(reverse(LOG)).content.decode()

    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_every_sentence_takes_who_and_what():
    """An export has no record of its own; every other act names its record, and every act its person."""
    for verb, words in sentences().items():
        said = str(words) % {"who": "沈佳怡", "what": "晨光合唱队", "verb": verb}

        assert "沈佳怡" in said, verb
        assert verb.endswith(".export") or "晨光合唱队" in said, verb


def test_logs_are_written_to_by_no_page(client, sign_in):
    sign_in(make_superuser())

    assert client.post(reverse(LOG)).status_code == 405
    assert client.post(reverse(READS)).status_code == 405
    assert ReadLog.objects.count() == 0
