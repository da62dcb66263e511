import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from communities.filings.models import Filing
from communities.organizations.models import Organization
from registry.audit.log import snapshot
from registry.audit.models import AuditEntry
from tests.factories import make_filing, make_region, make_user


def again(row):
    return type(row)._base_manager.get(pk=row.pk)


@pytest.fixture
def filed(team):
    Organization.objects.filter(pk=team.pk).update(purpose="一起唱歌")
    make_filing(again(team), state="filed")
    return again(team)


def amend(team, decided=True, **values):
    filing = Filing.begin(team, kind="amend", by=make_user(), person_name="周文娟", purpose="一起唱歌", **values)
    filing.submit(by=make_user())
    filing.review(by=make_user())
    if decided:
        filing.decide(by=make_user())
    return filing


@pytest.mark.parametrize("change", [{"name": "晚霞合唱队"}, {"purpose": "唱歌和朗诵"}, {"region": "street"}])
def test_what_is_on_file_is_changed_by_no_edit(tree, filed, change):
    before = snapshot(filed)
    for name, value in change.items():
        setattr(filed, name, getattr(tree, value) if name == "region" else value)

    with pytest.raises(ValidationError) as refused:
        filed.revise(by=make_user(), before=before)

    assert [error.code for errors in refused.value.error_dict.values() for error in errors] == ["filed"]


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
    filing = amend(filed, decided=False, new_name="晚霞合唱队", new_region=other)
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
