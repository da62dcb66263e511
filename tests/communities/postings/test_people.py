import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communities.postings.actions import add_posting, create_person, end_posting, reset_password, roles_to_give
from communities.postings.models import Posting
from communities.postings.served import served_streets
from communities.scope import holds_anywhere
from registry.accounts.models import User
from registry.accounts.roles import Permission, Role
from registry.audit.models import AuditEntry
from tests.factories import make_superuser, make_tree, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def street():
    tree = make_tree()
    return SimpleNamespace(
        tree=tree,
        manager=make_user(Role.MANAGER, tree.street),
        office=make_user(Role.OFFICE, tree.street),
        worker=make_user(Role.WORKER, tree.community),
        stranger=make_user(Role.WORKER, tree.other_community),
        overseer=make_user(Role.OVERSEER, tree.county),
    )


def new_person(street, **values):
    return {
        "username": "linwen",
        "display_name": "林文",
        "role": Role.WORKER.value,
        "region": street.tree.community.pk,
    } | values


@pytest.mark.parametrize(("name", "status"), [("worker", 403), ("office", 200), ("manager", 200), ("overseer", 403)])
def test_who_may_open_the_pages(client, sign_in, street, name, status):
    sign_in(getattr(street, name))

    assert client.get(reverse("communities:person-list")).status_code == status
    assert client.get(reverse("communities:person-create")).status_code == status
    assert client.get(reverse("communities:person-detail", args=[street.worker.pk])).status_code == status
    assert client.get(reverse("communities:posting-create", args=[street.worker.pk])).status_code == status


def test_list_shows_only_people_posted_in_the_own_region(client, sign_in, street):
    response = sign_in(street.office).get(reverse("communities:person-list"))

    assert set(response.context["page"].rows) == {street.manager, street.office, street.worker}


def test_the_page_says_where_whoever_makes_the_account_leaves_too_few_to_decide(client, sign_in, street):
    def told(user):
        return sign_in(user).get(reverse("communities:person-create")).context["stuck_at"]

    assert told(street.manager) == told(street.office) == street.tree.street
    assert told(make_superuser()) is None
    second = make_user(Role.MANAGER, street.tree.street)
    assert told(street.office) is None and told(second) is None  # somebody checks and somebody else decides
    street.office.postings.update(ended_on=timezone.localdate() - timedelta(days=1))
    assert told(second) == street.tree.street  # one is left, who would have to do both


def test_a_stranger_answers_like_a_missing_account(client, sign_in, street):
    sign_in(street.office)

    for name in ("person-detail", "posting-create"):
        assert client.get(reverse(f"communities:{name}", args=[street.stranger.pk])).status_code == 404
    assert client.post(reverse("communities:person-reset-password", args=[street.stranger.pk])).status_code == 404
    theirs = street.stranger.postings.get()
    assert client.post(reverse("communities:posting-end", args=[theirs.pk])).status_code == 404
    assert Posting.objects.get(pk=theirs.pk).ended_on is None


def test_new_account_gets_a_first_password_shown_once(client, sign_in, street):
    response = sign_in(street.office).post(reverse("communities:person-create"), new_person(street))

    person = User.objects.get(username="linwen")
    password = re.search(r"<code[^>]*>([^<]+)</code>", response.content.decode()).group(1)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"
    assert person.check_password(password) is True
    assert person.must_change_password is True
    assert [(p.role, p.region_id) for p in person.postings.all()] == [("worker", street.tree.community.pk)]
    assert password not in "".join(cookie.value for cookie in client.cookies.values())
    assert password not in client.get(reverse("communities:person-detail", args=[person.pk])).content.decode()
    entries = AuditEntry.objects.filter(actor=street.office).order_by("id")
    assert [entry.verb for entry in entries] == ["account.create", "posting.create"]
    assert [entry.region_path for entry in entries] == [street.tree.community.path] * 2
    assert not any(password in str(entry.changes) for entry in entries)


@pytest.mark.parametrize(
    ("giver", "role", "place"),
    [
        ("office", Role.OFFICE, "street"),
        ("office", Role.MANAGER, "street"),
        ("office", Role.WORKER, "other_community"),
        ("office", Role.WORKER, "county"),
        ("manager", Role.MANAGER, "street"),
        ("manager", Role.OVERSEER, "street"),
        ("manager", Role.OFFICE, "other_street"),
    ],
)
def test_nobody_gives_a_role_or_region_they_do_not_hold(client, sign_in, street, giver, role, place):
    by, region = getattr(street, giver), getattr(street.tree, place)

    response = sign_in(by).post(
        reverse("communities:person-create"), new_person(street, role=role.value, region=region.pk)
    )

    assert response.status_code == 200
    assert response.context["form"].errors
    assert User.objects.filter(username="linwen").exists() is False
    with pytest.raises(ValidationError) as refused:
        create_person(username="linwen", display_name="林文", role=role, region=region, by=by)
    assert refused.value.code == "rank"
    with pytest.raises(ValidationError) as refused:
        add_posting(user=street.worker, role=role, region=region, by=by)
    assert refused.value.code == "rank"


def test_role_choices_are_those_below_the_own_one(street):
    assert roles_to_give(street.worker) == set()
    assert roles_to_give(street.overseer) == set()
    assert roles_to_give(street.office) == {Role.WORKER}
    assert roles_to_give(street.manager) == {Role.WORKER, Role.OFFICE}
    assert roles_to_give(street.manager, street.tree.other_street) == set()
    assert roles_to_give(make_superuser()) == set(Role)


def test_a_posting_ended_this_moment_gives_nothing(street):
    held = street.office
    roles_to_give(held)
    street.office.postings.get().end(by=street.manager)

    with pytest.raises(ValidationError):
        create_person(username="x", display_name="x", role=Role.WORKER, region=street.tree.community, by=held)


def test_taken_user_name_is_said_beside_the_field_and_input_kept(client, sign_in, street):
    values = new_person(street, username=street.stranger.username.upper())

    response = sign_in(street.office).post(reverse("communities:person-create"), values)

    assert list(response.context["form"].errors) == ["username"]
    assert response.context["form"]["display_name"].value() == "林文"


def test_moving_the_region_picker_saves_nothing(client, sign_in, street):
    values = new_person(street) | {"region_at": street.tree.street.pk}

    response = sign_in(street.office).post(reverse("communities:person-create"), values)

    assert response.status_code == 200
    assert User.objects.filter(username="linwen").exists() is False


def test_extra_fields_change_nothing(client, sign_in, street):
    values = new_person(street) | {"is_superuser": "on", "is_staff": "on", "id": street.manager.pk}

    sign_in(street.office).post(reverse("communities:person-create"), values)

    person = User.objects.get(username="linwen")
    assert (person.is_superuser, person.is_staff, person.pk != street.manager.pk) == (False, False, True)


def test_existing_person_gets_another_posting_once(client, sign_in, street):
    url = reverse("communities:posting-create", args=[street.worker.pk])
    values = {"role": "worker", "region": street.tree.community2.pk}

    sign_in(street.office).post(url, values)
    again = client.post(url, values)

    assert street.worker.postings.count() == 2
    assert again.status_code == 200
    assert again.context["form"].non_field_errors()


def test_ended_posting_closes_the_pages_at_the_next_request(client, sign_in, street):
    end_posting(posting=street.worker.postings.get(), by=street.office)

    assert sign_in(street.worker).get(reverse("communities:person-list")).status_code == 403
    assert AuditEntry.objects.filter(verb="posting.end").count() == 1


@pytest.mark.parametrize("name", ["office", "manager"])
def test_postings_beside_or_above_are_not_ended(client, sign_in, street, name):
    posting = getattr(street, name).postings.get()

    sign_in(street.office).post(reverse("communities:posting-end", args=[posting.pk]))

    posting.refresh_from_db()
    assert posting.ended_on is None


def test_password_of_a_worker_below_is_reset_and_shown_once(client, sign_in, street):
    old = street.worker.password

    response = sign_in(street.office).post(reverse("communities:person-reset-password", args=[street.worker.pk]))

    street.worker.refresh_from_db()
    assert response.status_code == 200
    assert street.worker.password != old
    assert street.worker.must_change_password is True
    assert AuditEntry.objects.get(verb="account.first_password").changes == {}


@pytest.mark.parametrize("name", ["manager", "office"])
def test_password_beside_or_above_is_not_reset(street, name):
    with pytest.raises(ValidationError) as refused:
        reset_password(person=getattr(street, name), by=street.office)

    assert refused.value.code == "rank"


def test_password_of_a_worker_posted_elsewhere_too_is_not_reset(street):
    Posting.objects.create(user=street.worker, region=street.tree.other_community, role=Role.WORKER)

    with pytest.raises(ValidationError):
        reset_password(person=street.worker, by=street.office)


def test_password_of_a_superuser_with_a_small_posting_is_not_reset(street):
    admin = make_superuser()
    Posting.objects.create(user=admin, region=street.tree.community, role=Role.WORKER)

    with pytest.raises(ValidationError):
        reset_password(person=admin, by=street.manager)


def test_detail_hides_postings_elsewhere(client, sign_in, street):
    Posting.objects.create(user=street.worker, region=street.tree.other_community, role=Role.WORKER)

    text = sign_in(street.office).get(reverse("communities:person-detail", args=[street.worker.pk])).content.decode()

    assert "康城第一居委会" not in text
    assert "outside your region" in text


def test_writes_refuse_get(client, sign_in, street):
    sign_in(street.office)

    assert client.get(reverse("communities:person-reset-password", args=[1])).status_code == 405


@pytest.mark.parametrize("count", [1, 6])
def test_list_makes_the_same_queries_for_any_number(client, sign_in, street, count, django_assert_max_num_queries):
    for _number in range(count):
        make_user(Role.WORKER, street.tree.community)
    sign_in(street.office)

    with django_assert_max_num_queries(12):
        client.get(reverse("communities:person-list"))


def test_a_posting_that_begins_tomorrow_gives_nothing_yet_and_is_seen(client, sign_in, street):
    later = make_user(Role.OFFICE, street.tree.other_street)
    later.postings.update(started_on=timezone.localdate() + timedelta(days=1))

    assert street.tree.other_street not in served_streets()
    assert not Posting.objects.open().filter(user=later).exists() and not holds_anywhere(later, Permission.LEADER_VIEW)
    assert Posting.objects.standing().filter(user=later).exists()


def test_a_password_is_reset_by_who_stands_above_what_is_still_to_begin_too(street):
    rising = make_user(Role.WORKER, street.tree.community)
    posting = Posting.objects.create(user=rising, region=street.tree.county, role=Role.MANAGER)
    Posting.objects.filter(pk=posting.pk).update(started_on=timezone.localdate() + timedelta(days=1))

    with pytest.raises(ValidationError) as refused:
        reset_password(person=rising, by=street.manager)

    assert refused.value.code == "rank"
