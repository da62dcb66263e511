import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communities.filings.models import Filing
from communities.filings.models.reading import WANTED
from communities.merging.actions import merge
from communities.merging.subjects import ORGANIZATION
from communities.organizations.models import Organization
from communities.organizations.models.on_file import ON_FILE
from registry.accounts.roles import Role
from registry.audit.log import snapshot
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.communities.organizations.test_legal_status import CODE
from tests.factories import (
    attach_pdf,
    make_category,
    make_center,
    make_filing,
    make_organization,
    make_region,
    make_superuser,
    make_user,
)


def again(row):
    return type(row)._base_manager.get(pk=row.pk)


@pytest.fixture
def filed(team):
    Organization.objects.filter(pk=team.pk).update(purpose="一起唱歌")
    make_filing(again(team), state="filed")
    return again(team)


def amend(team, state="filed", **values):
    filing = Filing.begin(team, kind="amend", by=make_user(), person_name="周文娟", purpose="一起唱歌", **values)
    if state != "draft":
        filing.submit(by=make_user())
        filing.review(by=make_user())
    if state == "filed":
        filing.decide(by=make_user())
    return filing


OTHERS = {"name": "晚霞合唱队", "region": "street", "category": "合唱", "purpose": "唱歌和朗诵"}


def another(tree, name):
    """Another value for one fact that is on file."""
    if name == "category":
        return make_category(OTHERS[name])
    return tree.street if name == "region" else OTHERS[name]


def by_edit(tree, team, name, client):
    before = snapshot(team)
    setattr(team, name, another(tree, name))
    return refusal(lambda: team.revise(by=make_user(), before=before))


def by_page(tree, team, name, client):
    client.force_login(make_user(region=tree.street, role=Role.OFFICE))
    value = another(tree, name)
    form = client.get(reverse("communities:organization-update", args=[team.pk])).context["form"]
    sent = {field: form.get_initial_for_field(form.fields[field], field) or "" for field in form.fields}
    sent |= {"founded_on": "", "seen": form_seen(client, team), name: getattr(value, "pk", value)}
    return client.post(reverse("communities:organization-update", args=[team.pk]), sent).content.decode()


def form_seen(client, team):
    page = client.get(reverse("communities:organization-update", args=[team.pk])).content.decode()
    return re.search(r'name="seen" value="([^"]*)"', page)[1]


def by_admin(tree, team, name, client):
    client.force_login(make_superuser())
    value = another(tree, name)
    page = reverse("admin:communities_organization_change", args=[team.pk])
    form = client.get(page).context["adminform"].form
    sent = {field: form[field].value() for field in form.fields if form[field].value() not in (None, False)}
    return client.post(page, sent | {name: getattr(value, "pk", value)}, follow=True).content.decode()


def by_merge(tree, team, name, client):
    """The twin lies below the same place and is called the same, but for what is taken from it."""
    facts = {"region": team.region, "name": team.name, "category": team.category}
    value = tree.compound if name == "region" else another(tree, name) if name != "name" else f"{team.name} "
    twin = make_organization(**facts | {name: value, "purpose": value if name == "purpose" else "别的"})
    if name == "name":
        Organization.objects.filter(pk=twin.pk).update(name=team.name + "队")
    versions = {row.pk: row.version for row in (team, twin)}
    return refusal(lambda: merge(ORGANIZATION, team, again(twin), picks=[name], versions=versions, by=make_user()))


def refusal(act):
    with pytest.raises(ValidationError) as refused:
        act()
    return " ".join(refused.value.messages)


@pytest.mark.parametrize("door", [by_edit, by_page, by_admin, by_merge])
def test_no_door_changes_what_is_on_file(tree, filed, client, door):
    for name in ON_FILE:
        before = snapshot(again(filed))

        told = door(tree, again(filed), name, client)

        assert "it is changed by a filing" in told, name
        assert snapshot(again(filed)) == before, name


def test_every_fact_on_file_has_its_place_in_a_filing():
    assert set(WANTED) == set(ON_FILE) == set(OTHERS)


@pytest.mark.parametrize("state", ["submitted", "reviewed"])
def test_nothing_is_put_on_file_that_was_edited_after_the_filing_was_handed_in(tree, team, state):
    make_filing(team, state=state)
    row = again(team)
    before = snapshot(row)
    row.name = "晚霞合唱队"

    told = refusal(lambda: row.revise(by=make_user(), before=before))

    assert "waits for its decision" in told


def test_a_group_registered_with_civil_affairs_is_edited_again(filed):
    filed.register_with_civil_affairs(by=make_user(), code=CODE, on=TODAY, authority="区民政局")
    row = again(filed)
    before = snapshot(row)
    row.name = "晚霞合唱队"

    row.revise(by=make_user(), before=before)

    assert again(filed).name == "晚霞合唱队"


def test_anything_else_of_a_filed_group_is_edited_as_before(filed):
    before = snapshot(filed)
    filed.meeting_times = "周三 19:00"

    filed.revise(by=make_user(), before=before)

    assert again(filed).meeting_times == "周三 19:00"


def test_the_page_says_where_it_is_changed(tree, filed, worker, sign_in):
    page = reverse("communities:organization-update", args=[filed.pk])
    form = sign_in(worker).get(page).context["form"]
    sent = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}

    told = sign_in(worker).post(page, sent | {"name": "晚霞合唱队", "founded_on": ""}).content.decode()

    assert "it is changed by a filing" in told
    assert again(filed).name == filed.name


def test_a_filing_changes_name_and_place_at_its_decision_and_not_before(tree, filed):
    other = make_region(tree.street, name="古美二村居委会")
    until, old = filed.filings.standing().get().valid_until, filed.name
    filing = amend(filed, state="reviewed", new_name="晚霞合唱队", new_region=other)
    assert again(filed).name == old

    filing.decide(by=make_user())

    row = again(filed)
    assert (row.name, row.region, row.region_path) == ("晚霞合唱队", other, other.path)
    assert (filing.filed_name, filing.valid_until) == ("晚霞合唱队", until)
    assert again(filing).region_path == other.path
    assert Organization.objects.namesakes("晚霞合唱队", tree.street).get() == row
    assert AuditEntry.objects.get(verb="organization.amend").note == filing.number


def test_a_change_that_changes_nothing_is_not_submitted(filed):
    with pytest.raises(ValidationError) as refused:
        amend(filed)

    assert refused.value.code == "missing"


def test_only_a_filing_in_force_is_changed(team):
    with pytest.raises(ValidationError) as refused:
        Filing.begin(team, kind="amend", by=make_user(), new_name="晚霞合唱队")

    assert refused.value.code == "kind"


def test_the_form_offers_places_of_the_street_alone(tree, filed, worker, sign_in):
    page = sign_in(worker).get(reverse("communities:filing-create", args=[filed.pk]) + "?kind=amend")

    offered = set(page.context["form"].fields["new_region"].queryset)
    assert offered == {tree.community}


def test_category_and_charter_are_changed_by_a_filing_with_the_new_charter(filed, worker, sign_in):
    singing, old = make_category("合唱"), filed.category.name
    filing = amend(filed, state="draft", new_category=singing, charter_changes="每两年换届一次")
    assert "The changed charter is attached" in refusal(lambda: filing.submit(by=make_user()))
    attach_pdf(filing, by=make_user(), kind="charter")
    filing.submit(by=make_user())
    filing.review(by=make_user())

    filing.decide(by=make_user())

    assert again(filed).category == singing
    assert again(filing).amended == [["category", old, "合唱"], ["charter", "", "每两年换届一次"]]
    for page in (filing.get_absolute_url(), reverse("communities:filing-print", args=[filing.pk])):
        told = sign_in(worker).get(page).content.decode()
        assert old in told and "每两年换届一次" in told


def test_a_second_change_does_not_begin_with_the_words_of_the_first(filed, worker, sign_in):
    amend(filed, new_name="晚霞合唱队")

    page = sign_in(worker).get(reverse("communities:filing-create", args=[filed.pk]) + "?kind=amend")

    assert not page.context["form"].initial.get("new_name")


def test_a_renewal_with_another_purpose_changes_it_too(filed, clock):
    clock.move_to(filed.filings.standing().get().renew_from)
    filed.set_members(by=make_user(), year=timezone.localdate().year, members=20)
    filing = make_filing(filed, kind="renewal", state="draft")
    filing.revise(by=make_user(), purpose="唱歌和朗诵")
    filing.submit(by=make_user())
    filing.review(by=make_user())

    filing.decide(by=make_user())

    assert again(filed).purpose == "唱歌和朗诵"


def test_no_filing_makes_a_group_what_may_not_stand_on_file(tree, filed):
    assert "Owners' committees" in refusal(lambda: amend(filed, new_name="康城一村业委会"))
    Filing.objects.get(state="draft").drop(by=make_user())
    other = make_region(tree.street, name="古美二村居委会")
    filing = amend(filed, state="reviewed", new_region=other)
    other.retire(by=make_superuser())

    assert "is retired" in refusal(lambda: filing.decide(by=make_user()))


def test_a_filing_keeps_the_centre_it_was_prepared_through(tree, team, worker, sign_in):
    center, boss = make_center(tree.street), make_user()
    center.host(team, by=boss, on=TODAY, document_number="1")
    filing = make_filing(team, state="submitted")
    assert again(filing).center == center

    team.hostings.get().end(by=boss, on=TODAY, note="迁出")

    assert again(filing).center == center
    for page in (filing.get_absolute_url(), reverse("communities:filing-print", args=[filing.pk])):
        assert center.name in sign_in(worker).get(page).content.decode()
    page = sign_in(worker).get(reverse("communities:center-detail", args=[center.pk]) + "?tab=filings")
    assert filing in page.context["page"].object_list


def test_a_filing_of_a_group_that_no_centre_hosts_names_none(team):
    assert make_filing(team, state="submitted").center is None
