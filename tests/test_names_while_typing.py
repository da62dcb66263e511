"""A form that is refused calls its record by the name it has, not by the one that was typed."""

import re

import pytest
from django.urls import reverse

from tests.factories import (
    make_leader,
    make_organization,
    make_session,
    make_superuser,
    make_support,
    make_venue,
)

pytestmark = pytest.mark.django_db
TYPED = "刚刚输入的名称"
# (page, what makes the row, what its name is typed into)
FORMS = [
    ("leaders:leader-update", lambda tree: make_leader(tree.building, name="陆建国"), "name"),
    ("communities:venue-update", lambda tree: make_venue(tree.community, name="一号活动室"), "name"),
    (
        "communities:support-update",
        lambda tree: make_support(make_organization(tree.community), title="排练经费", confirmed=False),
        "title",
    ),
    ("leaders:training-update", lambda tree: make_session(tree.community, title="垃圾分类"), "title"),
]


@pytest.mark.parametrize("typed", ["", TYPED], ids=["nothing", "another"])
@pytest.mark.parametrize(("name", "make", "field"), FORMS, ids=[name for name, *_rest in FORMS])
def test_the_way_here_names_the_record_as_it_is(tree, sign_in, name, make, field, typed):
    row = make(tree)
    page, client = reverse(name, args=[row.pk]), sign_in(make_superuser())
    shown = crumbs_of(client.get(page))

    refused = client.post(page, {field: typed})

    assert refused.status_code in (200, 409, 422)
    assert crumbs_of(refused) == shown


def crumbs_of(response):
    nav = re.search(r'<ol class="crumbs.*?</ol>', response.content.decode(), re.DOTALL).group()
    return [" ".join(text.split()) for text in re.findall(r">([^<>]+)<", nav) if text.strip()]
