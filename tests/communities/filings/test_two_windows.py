"""A filing edited past its submission: what changed is listed, what was typed is kept, no button that cannot work."""

import pytest
from django.urls import reverse

from communities.filings.models import Filing
from registry.accounts.roles import Role
from tests.factories import make_user
from tests.windows import form_on

pytestmark = pytest.mark.django_db


def test_a_draft_handed_in_meanwhile_comes_back_without_its_form(client, tree, world):
    _tree, users, rows = world
    filing = rows["draft"]
    page = reverse("communities:filing-update", args=[filing.pk])
    client.force_login(users["worker"])
    typed = form_on(client.get(page)) | {"purpose": "教社区孩子 下象棋"}
    Filing.objects.get(pk=filing.pk).revise(by=users["office"], purpose="教老人 用手机")
    Filing.objects.filter(pk=filing.pk).update(
        state="submitted", submitted_at=filing.drafted_at, submitted_by=make_user(Role.WORKER, tree.community)
    )

    told = client.post(page, typed)

    text = told.content.decode()
    assert told.status_code == 409 and "教社区孩子 下象棋" in text
    assert "Changed since you read it" in text and "<ins>教老人 用手机</ins>" in text
    assert 'name="purpose"' not in text and "Open it as it is now" in text
    assert Filing.objects.get(pk=filing.pk).purpose == "教老人 用手机"
