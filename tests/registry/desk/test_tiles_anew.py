"""The numbers of the desk counted again, in plain Python over all rows of the world, for each role and for two postings.

Nothing of the house's own questions is used: who reaches what is read from the postings and the policy, what is counted
from the columns of each row.
"""

from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse

from communities.activities.models import Activity
from communities.closings.models import Closing
from communities.filings.models import Filing, YearlyReport
from communities.modes.models import ManagementDecision
from communities.organizations.models import Organization
from communities.oversight.models import AuthorityDecision
from communities.pages.lists import KeysetList
from communities.postings.models import Posting
from communities.ratings.models import StarRating
from communities.regions.models import Level, Region
from communities.support.models import Support
from leaders.appointments.models import Appointment
from leaders.cases.models import Case, CaseRequest
from leaders.incentives.models import EarlierHonour, Incentive
from leaders.people.models import Kind, Leader, Stage
from leaders.people.terms import WARNING_DAYS
from leaders.privacy.models import Erasure
from leaders.replies.models import SatisfactionReply
from leaders.training.models import OutsideHours, TrainingYear
from leaders.training.models.lessons import hours
from registry.accounts.roles import GRANTS, Permission, Role
from tests.clock import TODAY
from tests.factories import (
    make_awarded_incentive,
    make_case,
    make_current,
    make_filing,
    make_leader,
    make_organization,
    make_region,
    make_superuser,
    make_support,
    make_user,
)

pytestmark = pytest.mark.django_db
DESK = reverse("desk:dashboard")
# What waits: {model: {state: who decides it}}.
WAITS = {
    Appointment: {"pending": Permission.APPOINTMENT_DECIDE},
    Filing: {
        "submitted": Permission.FILING_REVIEW, "reviewed": Permission.FILING_DECIDE, "entered": Permission.FILING_DECIDE,
    },
    YearlyReport: {"submitted": Permission.FILING_REVIEW},
    OutsideHours: {"pending": Permission.HOURS_CONFIRM},
    Incentive: {"proposed": Permission.INCENTIVE_DECIDE},
    EarlierHonour: {"pending": Permission.INCENTIVE_DECIDE},
    Erasure: {"pending": Permission.ERASURE_DECIDE},
    CaseRequest: {"waiting": Permission.CASE_DECIDE},
    SatisfactionReply: {"pending": Permission.CASE_DECIDE},
    Support: {"pending": Permission.SUPPORT_DECIDE},
    StarRating: {"scored": Permission.RATING_DECIDE},
    ManagementDecision: {"pending": Permission.MANAGEMENT_DECIDE},
    Closing: {"proposed": Permission.FILING_DECIDE},
    AuthorityDecision: {"entered": Permission.AUTHORITY_CONFIRM},
}  # fmt: skip
# What is due for no other reason than its state: {key of the line: (model, state, whose it is)}.
DUE_BY_STATE = {
    "post_returned": (Appointment, "returned", Permission.LEADER_EDIT),
    "hours_returned": (OutsideHours, "returned", Permission.TRAINING_EDIT),
    "honour_returned": (EarlierHonour, "returned", Permission.INCENTIVE_PROPOSE),
    "incentive_returned": (Incentive, "returned", Permission.INCENTIVE_PROPOSE),
    "report_returned": (YearlyReport, "returned", Permission.FILING_EDIT),
    "filing_draft": (Filing, "draft", Permission.FILING_EDIT),
    "support_returned": (Support, "returned", Permission.SUPPORT_EDIT),
    "management_returned": (ManagementDecision, "returned", Permission.MANAGEMENT_PROPOSE),
    "authority_returned": (AuthorityDecision, "returned", Permission.AUTHORITY_ENTER),
}


@pytest.fixture
def world(world, monkeypatch):
    """One of everything; people, groups and what happened in three streets of two counties; accounts by name."""
    monkeypatch.setattr(KeysetList, "page_size", 500)
    tree, _users, _rows = world
    county2 = make_region(tree.prefecture, "徐汇区", "county")
    street3 = make_region(county2, "田林街道", "street")
    community3 = make_region(street3, "田林一村居委会", "community")
    building3 = make_region(make_region(community3, "田林一村", "compound"), "7号楼", "building")
    for place, community in (
        (make_region(tree.compound, "15号楼", "building"), tree.community),
        (tree.other_building, tree.other_community),
        (building3, community3),
    ):
        head = make_current(make_leader(place, name="楼组长"), region=place, term_ends_on=TODAY + timedelta(days=400))
        soon = make_leader(place, name="快到期")
        for name in ("合唱队", "舞蹈队"):
            make_current(
                soon,
                Kind.TEAM,
                organization=make_organization(community, name=name),
                term_ends_on=TODAY + timedelta(days=20),
            )
        filed = make_organization(community, name="备案队")
        make_filing(filed, state="filed")
        make_support(filed, granted="1200.50", year=TODAY.year)
        make_case(place)
        make_awarded_incentive(soon)
        TrainingYear.objects.create(leader=head.leader, year=TODAY.year, ethics=90, minutes=90)

    def two(first, second):
        user = make_user(*first)
        Posting.objects.create(user=user, role=second[0], region=second[1], started_on=TODAY)
        return user

    return {
        "worker": make_user(Role.WORKER, tree.community),
        "clerk": make_user(Role.OFFICE, tree.street),
        "manager": make_user(Role.MANAGER, tree.street),
        "street overseer": make_user(Role.OVERSEER, tree.street),
        "district overseer": make_user(Role.OVERSEER, tree.county),
        "province overseer": make_user(Role.OVERSEER, tree.province),
        "clerk of a province": make_user(Role.OFFICE, tree.province),
        "manager here, overseer there": two((Role.MANAGER, tree.street), (Role.OVERSEER, tree.other_street)),
        "worker here, manager there": two((Role.WORKER, tree.other_community), (Role.MANAGER, street3)),
        "overseer of two streets": two((Role.OVERSEER, tree.street), (Role.OVERSEER, street3)),
        "overseer of two districts": two((Role.OVERSEER, tree.county), (Role.OVERSEER, county2)),
        "clerk of two districts": two((Role.OFFICE, tree.county), (Role.OFFICE, county2)),
        "administrator": make_superuser(),
    }


class Reach:
    """Which rows an account reaches, read from its postings and the policy."""

    def __init__(self, user):
        self.user = user
        self.postings = [
            (one.role, one.region.path) for one in Posting.objects.all() if one.user_id == user.pk and not one.ended_on
        ]

    def paths(self, permission):
        return [""] if self.user.is_superuser else [path for role, path in self.postings if permission in GRANTS[role]]

    def of(self, model, permission, field="region_path"):
        paths = self.paths(permission)
        return [row for row in model.objects.all() if any(getattr(row, field)[: len(one)] == one for one in paths)]


def heads():
    """{building: the post of its head}."""
    return {
        row.region_id: row for row in Appointment.objects.all() if row.kind == Kind.BUILDING and row.state == "current"
    }


def days_left(post):
    return (post.term_ends_on - TODAY).days


def test_people_by_kind_and_stage(world, sign_in):
    for name, user in world.items():
        desk, reach = sign_in(user).get(DESK), Reach(user)
        people = reach.of(Leader, Permission.LEADER_LIST)
        posts = [post for post in Appointment.objects.all() if post.state == "current"]
        for kind, _label, figures in desk.context["stats"]:
            held = {post.leader_id for post in posts if post.kind == kind} & {one.pk for one in people}
            mine = [
                post
                for post in reach.of(Appointment, Permission.LEADER_LIST)
                if post.state == "current" and post.kind == kind
            ]
            soon = {post.leader_id for post in mine if 0 <= days_left(post) <= WARNING_DAYS[kind]}
            over = {post.leader_id for post in mine if days_left(post) < 0}
            assert figures == {"held": len(held), "ending": len(soon), "over": len(over)}, (name, kind)
            listed = sign_in(user).get(reverse("leaders:leader-list"), {"kind": kind}).context
            assert {row.pk for row in listed["page"].rows} == held and listed["count"] == len(held), (name, kind)
        for stage, _label, number, _share in desk.context["stages"]:
            assert number == sum(one.stage == stage and not one.has_ended for one in people), (name, stage)
            assert sign_in(user).get(reverse("leaders:leader-list"), {"stage": stage}).context["count"] == number
    assert {stage for stage, *_rest in desk.context["stages"]} == {Stage.BACKBONE, Stage.RESERVE, Stage.LEADER}


def test_buildings_with_a_head(world, sign_in):
    for name, user in world.items():
        client, reach = sign_in(user), Reach(user)
        shown = client.get(DESK).context
        every = [
            row
            for row in reach.of(Region, Permission.REGION_VIEW, "path")
            if row.level == Level.BUILDING and not row.retired_on
        ]
        held = [heads()[row.pk] for row in every if row.pk in heads()]
        vacant = client.get(reverse("leaders:vacancy-buildings")).context["count"]
        assert vacant == len(every) - len(held), name
        if shown["coverage"] is None:
            figures = shown["total"].now
            assert (figures["buildings"], figures["covered"]) == (len(every), len(held)), name
        elif not user.is_superuser:  # an administrator has no desk of their own
            soon = [post for post in held if days_left(post) <= WARNING_DAYS[Kind.BUILDING]]
            told = {key: shown["coverage"][key] for key in ("total", "held", "vacant", "soon")}
            assert told == {
                "total": len(every), "held": len(held), "vacant": vacant, "soon": len(soon),
            }, name  # fmt: skip


def test_what_awaits_a_decision(world, sign_in):
    for name, user in world.items():
        client, reach = sign_in(user), Reach(user)
        waiting = Counter()
        for model, states in WAITS.items():
            for state, permission in states.items():
                waiting[model] += sum(row.state == state for row in reach.of(model, permission))
        shown = client.get(DESK).context["waiting"]
        assert shown == sum(waiting.values()), (name, waiting)
        if shown:
            assert len(client.get(reverse("desk:review-queue")).context["rows"]) == shown, name


def test_what_is_due(world, sign_in):
    for name, user in world.items():
        client, reach = sign_in(user), Reach(user)
        context = client.get(DESK).context
        due = client.get(reverse("desk:due-list")).context["due"]
        assert context["due_count"] == len(due) and context["late"] == sum(task.due_on < TODAY for task in due), name
        keys = Counter(task.key for task in due)
        for key, (model, state, permission) in DUE_BY_STATE.items():
            assert keys[key] == sum(row.state == state for row in reach.of(model, permission)), (name, key)
        plans = {
            post.pk
            for post in Appointment.objects.all()
            if getattr(post, "succession_plan", None) and not post.succession_plan.done_at
        }
        terms = [
            post for post in reach.of(Appointment, Permission.LEADER_VIEW)
            if post.state == "current" and days_left(post) <= WARNING_DAYS[post.kind] and post.pk not in plans
        ]  # fmt: skip
        assert keys["term"] == len(terms), name


def test_the_sums_of_who_oversees(world, sign_in):
    seen = 0
    for name, user in world.items():
        reach, context = Reach(user), sign_in(user).get(DESK).context
        if "total" not in context:
            continue
        seen += 1
        groups = [row for row in reach.of(Organization, Permission.STATISTICS_VIEW) if row.ended_on is None]
        now = context["total"].now
        plain = {"organizations": len(groups), "people": sum(
            one.pk in {post.leader_id for post in Appointment.objects.all() if post.state == "current"}
            for one in reach.of(Leader, Permission.STATISTICS_VIEW)
        )}  # fmt: skip
        plain |= {status: sum(row.legal_status == status for row in groups) for status in Organization.LegalStatus}
        plain |= {
            f"mode_{mode}": sum(row.management_mode == mode for row in groups) for mode in Organization.ManagementMode
        }
        plain["minutes"] = sum(
            row.minutes for row in reach.of(TrainingYear, Permission.STATISTICS_VIEW) if row.year == TODAY.year
        )
        plain["awarded"] = sum(
            bool(row.awarded_on) and row.awarded_on.year == TODAY.year
            for row in reach.of(Incentive, Permission.STATISTICS_VIEW)
        )
        matters = [
            row
            for row in reach.of(Case, Permission.STATISTICS_VIEW)
            if row.merged_into_id is None and row.received_on.year == TODAY.year
        ]
        plain["raised"], plain["answered"] = len(matters), sum(row.answered_on is not None for row in matters)
        money = [
            row
            for row in reach.of(Support, Permission.STATISTICS_VIEW)
            if row.state in ("granted", "closed") and row.year == TODAY.year
        ]
        plain["granted"] = sum(row.granted for row in money)
        assert {key: now[key] for key in plain if key != "granted"} == {
            key: plain[key] for key in plain if key != "granted"
        }, name
        assert context["total"].granted == plain["granted"], name
        for key in ("organizations", "people", "raised", "buildings"):
            assert sum(part.now[key] for part in context["parts"]) == now[key], (name, key)
    assert seen == 5


def test_the_line_about_training(world, sign_in):
    told = 0
    for name, user in world.items():
        client, reach = sign_in(user), Reach(user)
        line = client.get(DESK).context["training"]
        if line is None:
            continue
        told += 1
        held = {post.leader_id for post in Appointment.objects.all() if post.state == "current"}
        people = {one.pk for one in reach.of(Leader, Permission.TRAINING_EDIT)} & held
        minutes = sum(
            row.minutes for row in TrainingYear.objects.all() if row.year == TODAY.year and row.leader_id in people
        )
        assert line["each"] == hours(minutes // len(people)), name
        if reach.of(Leader, Permission.STATISTICS_VIEW) == reach.of(Leader, Permission.TRAINING_EDIT):
            assert line["each"] == client.get(reverse("desk:statistics")).context["total"].hours_each, name
        if len(reach.postings) == 1:  # the list is of all that is seen, the line of what is worked on
            assert line["short"] == client.get(reverse("leaders:training-short")).context["count"], name
    assert told >= 3
    assert Activity.objects.exists()
