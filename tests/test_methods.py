"""What no page of the site takes is refused: TRACE, which repeats what it was sent, and methods nobody knows."""

import pytest

from tests.factories import make_superuser
from tests.test_permissions import PAGES
from tests.world import address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND"])
def test_no_page_takes_a_method_that_is_not_meant_for_it(world, client, sign_in, method):
    sign_in(make_superuser())
    rows = world[2]
    found = {name: client.generic(method, address(name, rows, row)).status_code for name, _how, row, *_rest in PAGES}
    assert {name: status for name, status in found.items() if status != 405} == {}
    assert len(found) > 200


@pytest.mark.parametrize(
    "path", ["/.git/config", "/.env", "/static/../manage.py", "/static/%2e%2e/manage.py", "/static/", "/media/"]
)
def test_nothing_beside_the_site_is_served(client, path):
    assert client.get(path).status_code == 404
