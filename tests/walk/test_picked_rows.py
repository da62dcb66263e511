"""Numbers of rows of another street, posted to every page that takes picked rows, reach none of them."""

import pytest
from django.db import transaction

from registry.accounts.roles import Role
from registry.audit.models import AuditEntry, ReadLog
from tests.factories import make_user
from tests.walk.canaries import path_of
from tests.walk.steps import staff_entries, text_of

# What the acts on picked rows ask besides, so that nothing but the scope refuses them.
ASKED = {
    "until": "2029-06-30", "shown": "1", "published": "1", "note": "一并办理", "purpose": "check", "file_format": "csv",
    "next": "/work/", "title": "一并办理", "reason": "一并办理", "decision": "pass", "columns": ["name"],
}  # fmt: skip


def touched(path):
    return [
        list(log.objects.filter(region_path__startswith=path).values_list("pk", flat=True))
        for log in (AuditEntry, ReadLog)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.WORKER, Role.MANAGER])
def test_picked_rows_of_another_street_are_as_if_they_were_not_there(walked, client, role):
    home, other = walked.places["home"].tree, walked.places["other"]
    account = make_user(role, home.street if role == Role.MANAGER else home.community)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    rows = [row for row in other.rows.values() if not isinstance(row, tuple)]
    theirs = {row.pk for row in rows if (path_of(row) or "").startswith(other.tree.street.path)}
    strange = {word for word, canary in walked.canaries.items() if canary.path.startswith(other.tree.street.path)}
    before, wrong, asked = touched(other.tree.street.path), {}, 0

    for entry in staff_entries():
        if entry.kinds:
            continue
        with transaction.atomic():
            answer = client.post(entry.at(), ASKED | {"pick": sorted(theirs), "to": account.pk})
            shown = [word for word in strange if word in text_of(answer)]
            if shown or touched(other.tree.street.path) != before:
                wrong[entry.route] = [walked.canaries[word] for word in shown[:3]]
            transaction.set_rollback(True)
        asked += answer.status_code in (200, 302)

    assert wrong == {}
    assert len(theirs) > 10 and asked > 30
