from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from communities.settings_of_street.models import Rule, RuleName
from leaders.nominations.actions import accept_nomination
from leaders.nominations.models import Nomination
from leaders.nominations.retention import delete_stale_nominations
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import (
    make_leader,
    make_nomination,
    make_superuser,
)


@pytest.fixture
def aged(tree, worker):
    """One of each kind older than 30 days, one of each younger."""
    rows = {}
    for age, days in (("old", 31), ("new", 29)):
        rows[f"open-{age}"] = make_nomination(tree.building, days=days)
        declined = make_nomination(tree.building, days=days)
        declined.decline(by=worker, reason="unwilling")
        accepted = make_nomination(tree.building, days=days, reason="热心", nominator="唐振兴")
        accepted.contact(by=worker, how="phone")
        accept_nomination(accepted, by=worker, leader=make_leader(tree.building), agreed_on=TODAY, agreed_how="phone")
        answered = timezone.now() - timedelta(days=days)
        Nomination.objects.filter(pk__in=[declined.pk, accepted.pk]).update(answered_at=answered)
        rows |= {f"declined-{age}": declined, f"accepted-{age}": accepted}
    return rows


def test_a_dry_run_says_what_would_go_and_touches_nothing(aged):
    said = StringIO()

    call_command("delete_stale_nominations", "--dry-run", stdout=said)

    assert said.getvalue() == ("Would delete 1 unanswered and 1 declined nominations; would empty 1 accepted ones.\n")
    assert (Nomination.objects.count(), AuditEntry.objects.filter(verb="nomination.delete_stale").count()) == (6, 0)


def test_after_thirty_days_unanswered_and_declined_ones_are_gone(aged):
    call_command("delete_stale_nominations", stdout=StringIO())

    left = set(Nomination.objects.values_list("pk", flat=True))
    gone = {name for name, row in aged.items() if row.pk not in left}
    emptied = Nomination.objects.get(pk=aged["accepted-old"].pk)
    kept = Nomination.objects.get(pk=aged["accepted-new"].pk)
    assert gone == {"open-old", "declined-old"}
    assert (emptied.reason, emptied.nominator, kept.nominator) == ("", "", "唐振兴")
    entry = AuditEntry.objects.get(verb="nomination.delete_stale")
    assert entry.changes == {"unanswered": 1, "declined": 1, "emptied": 1}


def test_a_second_run_finds_nothing_and_a_limit_stops_early(aged):
    first = delete_stale_nominations(limit=1)
    delete_stale_nominations()

    again = delete_stale_nominations()

    assert (first.total, first.is_capped, again.total) == (1, True, 0)


def test_each_street_has_its_own_days(tree, worker):
    here, there = make_nomination(tree.building, days=10), make_nomination(tree.other_building, days=10)
    rule = Rule(name=RuleName.NOMINATION_DAYS, region=tree.street, value=7, effective_from=TODAY, note="沪〔2026〕1号")
    rule.set(by=make_superuser())

    delete_stale_nominations()

    assert list(Nomination.objects.all()) == [there]
    assert here.pk != there.pk
