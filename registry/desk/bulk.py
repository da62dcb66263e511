"""Several entries of one kind of the queue confirmed at once, each bound to the version its page showed."""

from collections.abc import Iterable
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from communities.records.lines import Queue
from registry.accounts.models import User
from registry.desk.waiting import SHOWN, Waiting

SALT = "queue"


def tokens(queue: Queue, rows: Iterable[Waiting], user: User) -> dict[int, str]:
    """{number: the signed text of its box} of the entries shown: one query."""
    found = queue.source.reached(user).filter(pk__in=[row.pk for row in rows]).values_list("pk", "version")
    return {pk: signing.dumps([queue.source.key, pk, version], salt=SALT) for pk, version in found}


def confirm(queue: Queue, texts: list[str], user: User) -> tuple[int, list[tuple[str, Any]]]:
    """(how many were confirmed, [(entry, why it was not)]). Each is an act of its own: one refusal undoes no other."""
    shown = dict(filter(None, (_read(queue, text) for text in texts[:SHOWN])))
    model = queue.source.reached(user).model
    found = {row.pk: row for row in model.objects.permitted(user, queue.source.permission).filter(pk__in=shown)}
    done, refused = 0, []
    for pk, version in shown.items():
        row = found.get(pk)
        if row is None:
            refused.append((f"{pk}", _("It is out of reach by now.")))
            continue
        row.seen = version
        try:
            getattr(row, queue.verb)(by=user)
            done += 1
        except ValidationError as error:
            refused.append((str(row), " ".join(error.messages)))
    return done, refused


def _read(queue: Queue, text: str) -> tuple[int, int] | None:
    """(number, version) of a box of this kind, or None for what we did not sign."""
    try:
        key, pk, version = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return (pk, version) if key == queue.source.key else None
