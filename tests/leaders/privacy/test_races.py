"""What is written about somebody while they are being erased waits, and is refused when that is done."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from leaders.consents.models import ConsentText
from leaders.people.models import Leader
from leaders.privacy.models import erasure
from registry.accounts.roles import Role
from tests.factories import make_consent, make_earlier_honour, make_leader, make_tree, make_user
from tests.factories.privacy import make_erasure

SOON = 0.4  # seconds in which a row that nothing holds back would long be there


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("adds", [make_earlier_honour, make_consent, lambda leader: make_erasure(leader)])
def test_no_row_comes_in_behind_the_erasing(monkeypatch, adds):
    tree = make_tree()
    ConsentText.objects.get_or_create(version=1, defaults={"body": "同意公开。", "effective_from": "2026-01-01"})
    manager, leader = make_user(Role.MANAGER, tree.street), make_leader(tree.building, name="慕容紫宸")
    row, refused = make_erasure(leader), []
    held = Leader.objects.get(pk=leader.pk)  # as another window read the person
    adding = threading.Thread(target=_added, args=(adds, held, refused))
    wipe = erasure.wipe

    def slowly(*args, **options):
        left = wipe(*args, **options)
        adding.start()
        adding.join(SOON)
        return left

    monkeypatch.setattr(erasure, "wipe", slowly)
    row.decide(by=manager)
    adding.join()

    assert refused == [True]
    gone = Leader.objects.get(pk=leader.pk)
    assert gone.erased_on is not None and not gone.earlier_honours.exists() and not gone.consents.exists()
    assert gone.erasures.count() == 1


def _added(adds, leader, refused):
    try:
        adds(leader)
    except ValidationError:
        refused.append(True)
    finally:
        connection.close()
