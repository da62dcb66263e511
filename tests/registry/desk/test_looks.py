"""The logs name what they tell of in words, and lead to it."""

import pytest
from django.urls import URLResolver, get_resolver, reverse

from registry.accounts.roles import Role
from registry.audit.log import record_read
from registry.desk.looks import page_named, pages_of_records, record_url
from tests.factories import make_case, make_case_request, make_leader, make_superuser, make_user

pytestmark = pytest.mark.django_db


def names_of_pages():
    def walk(patterns, space, path):
        for one in patterns:
            here = path + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, one.namespace or space, here)
            elif here.startswith("work/"):
                yield f"{space}:{one.name}"

    return list(walk(get_resolver().url_patterns, "", ""))


def test_a_refused_page_is_named_in_words_and_leads_to_its_record(client, sign_in, tree):
    user = make_user(Role.OVERSEER, tree.county)
    record_read("account.refused", user, by=user, rows=0, purpose="communities:filing-print 76")

    text = sign_in(make_superuser()).get(reverse("desk:read-list")).content.decode()

    assert "communities:filing-print" not in text and "Filing</a>" in text
    for address in (reverse("communities:filing-detail", args=[76]), reverse("communities:filing-print", args=[76])):
        assert address in text


def test_no_page_is_named_by_what_it_is_called_in_the_code():
    names = names_of_pages()

    assert len(names) > 200
    for name in names:
        said = page_named(f"{name} 7")
        assert ":" not in said.name and "-" not in said.name, name
        assert not said.url or said.address.startswith(said.url), name
    assert page_named("-").name == "A page" and page_named("").address == ""


def test_a_number_that_is_another_records_leads_nowhere(tree):
    request = make_case_request(make_case(tree.building))

    assert page_named(f"leaders:case-request-decide {request.pk}").url == ""


def test_an_entry_leads_to_the_page_of_its_record(client, sign_in, tree):
    leader, manager = make_leader(tree.community, name="林文"), make_user(Role.MANAGER, tree.street)
    record_read("leader.view", leader, by=manager)

    text = sign_in(manager).get(reverse("desk:read-list")).content.decode()

    assert f'<a href="{leader.get_absolute_url()}">' in text
    assert {"leaders.leader", "communities.filing", "accounts.user"} <= set(pages_of_records())
    assert record_url("leaders.leader", leader.pk) == leader.get_absolute_url()
    assert record_url("leaders.consent", 1) == record_url("leaders.leader", None) == record_url("x.gone", 1) == ""
