"""A real office on its first day: from the empty database to a published organization, through the pages."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from communities.organizations.models import Category, Organization
from communities.postings.served import served_streets
from communities.regions.models import Region
from leaders.people.models import Leader
from registry.accounts.models import User
from tests.factories import make_region, make_superuser, make_tree, make_user


@pytest.fixture
def tree(db):
    """What `./run setup` leaves behind: the tree down to the streets, and no account."""
    call_command("import_regions", stdout=StringIO())


def steps(client):
    page = client.get(reverse("desk:dashboard")).content.decode()
    return (
        re.findall(r'<a href="([^"]+)">([^<]+)</a><span>', page.split('id="s-first"')[1].split("</ul>")[0])
        if ('id="s-first"' in page)
        else []
    )


def titles(client):
    return [title for _url, title in steps(client)]


def way(client, title):
    return next(url for url, name in steps(client) if name == title)


def take_all(client, url, **changed):
    form = client.get(url).context["form"]
    sent = {f"name_{code}": name for code, name, _kind in form.table} | {"more": ""}
    sent |= {f"take_{code}": "on" for code, _name, _kind in form.table}
    return client.post(url, {key: value for key, value in (sent | changed).items() if value is not None})


def sign_in_first_time(client, username, page):
    """With the password shown once, changed at once."""
    first = re.search(r"<code[^>]*>([^<]+)</code>", page.content.decode())[1]
    client.logout()
    client.post(reverse("accounts:login"), {"username": username, "password": first})
    new = "a calm river 4711 runs"
    client.post(reverse("accounts:password-first"), {"new_password1": new, "new_password2": new})
    assert client.get(reverse("desk:dashboard")).status_code == 200


def test_an_office_is_at_work_within_its_first_day(client, tree):
    User.objects.create_superuser("root", password="a calm river 4711 runs", display_name="Root")
    client.post(reverse("accounts:login"), {"username": "root", "password": "a calm river 4711 runs"})
    assert titles(client) == [
        "Communities", "Accounts", "Three people for a filing", "Compounds and buildings", "Organizations", "Leaders",
        "Settings", "Privacy notice", "Impact assessment", "Publication",
    ]  # fmt: skip

    street = Region.objects.get(code="310112101000")
    chosen = client.post(way(client, "Communities"), {"region": street.pk})
    assert chosen.url == reverse("communities:region-communities", args=[street.pk])
    taken = take_all(
        client,
        chosen.url,
        take_310112101001=None,
        name_310112101003="西街新居委会",
        more="莘庄花园居委会\n",
    )
    names = set(Region.objects.filter(parent=street).values_list("name", flat=True))
    assert {"西街新居委会", "莘庄花园居委会", "康城第一居委会"} <= names
    assert not {"东街居委会", "西街居委会"} & names
    assert Region.objects.get(name="西街新居委会").aliases == ["西街居委会"], "found by both, renamed by no later table"
    assert Region.objects.filter(level="community").count() == len(names), "no other street was loaded"

    form = client.get(taken.url).context["form"]
    assert form["region"].value() == street.pk and form["role"].value() == "manager"
    made = client.post(
        taken.url, {"username": "boss", "display_name": "沈 佳怡", "role": "manager", "region": street.pk}
    )
    assert User.objects.get(username="boss").display_name == "沈佳怡", "written as every name of a person"
    assert reverse("communities:person-create") in made.content.decode().split("<main", 1)[1], "the next account"
    sign_in_first_time(client, "boss", made)
    assert list(served_streets()) == [street]
    assert titles(client) == [
        "Accounts", "Three people for a filing", "Compounds and buildings", "Organizations", "Leaders", "Settings",
        "Privacy notice", "Impact assessment", "Publication",
    ]  # fmt: skip

    community = Region.objects.get(name="康城第一居委会")
    client.post(
        way(client, "Accounts"),
        {"username": "worker9", "display_name": "江文静", "role": "worker", "region": community.pk},
    )
    assert way(client, "Compounds and buildings") == street.get_absolute_url()
    tables = re.findall(r'href="([^"]+subject=\w+)"', client.get(reverse("desk:dashboard")).content.decode())
    imports = reverse("leaders:import-list")
    assert tables == [f"{imports}?subject={kind}" for kind in ("places", "organizations", "people")]
    for place in (street, community):
        asked = client.get(place.get_absolute_url()).content.decode()
        assert ("subject=places" in asked) == (place == community), "a place with nothing below says how it is filled"
    client.post(reverse("communities:region-add", args=[community.pk]), {"name": "康城一期", "note": ""})
    compound = Region.objects.get(name="康城一期")
    client.post(reverse("communities:region-add", args=[compound.pk]), {"name": "1-3号楼", "skip": "", "note": ""})
    assert Region.objects.filter(parent=compound).count() == 3

    organize = {
        "name": "夕阳红舞蹈队",
        "category": Category.objects.filter(name="舞蹈").exclude(parent=None)[0].pk,
        "region": community.pk,
    }
    client.post(way(client, "Organizations"), organize | {"purpose": "健身"})
    organization = Organization.objects.get()
    building = Region.objects.get(name="2号楼").pk
    person = {
        "name": "陆建国", "gender": "male", "birth_year": "1955", "region": building, "basis": "consent",
        "kind": "building", "building": building, "started_on": "2026-01-01", "term_ends_on": "2028-12-31",
        "how_chosen": "put_forward",
    }  # fmt: skip
    client.post(way(client, "Leaders"), person)
    assert Leader.objects.get().region.name == "2号楼"
    settings_url = reverse("communities:rule-create")
    rule = {"name": "rating_years", "region": street.pk, "value": 3, "note": "街办〔1〕"}
    page = client.get(settings_url + f"?street={street.pk}").context["form"]
    client.post(settings_url, rule | {"effective_from": page["effective_from"].value()})
    contact = {"aliases": "", "contact_phone": "021-5555 0001", "contact_address": "", "contact_hours": ""}
    client.post(way(client, "Privacy notice"), contact)
    assert "021-5555 0001" in client.get(reverse("directory:privacy")).content.decode()
    publish = reverse("communities:organization-publish", args=[organization.pk])
    assert client.post(publish).url == way(client, "Impact assessment"), "not before somebody asked what that does"
    assessed = {"lawful": "找到带头人", "effects": "被打扰", "measures": "逐项同意", "signer": "沈佳怡"}
    form = client.get(way(client, "Impact assessment")).context["form"]
    days = {name: form[name].value() for name in ("assessed_on", "review_on")}
    client.post(way(client, "Impact assessment"), assessed | days | {"region": street.pk})
    client.post(publish)

    assert titles(client) == ["Three people for a filing"], "what worker9 hands in, boss does not decide for a month"
    make_user("office", street)
    make_user("worker", community)
    assert titles(client) == []


@pytest.mark.django_db
def test_a_clerk_adds_renames_and_retires_a_community_and_not_the_own_street(client, sign_in):
    from_table = make_tree().street
    sign_in(make_user("office", from_table))

    client.post(reverse("communities:region-add", args=[from_table.pk]), {"name": "新居委会", "note": "文"})
    row = Region.objects.get(name="新居委会")
    client.post(reverse("communities:region-rename", args=[row.pk]), {"name": "新一居委会", "note": "文"})
    client.post(reverse("communities:region-retire", args=[row.pk]), {"note": "并入"})
    row.refresh_from_db()

    assert (row.name, row.level, row.is_current) == ("新一居委会", "community", False)
    assert client.get(reverse("communities:region-rename", args=[from_table.pk])).status_code == 403


@pytest.mark.django_db
def test_two_equal_names_are_told_beside_the_line(client, sign_in):
    street = make_region(make_tree().county, level="street", code="310112101000")
    sign_in(make_superuser())

    address = reverse("communities:region-communities", args=[street.pk])
    for twice in ({"name_310112101003": "东街居委会"}, {"more": "东街 居委会"}):
        page = take_all(client, address, **twice)
        assert "“东街居委会” stands there twice." in page.content.decode()
    assert not Region.objects.filter(parent=street).exists()


@pytest.mark.django_db
def test_the_console_asks_in_english(settings, monkeypatch):
    settings.LANGUAGE_CODE = "zh-hans"
    said = StringIO()

    with pytest.raises(CommandError) as refused:
        call_command("createsuperuser", username="", interactive=False, stdout=said)

    assert str(refused.value) == "Username cannot be blank."
