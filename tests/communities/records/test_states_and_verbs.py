"""Every verb in every state: from the rows of a subject on, each verb is tried, and again in each state it leads to.

states_and_verbs.txt says what passes, a line each; whatever else passes, or does so no more, is named here.
"""

import inspect
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from communities.activities.models import Activity
from communities.records.moves import StateMachine
from communities.regions.models import Region
from leaders.people.models import Kind
from registry.audit.changes import changes_at, neighbourhood
from registry.audit.models import AuditEntry
from tests import factories
from tests.clock import TODAY
from tests.communities.records.held import Held, words_of_no_field
from tests.factories import (
    make_activity,
    make_appointment,
    make_authority_decision,
    make_case,
    make_case_in,
    make_case_request,
    make_closing,
    make_enrolment,
    make_filing,
    make_incentive,
    make_incentive_on_notice,
    make_leader,
    make_nomination,
    make_notice,
    make_opinion,
    make_organization,
    make_paper_filing,
    make_proposal,
    make_rating,
    make_report,
    make_scored_rating,
    make_session,
    make_superuser,
    make_support,
    make_tree,
    make_user,
)  # fmt: skip
from tests.factories.conduct import make_review
from tests.factories.privacy import keep_past_its_day, make_erasure
from tests.factories.records import move_session
from tests.factories.replies import make_reply
from tests.factories.topics import make_question, make_topic
from tests.figures import Told

TABLE = Path(__file__).with_name("states_and_verbs.txt")
# What makes a row that is not there yet, and what only asks.
NOT_TRIED = {
    "announce", "ask", "begin", "enter_held", "open", "open_reporter", "plan", "raise_", "receive", "refuse_enrolment",
    "settle_write", "activity.enter", "inspection.enter", "caserequest.submit", "closing.propose", "departure.enter",
    "erasure.enter",
}  # fmt: skip
AUTHORS = ("submitted_by", "proposed_by", "entered_by", "asked_by", "created_by")
# What another row's verb asks of a row, which may find nothing to do.
TOLD_BY_OTHERS = {"leave_notice", "taken_up"}
# An import is walked in its own room: its verbs are the machine's.
ELSEWHERE = {"importbatch"}
# States in which a row is born or to which another row's verb leads.
NOT_REACHED = {"inspection passed", "starrating replaced"}
MACHINES = {model._meta.model_name: model for model in apps.get_models() if issubclass(model, StateMachine)}


def group(tree):
    return make_organization(tree.community)


def held(tree):
    session = make_session(tree.community, days=1)
    make_enrolment(session, make_leader(tree.building))
    move_session(session, -1)
    return session


def full(tree):
    session = make_session(tree.community, capacity=1)
    make_enrolment(session, make_leader(tree.building))
    return make_enrolment(session, make_leader(tree.building, name="李四"))


def over(tree):
    activity = make_activity(tree.community)
    start = timezone.now() - timedelta(hours=5)
    Activity.objects.filter(pk=activity.pk).update(starts_at=start, ends_at=start + timedelta(hours=1))
    return activity


def called(tree):
    session = held(tree)
    for enrolment in session.enrolments.all():
        enrolment.mark(by=make_user(), attendance="present")
    return session


def present(tree):
    return called(tree).enrolments.first()


def credited(tree):
    session = called(tree)
    session.complete(by=make_user())
    return session.enrolments.first()


def awaited(tree):
    """An incentive whose notice is over."""
    row = make_incentive_on_notice(make_leader(tree.building), on=TODAY - timedelta(days=30))
    row.notice.close(by=make_user(), result="无异议")
    return row


def objected(tree):
    row = make_incentive_on_notice(make_leader(tree.building))
    make_opinion(row.notice)
    return row


def published(tree):
    return make_case_request(make_case_in("answered", tree.community, may_publish=True), kind="publication")


def told(tree):
    """A rating whose notice is over."""
    rating = make_scored_rating(organization=group(tree))
    notice = make_notice(tree.community, on=TODAY - timedelta(days=30))
    rating.decide(by=make_user(), notice=notice)
    notice.close(by=make_user(), result="无异议")
    return rating


# Those that one row of its factory does not do for: rows in states to which another row leads, factories of other names.
SEEDS = {
    "appointment": [lambda tree: make_appointment(make_leader(tree.building), Kind.OPINION)],
    "case": [lambda tree: make_case(tree.community)],
    "caserequest": [lambda tree: make_case_request(make_case(tree.community)), published],
    "conductreview": [lambda tree: make_review(make_appointment(make_leader(tree.building), region=tree.building))],
    "erasure": [
        lambda tree: make_erasure(make_leader(tree.building)),
        lambda tree: keep_past_its_day(make_leader(tree.building)),
    ],
    "incentive": [
        lambda tree: make_incentive(make_leader(tree.building)),
        awaited,
        objected,
    ],
    "nomination": [lambda tree: make_nomination(tree.building)],
    "satisfactionreply": [lambda tree: make_reply(group(tree))],
    "topic": [lambda tree: make_topic(tree.community, is_public=False)],
    "topicquestion": [lambda tree: make_question(make_topic(tree.community))],
    "trainingsession": [lambda tree: make_session(tree.community), called],
    "enrolment": [
        lambda tree: make_enrolment(make_session(tree.community), make_leader(tree.building)),
        full,
        present,
        credited,
    ],
    "notice": [
        lambda tree: make_notice(tree.community),
        lambda tree: make_notice(tree.community, on=TODAY - timedelta(days=30)),
    ],
    "activity": [lambda tree: make_activity(tree.community), over],
    "closing": [lambda tree: make_closing(make_organization(tree.community, is_published=True))],
    "yearlyreport": [lambda tree: make_report(group(tree))],
    "filing": [lambda tree: make_filing(group(tree)), lambda tree: make_paper_filing(group(tree))],
    "managementdecision": [lambda tree: make_proposal(group(tree))],
    "authoritydecision": [lambda tree: make_authority_decision(group(tree))],
    "starrating": [
        lambda tree: make_rating(organization=group(tree)),
        lambda tree: make_scored_rating(organization=group(tree)),
        told,
    ],
    "support": [lambda tree: make_support(group(tree), granted="9.00", confirmed=False)],
}


# What a factory asks for first, by the name of the parameter.
FIRST = {
    "organization": group,
    "leader": lambda tree: make_leader(tree.building),
    "region": lambda tree: tree.community,
}


def seeds_of(kind):
    """Those of SEEDS, else the factory named after the noun with what it asks for first; [] where there is none."""
    make = getattr(factories, f"make_{MACHINES[kind].noun}", None)
    if kind in SEEDS or make is None:
        return SEEDS.get(kind, [])
    first = FIRST.get(next(iter(inspect.signature(make).parameters)))
    return [lambda tree: make(first(tree))] if first else []


def anybody(row):
    return make_superuser()


def author(row):
    """Who handed the row in: nobody else takes it back."""
    names = [name for name in AUTHORS if getattr(row, f"{name}_id", None)]
    return getattr(row, names[0]) if names else None


# What a verb is given, by the name of the parameter; "kind.name" for one kind of row alone.
GIVEN = {
    "by": anybody,
    "to": anybody,
    "case.outcome": lambda row: "solved",
    "case.into": lambda row: make_case(row.region),
    "case.category": lambda row: row.category,
    "case.region": lambda row: row.region,
    "case.organization": lambda row: make_organization(row.region),
    "case.destination": lambda row: "hotline",
    "case.days": lambda row: 5,
    "conductreview.is_founded": lambda row: True,
    "appointment.reason": lambda row: "resigned",
    "erasure.until": lambda row: TODAY + timedelta(days=30),
    "appointment.until": lambda row: row.term_ends_on + timedelta(days=30),
    "appointment.on": lambda row: TODAY,
    "incentive.notice": lambda row: make_notice(Region.objects.get(path=row.region_path), on=TODAY),
    "starrating.notice": lambda row: make_notice(row.organization.region, on=TODAY),
    "starrating.points": lambda row: {one: (80, WORD, None) for one in row.scheme.indicators.all()},
    "nomination.how": lambda row: "phone",
    "nomination.leader": lambda row: make_leader(row.region),
    "nomination.agreed_on": lambda row: TODAY,
    "nomination.agreed_how": lambda row: "spoken",
    "topic.case": lambda row: make_case(row.region),
    "topicquestion.group": lambda row: "",
    "enrolment.attendance": lambda row: "present",
    "enrolment.minutes": lambda row: 60,
    "activity.attended": lambda row: 12,
    "support.kind": lambda row: "used",
    "support.amount": lambda row: "1.00",
    "on": lambda row: TODAY,
    "before": lambda row: {},
}
WORD = "核实后办理"  # for every other parameter without a default


def verbs_of(model):
    """{name: parameters} of what an account may do to a row."""
    found = {}
    for name, function in inspect.getmembers(model, inspect.isfunction):
        parameters = inspect.signature(function).parameters
        if "by" in parameters and name[0] != "_" and not {name, f"{model._meta.model_name}.{name}"} & NOT_TRIED:
            found[name] = parameters
    return found


def arguments(row, parameters):
    kind, found = row._meta.model_name, {}
    for name, parameter in parameters.items():
        if name == "self" or parameter.kind is parameter.VAR_KEYWORD:
            continue
        make = GIVEN.get(f"{kind}.{name}") or GIVEN.get(name)
        if make or parameter.default is parameter.empty:
            found[name] = make(row) if make else WORD
    return found


# Done by what asked for the reason itself: taking down the notice, the departure of a person.
NEEDS_NO_REASON = {"incentive.leave_notice", "starrating.leave_notice", "appointment.leave"}


# What decides between two at once stands in the condition of the one statement that writes.
ONE_STATEMENT = {"support.book"}


class TakenBack(Exception):
    """Ends a branch of the walk: the database is as it was before."""


class Walk:
    """`passed` holds (state, verb, state it led to), `wrong` what no verb may do."""

    def __init__(self, model):
        self.model, self.verbs = model, verbs_of(model)
        self.passed, self.wrong, self.states = set(), [], set()

    def go(self, pk, been=frozenset(), followed=None):
        """Try each verb by a stranger and by the author; follow each way into a state that was not met on it."""
        followed = set() if followed is None else followed
        state = self.values(pk)["state"]
        self.states.add(state)
        told = Told()
        for name, who in product(self.verbs, (anybody, author)):
            try:
                with transaction.atomic():
                    after = self.attempt(pk, name, who, told)
                    way = (state, name, after)
                    if after and after not in {*been, state} and way not in followed:
                        followed.add(way)
                        self.go(pk, {*been, state}, followed)
                    self.passed |= {way} if after else set()
                    raise TakenBack
            except TakenBack:
                pass

    def values(self, pk):
        return self.model._base_manager.filter(pk=pk).values().get()

    def attempt(self, pk, name, who, told):
        """The state the verb led to, or None where it refused; `told` is of before it."""
        row, before = self.model._base_manager.get(pk=pk), self.values(pk)
        last = AuditEntry.objects.aggregate(last=Max("pk"))["last"] or 0
        given = arguments(row, self.verbs[name]) | {"by": who(row)}
        if given["by"] is None:
            return None
        if "reason" in given and self.passes_without_a_reason(pk, name, given):
            self.wrong.append((before["state"], name, "passes without a reason"))
        noted = changes_at({neighbourhood(row.region_path)})
        try:
            with transaction.atomic(), Held() as held:
                getattr(row, name)(**given)
        except ValidationError:
            if self.values(pk) != before:
                self.wrong.append((before["state"], name, "refused, and written all the same"))
            return None
        except Exception as error:  # whatever it is, a person would meet it as a fault of ours
            self.wrong.append((before["state"], name, repr(error)))
            return None
        lines = list(AuditEntry.objects.filter(pk__gt=last))
        self.wrong += [(before["state"], name, f"{word} is no word of the log") for word in words_of_no_field(lines)]
        if not lines and (name not in TOLD_BY_OTHERS or self.values(pk) != before):
            self.wrong.append((before["state"], name, "left no line in the log"))
        if self.values(pk) != before and changes_at({neighbourhood(row.region_path)}) == noted:
            self.wrong.append((before["state"], name, "the public pages of its place are not told"))
        self.wrong += [(before["state"], name, f"the figures of {street} changed, untold") for street in told.untold()]
        is_held = f"{row._meta.model_name}.{name}" not in ONE_STATEMENT
        self.wrong += [(before["state"], name, fault) for fault in held.faults(is_held and self.values(pk) != before)]
        after = self.values(pk)["state"]
        if after != before["state"] and not self.leads(before["state"], after):
            self.wrong.append((before["state"], name, f"led to {after}"))
        return after

    def passes_without_a_reason(self, pk, name, given):
        try:
            with transaction.atomic():
                getattr(self.model._base_manager.get(pk=pk), name)(**given | {"reason": " "})
                transaction.set_rollback(True)
        except ValidationError:
            return False
        return f"{self.model._meta.model_name}.{name}" not in NEEDS_NO_REASON

    def leads(self, before, after):
        """Whether `after` follows on `before`, or, as when a group ends, is the second step from there."""
        steps = self.model.MOVES[before]
        return after in steps or any(after in self.model.MOVES[step] for step in steps)


@pytest.fixture(scope="module")
def table():
    return set(TABLE.read_text("utf-8").splitlines())


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(set(MACHINES) - ELSEWHERE))
def test_each_verb_passes_in_the_states_of_the_table_and_is_refused_in_all_others(kind, table):
    tree, walk = make_tree(), Walk(MACHINES[kind])
    for seed in seeds_of(kind):
        walk.go(seed(tree).pk)

    said = {f"{kind} {state}: {name} -> {after}" for state, name, after in walk.passed}
    assert walk.wrong == []
    told = {line for line in table if line.startswith(f"{kind} ")}
    assert said - told == set(), (
        "these pass: are they meant, put them into states_and_verbs.txt; else let the verb refuse"
    )
    assert told - said == set(), "these pass no more: is that meant, take them out of states_and_verbs.txt"
    assert {f"{kind} {state}" for state in set(map(str, walk.model.MOVES)) - walk.states} <= NOT_REACHED


def test_every_subject_with_states_is_walked():
    unwalked = {kind for kind in set(MACHINES) - ELSEWHERE if not seeds_of(kind)}

    assert unwalked == set(), "give each of these a factory of its noun, or a row to begin with in SEEDS"
    assert set(SEEDS) <= set(MACHINES)
