"""A form that is opened and saved as it stands changes nothing, and the log says of no value that it changed."""

import pytest
from django.db import transaction

from communities.pages.edit import EditAct, MergedEdit
from registry.audit.models import AuditEntry
from registry.audit.sentences import told_changes
from tests.test_permissions import PAGES, first_who_may
from tests.walk.entries import ENTRIES
from tests.windows import form_on
from tests.world import address

EDITS = {entry.name for entry in ENTRIES if issubclass(entry.view_class, MergedEdit | EditAct)}
# What asks for more than it shows, and refuses without.
ASKS_MORE = {
    "leaders:enrolment-correct", "leaders:appointment-end-correct", "communities:rating-score",
    "communities:activity-count",
}  # fmt: skip


def noted(entry):
    """What the entry says has changed, but for the state of what is handed in again."""
    return [change for change in told_changes(entry) if "state" not in entry.changes]


@pytest.mark.django_db
def test_what_is_saved_as_it_is_shown_is_told_of_as_no_change(client, world):
    _tree, users, rows = world
    tried, told = set(), []
    for name, method, kind, *answers in PAGES:
        who = first_who_may(answers)
        if method != "get" or name not in EDITS or name in tried or not who:
            continue
        client.force_login(users[who], backend="django.contrib.auth.backends.ModelBackend")
        page, last = address(name, rows, kind), AuditEntry.objects.latest("pk").pk
        with transaction.atomic():
            saved = client.post(page, form_on(client.get(page)))
            if saved.status_code == 302:
                tried.add(name)
                told += [(name, change) for entry in AuditEntry.objects.filter(pk__gt=last) for change in noted(entry)]
            transaction.set_rollback(True)

    assert told == []
    assert EDITS - tried == ASKS_MORE
