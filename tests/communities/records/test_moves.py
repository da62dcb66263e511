"""The last condition of the state machine: it stands in the statement, for engines that lock no rows."""

import pytest
from django.core.exceptions import ValidationError

from communities.support.models import Support
from registry.audit.models import AuditEntry
from tests.factories import make_organization, make_support, make_user

pytestmark = pytest.mark.django_db


def test_a_state_that_changed_after_it_was_looked_at_is_not_written_over(tree):
    support = make_support(make_organization(tree.community), granted="80.00", confirmed=False)
    looked_at = Support.objects.get(pk=support.pk)
    support.send_back(by=make_user(), reason="改")
    entries = AuditEntry.objects.count()

    with pytest.raises(ValidationError) as refused:
        looked_at._move("granted", by=make_user(), locked=looked_at)

    assert refused.value.code == "stale"
    assert Support.objects.get(pk=support.pk).state == "returned"
    assert AuditEntry.objects.count() == entries
