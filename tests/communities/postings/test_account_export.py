"""The accounts of an office as a file: what the list shows under its filters, and nothing of elsewhere."""

import pytest
from django.urls import reverse

from communities.postings.models import Posting
from registry.accounts.roles import Role
from registry.audit.models import ReadLog
from tests.exports import export_rows
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_the_file_holds_the_accounts_and_postings_in_reach(tree, sign_in):
    manager = make_user(Role.MANAGER, tree.street)
    worker = make_user(Role.WORKER, tree.community)
    Posting.objects.create(user=worker, role=Role.WORKER, region=tree.other_community)
    make_user(Role.WORKER, tree.other_community)
    client, page = sign_in(manager), reverse("communities:person-export")

    head, *rows = export_rows(client, page)
    assert {row[1]: row[2] for row in rows} == {
        manager.username: "Street manager 古美街道", worker.username: "Community worker 古美一村居委会",
    }  # fmt: skip
    assert "password" not in " ".join(map(str, head)).lower()
    assert ReadLog.objects.get(verb="account.export").rows == 2

    for asked, names in [
        ({"role": "worker"}, [worker.username]), ({"region": tree.community2.pk}, []),
        ({"region": tree.community.pk}, [worker.username]), ({"q": manager.username}, [manager.username]),
    ]:  # fmt: skip
        shown = client.get(reverse("communities:person-list"), asked).context
        assert [row.username for row in shown["page"].rows] == names, asked
        assert client.get(page, asked).context["count"] == len(names), asked
