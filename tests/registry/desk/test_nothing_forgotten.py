"""Every state of every subject: where whoever can act sees it, or why nothing waits in it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from communities.records.moves import StateMachine
from leaders.imports.models import ImportBatch
from leaders.people.models import Kind
from registry.accounts.roles import Role
from registry.desk.due import SOURCES, tasks
from registry.desk.waiting import QUEUES
from tests.clock import TODAY
from tests.factories import (
    make_activity,
    make_appointment,
    make_approved_incentive,
    make_authority_decision,
    make_closing,
    make_current,
    make_earlier_honour,
    make_filing,
    make_incentive,
    make_incentive_on_notice,
    make_inspection,
    make_leader,
    make_nomination,
    make_notice,
    make_opinion,
    make_organization,
    make_outside_hours,
    make_plan,
    make_proposal,
    make_rating,
    make_report,
    make_returned,
    make_returned_incentive,
    make_scored_rating,
    make_session,
    make_slot,
    make_superuser,
    make_support,
    make_user,
    make_venue,
)
from tests.factories.conduct import make_review
from tests.factories.privacy import keep_past_its_day, make_erasure
from tests.factories.replies import make_reply
from tests.factories.topics import make_question, make_topic

pytestmark = pytest.mark.django_db
# Seen, though its to-do asks for days and no state.
SEEN = {("filing", "filed"): "renewal"}
# States out of which a way leads, but in which nobody waits for anybody.
AT_REST = {
    ("case", "closed"): "may be opened again",
    ("case", "transferred"): "handed to others; may be taken up again",
    ("caserequest", "agreed"): "a publication may be taken back",
    ("satisfactionreply", "shown"): "may be changed or withdrawn",
    ("importbatch", "checking"): "the machine's turn",
    ("importbatch", "writing"): "the machine's turn",
    ("importbatch", "done"): "may be undone",
    ("topic", "open"): "its questions wait, each by itself",
    ("topic", "closed"): "may be opened again",
    ("topicquestion", "aside"): "may be taken up again",
    ("trainingsession", "done"): "the roll may be taken up again",
    ("enrolment", "enrolled"): "the session waits",
    ("enrolment", "waiting"): "moves up by itself",
    ("enrolment", "withdrawn"): "may enrol again",
    ("closing", "agreed"): "may be taken back for a month",
    ("departure", "entered"): "may be taken back for a month",
    ("earlierhonour", "confirmed"): "may be struck out",
    ("outsidehours", "confirmed"): "may be taken off",
    ("incentive", "awarded"): "may be revoked",
}


def machines():
    return {model._meta.model_name: model for model in apps.get_models() if issubclass(model, StateMachine)}


def states_asked(condition, model):
    """The states of `model` that a condition asks for, as text."""
    asked = set()
    for part in () if condition.negated else condition.children:
        column = getattr(getattr(part, "lhs", None), "target", None)
        if hasattr(part, "children"):
            asked |= states_asked(part, model)
        elif column is not None and column.name == "state" and column.model is model:
            asked |= set(map(str, part.rhs if isinstance(part.rhs, list | tuple | set) else [part.rhs]))
    return asked


def seen_on_the_desk(user):
    """{(model, state)} that a to-do or a queue of some subject asks for."""
    rows = [source.rows(user) for source in [*SOURCES, *(queue.source for queue in QUEUES)]]
    return {(one.model._meta.model_name, state) for one in rows for state in states_asked(one.query.where, one.model)}


def test_every_state_out_of_which_a_way_leads_is_seen_or_at_rest():
    open_states = {(name, str(state)) for name, model in machines().items() for state, to in model.MOVES.items() if to}
    seen = seen_on_the_desk(make_superuser())

    forgotten = open_states - seen - set(SEEN) - set(AT_REST)
    assert forgotten == set(), (
        "let a DUE or WAITING of the subject's desk.py ask for this state, or say in AT_REST why not"
    )
    assert (set(SEEN) | set(AT_REST)) - open_states == set() and not set(SEEN) & seen
    assert len(seen & open_states) > 50


def test_every_place_is_one_of_the_desk():
    known = {source.key for source in SOURCES} | {queue.source.key for queue in QUEUES}

    assert set(SEEN.values()) | set(MADE) <= known


def sent_back(row):
    row.send_back(by=make_user(), reason="改")
    return row


def over(row, **fields):
    """The row as it will be when its day has come."""
    type(row)._base_manager.filter(pk=row.pk).update(**fields)
    return row


def kept_past_its_day(tree):
    return keep_past_its_day(make_leader(tree.building))


def awaiting_award(tree):
    row = make_incentive_on_notice(make_leader(tree.building), on=TODAY - timedelta(days=30))
    row.notice.close(by=make_user(), result="无异议")
    return row


def objected(tree):
    row = make_incentive_on_notice(make_leader(tree.building))
    make_opinion(row.notice)
    row.object(by=make_user(), reason="核实")
    return row


def uploaded(tree, user):
    batch = ImportBatch(subject="people", region=tree.community, region_path=tree.community.path, created_by=user)
    batch.file_name, batch.state = "名单.xlsx", "checked"
    batch.save()
    return batch


def group(tree):
    return make_organization(tree.community)


# What is made, and the key under which a worker of the community (or the street's manager) finds it.
MADE = {
    "post_returned": lambda tree, user: make_returned(make_leader(tree.building), Kind.OPINION),
    "appointment": lambda tree, user: make_appointment(make_leader(tree.building), region=tree.building),
    "incentive_returned": lambda tree, user: make_returned_incentive(make_leader(tree.building)),
    "incentive_approved": lambda tree, user: make_approved_incentive(make_leader(tree.building)),
    "incentive_objected": lambda tree, user: objected(tree),
    "incentive_award": lambda tree, user: awaiting_award(tree),
    "incentive": lambda tree, user: make_incentive(make_leader(tree.building)),
    "nomination_contacted": lambda tree, user: over(
        make_nomination(tree.building), state="contacted", contacted_how="phone", contacted_by=make_user(),
        contacted_at=timezone.now() - timedelta(days=8),
    ),
    "nomination": lambda tree, user: over(
        make_nomination(tree.building), received_at=timezone.now() - timedelta(days=5)
    ),
    "topic_draft": lambda tree, user: make_topic(tree.community, is_public=False),
    "topic_unread": lambda tree, user: make_question(make_topic(tree.community)),
    "erasure": lambda tree, user: make_erasure(make_leader(tree.building)),
    "hold_over": lambda tree, user: kept_past_its_day(tree),
    "conduct": lambda tree, user: make_review(make_current(make_leader(tree.building), region=tree.building)),
    "import_checked": uploaded,
    "training": lambda tree, user: over(make_session(tree.community), starts_at=timezone.now()),
    "earlier_honour": lambda tree, user: make_earlier_honour(make_leader(tree.building)),
    "honour_returned": lambda tree, user: sent_back(make_earlier_honour(make_leader(tree.building))),
    "satisfaction_reply": lambda tree, user: make_reply(make_organization(tree.community)),
    "satisfaction_reply_returned": lambda tree, user: sent_back(make_reply(make_organization(tree.community))),
    "outside_hours": lambda tree, user: make_outside_hours(make_leader(tree.building)),
    "hours_returned": lambda tree, user: sent_back(make_outside_hours(make_leader(tree.building))),
    "notice": lambda tree, user: make_notice(tree.community, on=TODAY - timedelta(days=30)),
    "activity": lambda tree, user: over(
        make_activity(tree.community), starts_at=timezone.now() - timedelta(days=3),
        ends_at=timezone.now() - timedelta(days=2),
    ),
    "closing": lambda tree, user: make_closing(make_organization(tree.community, is_published=True)),
    "report": lambda tree, user: make_report(group(tree)),
    "report_returned": lambda tree, user: sent_back(make_report(group(tree))),
    "filing_draft": lambda tree, user: make_filing(group(tree)),
    "filing-review": lambda tree, user: make_user(Role.MANAGER, tree.street)  # who decides what `user` pre-checks
    and make_filing(group(tree), state="submitted"),
    "filing_stuck": lambda tree, user: make_filing(group(tree), state="submitted"),
    "filing-decide": lambda tree, user: make_filing(group(tree), state="reviewed"),
    "correction": lambda tree, user: sent_back(make_filing(group(tree), state="submitted")),
    "management": lambda tree, user: make_proposal(group(tree)),
    "management_returned": lambda tree, user: sent_back(make_proposal(group(tree))),
    "authority": lambda tree, user: make_authority_decision(group(tree)),
    "authority_returned": lambda tree, user: sent_back(make_authority_decision(group(tree))),
    "rectify": lambda tree, user: make_inspection(group(tree)),
    "rating_draft": lambda tree, user: make_rating(organization=group(tree)),
    "rating": lambda tree, user: make_scored_rating(organization=group(tree)),
    "support_returned": lambda tree, user: sent_back(make_support(group(tree), granted="9.00", confirmed=False)),
    "support": lambda tree, user: make_support(group(tree), granted="9.00", confirmed=False),
    "slot": lambda tree, user: make_slot(
        make_venue(tree.community), group(tree), valid_until=TODAY + timedelta(days=10)
    ),
    "succession_empty": lambda tree, user: over(
        make_plan(make_current(make_leader(tree.building), region=tree.building)).plan,
        planned_on=TODAY + timedelta(days=60),
    ),
}  # fmt: skip


@pytest.mark.parametrize("key", sorted(MADE))
def test_whoever_can_act_sees_it(tree, key):
    user = make_user(Role.MANAGER, tree.street)
    row = MADE[key](tree, user)

    found = [source.rows(user) for source in SOURCES if source.key == key]
    found += [queue.source.rows(user).exclude(**{queue.submitter: user}) for queue in QUEUES if queue.source.key == key]

    assert any(row.pk in {one.pk for one in rows} and rows.model is type(row) for rows in found)
    assert isinstance(tasks(user), list)


def test_what_a_worker_may_put_right_is_in_the_workers_list(tree, worker):
    rows = [
        sent_back(make_support(group(tree), granted="9.00", confirmed=False)),
        sent_back(make_proposal(group(tree))),
    ]

    assert {row.get_absolute_url() for row in rows} <= {task.url for task in tasks(worker)}
