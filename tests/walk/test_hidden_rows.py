"""Whoever is posted beside, below, or in another street meets a row as if it were not there, by GET and by POST."""

import pytest
from django.db.models import Max

from registry.accounts.roles import Role
from registry.audit.models import AuditEntry, ReadLog
from tests.factories import make_user
from tests.walk.entries import MISSING
from tests.walk.places import post
from tests.walk.steps import KINDS, LEAVES, sent, staff_entries

# Rows of the street that its communities see, each by design.
SHARED = {"street_session", "center", "street", "street_venue"}
SEEN_FROM_BELOW = {"session", "venue"}  # a session is offered to the people below its place, and a room lent to them
ABOUT_ROWS = [entry for entry in staff_entries() if "int" in entry.kinds and entry.name not in LEAVES]


def watchers(places):
    """{where: (role, region)} of accounts to which no row made in the home community belongs."""
    home, sibling, other = (places[name].tree for name in ("home", "sibling", "other"))
    return {
        "beside": [(Role.MANAGER, sibling.community)],
        "below": [(Role.MANAGER, home.empty_compound)],
        "other street": [(Role.MANAGER, other.street)],
        "seen by another right": [(Role.OVERSEER, home.street), (Role.MANAGER, other.street)],
    }


def given(entry, place, shared):
    """[(arguments, arguments that name no row)] of an entry for the rows of the home place, without those `shared`."""
    rows = {kind: row for kind, row in place.rows.items() if kind not in shared}
    for kind in KINDS.get(entry.name) or [kind for kind in rows if kind.startswith("document")]:
        row = rows.get(kind)
        if row is None:
            continue
        arguments = row if isinstance(row, tuple) else (row.pk,)
        yield arguments, (MISSING, *arguments[1:])


def answer(client, method, address):
    got = sent(client, method, address)
    lines = [line for line in got.text_shown.splitlines() if "csrfmiddlewaretoken" not in line]
    return got.status_code, got.get("Location", ""), lines


def plain(answered, arguments):
    """An answer without the number of the row in it."""
    code, location, lines = answered
    number = f"/{arguments[0]}/"
    return code, location.replace(number, "/N/"), [line.replace(number, "/N/") for line in lines]


def is_seen(client, method, address, code):
    """Whether the overseer reads the page: an act on it is refused as one the account has no right to there."""
    if method == "get":
        return code == 200
    return code == 403 and sent(client, "get", address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["beside", "below", "other street", "seen by another right"])
def test_a_row_out_of_reach_answers_like_one_that_is_not_there(walked, client, where):
    home = walked.places["home"]
    account = make_user()
    for role, region in watchers(walked.places)[where]:
        post(account, role, region)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    before = [model.objects.aggregate(Max("pk")) for model in (AuditEntry, ReadLog)]
    told_apart, shared = {}, SHARED | SEEN_FROM_BELOW if where == "below" else SHARED

    for entry in ABOUT_ROWS:
        for arguments, missing in given(entry, home, shared):
            for method in ("get", "post"):
                hidden = answer(client, method, entry.at(*arguments))
                if where == "seen by another right" and is_seen(client, method, entry.at(*arguments), hidden[0]):
                    continue
                nothing = answer(client, method, entry.at(*missing))
                if hidden[0] == nothing[0] in (403, 405) or plain(hidden, arguments) == plain(nothing, missing):
                    continue
                told_apart[method, entry.route, arguments] = hidden[0], nothing[0]

    assert "\n".join(map(str, told_apart.items())) == ""
    assert [model.objects.aggregate(Max("pk")) for model in (AuditEntry, ReadLog)] == before
