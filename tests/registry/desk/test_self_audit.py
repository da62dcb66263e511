"""The yearly self-audit: every line counts what it says, of its street and its year, and no other."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.assessments.models import Assessment
from communities.postings.models import Posting
from leaders.cases.models import Case
from leaders.consents.models import ConsentText
from leaders.people.models import Leader
from leaders.privacy.models import Erasure
from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.audit.models import ReadLog
from registry.desk.self_audit import OWN, SelfAudit
from registry.desk.subjects import declared
from registry.upkeep.models import DailyRun
from tests.factories import (
    make_case,
    make_case_in,
    make_consent,
    make_leader,
    make_nomination,
    make_superuser,
    make_user,
)
from tests.factories.privacy import carry_out, keep_past_its_day, make_erasure

pytestmark = pytest.mark.django_db
LINES = {line.key: line for line in [*declared("CHECKED"), *OWN]}
LONG_AGO = timedelta(days=400)


def kept(place, **fields):
    return make_leader(place.community, **fields)


def read(verb, rows=1, recipient=""):
    said = {"object_type": "leaders.leader", "object_label": "周桂芳", "rows": rows, "recipient": recipient}
    return lambda place: ReadLog.objects.create(verb=verb, region_path=place.community.path, **said)


def decided(place, **moved):
    """A request decided ten days ago, moved by what `moved` says."""
    row = carry_out(kept(place))
    Erasure.objects.filter(pk=row.pk).update(**moved)


def refused_erasure(place):
    make_erasure(kept(place)).send_back(by=make_user(Role.MANAGER, place.street), reason="法律要求保存")


def overdue_erasure(place):
    day = timezone.localdate() - timedelta(days=60)
    make_erasure(kept(place), asked_on=day)


def consent(place, change=None):
    row = make_consent(kept(place))
    if change:
        change(row)
    return row


def old_text(_place):
    consent(_place)
    ConsentText.objects.create(version=2, body="新版", effective_from=timezone.localdate())


def account(place, **fields):
    return make_user(Role.OFFICE, place.street, **fields)


def unassess(place):
    """No assessment above any more; a street is asked for one while it has a manager of its own."""
    Assessment.objects.all().delete()
    make_user(Role.MANAGER, place.street)


def assess_long_ago(place):
    today = timezone.localdate()
    Assessment.objects.create(
        region=place.street, lawful="合法", effects="可能被打听", measures="随时撤回", signer="何静",
        assessed_on=today - LONG_AGO, review_on=today,
    )  # fmt: skip


def old_sender(place):
    case = make_case_in("closed", place.community, name="张三", contact="13900001111")
    Case.objects.filter(pk=case.pk).update(settled_at=timezone.now() - LONG_AGO)


def old_nomination(place):
    make_nomination(place.building, days=92)


def failed_job(_place):
    DailyRun.objects.create(job="tidy", is_failed=True, done_at=timezone.now())


PLANTS = {
    "by_consent": kept,
    "by_duty": lambda place: kept(place, basis="duty"),
    "erased": lambda place: carry_out(kept(place)),
    "consents": consent,
    "consents_given": consent,
    "consents_withdrawn": lambda place: consent(place, lambda row: row.withdraw(by=make_user())),
    "consents_outdated": old_text,
    "unassessed": unassess,
    "assessments_old": assess_long_ago,
    "copies": read("personal_copy.export"),
    "erasures": lambda place: make_erasure(kept(place)),
    "erasures_done": lambda place: carry_out(kept(place)),
    "erasures_refused": refused_erasure,
    "erasures_late": lambda place: decided(
        place, asked_on=timezone.localdate() - LONG_AGO, answer_by=timezone.localdate() - timedelta(days=1)
    ),
    "erasures_overdue": overdue_erasure,
    "holds_over": lambda place: keep_past_its_day(kept(place)),
    "senders": lambda place: make_case(place.community, name="张三", contact="13900001111"),
    "senders_overdue": old_sender,
    "nominations": lambda place: make_nomination(place.building),
    "nominations_overdue": old_nomination,
    "accounts": account,
    "accounts_factor": lambda place: account(place, second_factor_since=timezone.now()),
    "accounts_unused": lambda place: account(place, last_login=timezone.now() - LONG_AGO),
    "opened": read("leader.view"),
    "revealed": read("leader.reveal"),
    "taken": read("leader.export"),
    "rows": read("leader.export"),
    "given": read("leader.export", recipient="区民政局"),
    "refused": read("account.sign_in_refused"),
    "jobs": failed_job,
}


def numbers(user, street, year=None):
    audit = SelfAudit(user, street, year or timezone.localdate().year)
    return {str(one.label): one.number for _part, answers in audit.parts for one in answers}


@pytest.mark.parametrize("key", LINES)
def test_each_line_counts_one_more_in_its_own_street_alone(key, tree):
    admin, line = make_superuser(), LINES[key]
    before = numbers(admin, tree.street), numbers(admin, tree.other_street)
    PLANTS[key](tree)
    label = str(line.label)
    assert numbers(admin, tree.street)[label] == before[0][label] + 1
    if line.path:
        assert numbers(admin, tree.other_street)[label] == before[1][label]


def test_no_other_lines_are_tried():
    assert PLANTS.keys() == LINES.keys()


@pytest.mark.parametrize(
    "key",
    ["erased", "consents_given", "consents_withdrawn", "copies", "erasures", "erasures_done", "erasures_refused",
     "erasures_late", "opened", "revealed", "taken", "rows", "given", "refused"],
)  # fmt: skip
def test_what_happened_is_that_of_the_year(key, tree):
    PLANTS[key](tree)
    assert numbers(make_superuser(), tree.street, timezone.localdate().year - 1)[str(LINES[key].label)] == 0


def test_what_was_taken_away_is_summed_by_its_rows(tree):
    read("leader.export", rows=40)(tree)
    read("organization.export", rows=2)(tree)
    found = numbers(make_superuser(), tree.street)
    assert found[str(LINES["rows"].label)] == 42
    assert found[str(LINES["taken"].label)] == 2


def test_an_account_with_two_postings_is_one(tree):
    user = account(tree)
    Posting.objects.create(user=user, region=tree.community, role=Role.WORKER, started_on=timezone.localdate())
    assert numbers(make_superuser(), tree.street)[str(LINES["accounts"].label)] == 1


def test_whoever_left_or_was_closed_is_no_account(tree):
    gone, closed = account(tree), account(tree)
    Posting.objects.filter(user=gone).update(ended_on=timezone.localdate() - timedelta(days=1))
    User.objects.filter(pk=closed.pk).update(is_active=False)
    assert numbers(make_superuser(), tree.street)[str(LINES["accounts"].label)] == 0


def test_one_who_was_erased_is_kept_on_no_ground(tree):
    carry_out(kept(tree))
    assert Leader.objects.count() == 1
    assert numbers(make_superuser(), tree.street)[str(LINES["by_consent"].label)] == 0


def test_an_answered_nomination_waits_for_nobody(tree):
    make_nomination(tree.building).decline(by=make_user(), reason="unwilling")
    assert numbers(make_superuser(), tree.street)[str(LINES["nominations"].label)] == 0


def page(client, **query):
    return client.get(reverse("desk:self-audit"), query)


def test_the_street_has_its_sheet_and_nobody_elses(tree, sign_in):
    client = sign_in(make_user(Role.MANAGER, tree.street))
    kept(tree)
    said = page(client, region=tree.other_street.pk).content.decode()
    assert tree.street.name in said
    assert tree.other_street.name not in said


@pytest.mark.parametrize("asked", ["nonsense", "9" * 30, "-1", "1900", ""])
def test_a_year_that_is_none_is_this_or_the_first_one_kept(asked, tree, sign_in):
    response = page(sign_in(make_user(Role.OFFICE, tree.street)), year=asked, region=asked)
    assert response.status_code == 200
    assert response.context["year"] in response.context["years"]


def test_a_fault_is_told_with_the_way_to_it_where_the_reader_may_go(tree, sign_in):
    overdue_erasure(tree)
    way = reverse("leaders:erasure-list")
    manager = page(sign_in(make_user(Role.MANAGER, tree.street)))
    assert "1 point to put right" in manager.content.decode()
    assert way in manager.content.decode()
    clerk = page(sign_in(make_user(Role.OFFICE, tree.street)))
    assert "1 point to put right" in clerk.content.decode()
    assert way not in clerk.content.decode()


def test_a_sheet_without_faults_says_so(tree, sign_in):
    assert "Nothing to put right" in page(sign_in(make_user(Role.OFFICE, tree.street))).content.decode()


def test_an_administrator_is_led_down_to_a_street(tree, sign_in):
    client = sign_in(make_superuser())
    assert [row.pk for row in page(client).context["places"]] == [tree.province.pk]
    down = page(client, region=tree.county.pk).context["places"]
    assert [row.pk for row in down] == [tree.street.pk, tree.other_street.pk]
    assert page(client, region=tree.street.pk).context["audit"].region == tree.street


def test_an_office_of_two_streets_chooses(tree, sign_in):
    user = make_user(Role.MANAGER, tree.street)
    Posting.objects.create(user=user, region=tree.other_street, role=Role.OFFICE, started_on=timezone.localdate())
    response = page(sign_in(user))
    assert [row.pk for row in response.context["places"]] == [tree.street.pk, tree.other_street.pk]


def test_conduct_reviews_are_in_no_line():
    """domain.md §9: never in statistics."""
    assert not [line for line in LINES.values() if "ConductReview" in line.rows(2026).model.__name__]
