"""Steps with mentors, reserve lists, succession plans and nominations for both streets; invented people."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from communities.regions.models import Region
from leaders.appointments.models import Appointment
from leaders.cultivation.models import ReservePlace, StageStep, SuccessionPlan
from leaders.nominations.actions import accept_nomination
from leaders.nominations.models import Nomination
from leaders.people.models import Kind, Leader, Stage

TASKS = [
    ("随队观摩排练两次", "做事细心，邻居信得过"),
    ("试带一次楼组会", "主动参加楼道清洁，能召集邻居"),
    ("参加楼组长集中培训", "愿意多承担，时间也合适"),
    ("独立办一场便民活动", "活动组织得好，队员推荐"),
    ("跟老队长学排班", "做过会计，账目讲得清楚"),
    ("走访本楼独居老人", "热心，认识楼里大多数人"),
]
# how many days ago, state, relation, name, reason, for the nth vacant building of a compound (or a team)
NOMINATIONS = [
    (5, "received", "self", "罗秀兰", "在楼里住了二十年，退休后有时间。", "building"),
    (1, "received", "neighbour", "唐振兴", "经常帮大家收快递、修门锁。", "building"),
    (0, "received", "teammate", "蒋月华", "舞蹈队里数她最会编排。", "team"),
    (6, "contacted", "neighbour", "曹德明", "懂水电，邻居有事都找他。", "building"),
    (9, "contacted", "other", "袁红梅", "对停车问题很有想法，讲得清楚。", "opinion"),
    (12, "accepted", "neighbour", "彭家栋", "孩子们都认识他，周末带大家打球。", "building"),
    (15, "declined", "family", "江凤英", "以前做过楼组长。", "building"),
    (18, "declined", "neighbour", "石海涛", "人很热心。", "team"),
]
PLACES = [("莘庄镇", "康城一期", "康城第一居委会"), ("古美街道", "古美一村", "古美一村居委会")]


def fill(demo):
    _date_the_posts(demo)
    _steps(demo)
    _reserve_lists(demo)
    _plans(demo)
    for _street, compound, community in PLACES:
        _nominations(demo, demo.compounds[compound], demo.communities[community])


def _date_the_posts(demo):
    """The verbs write today; a demo wants a past: the stages follow the terms."""
    first = dict(Appointment.objects.current().order_by("-started_on").values_list("leader_id", "started_on"))
    steps = list(StageStep.objects.filter(leader_id__in=first).order_by("id"))
    for step in steps:
        began = min(first[step.leader_id], demo.today)
        step.on = began if step.to_stage == Stage.LEADER else began - timedelta(days=500)
    StageStep.objects.bulk_update(steps, ["on"], batch_size=500)
    people = list(Leader.objects.filter(pk__in=first))
    for person in people:
        began = min(first[person.pk], demo.today)
        person.stage_since, person.created_at = began, _noon(began - timedelta(days=500))
    Leader.objects.bulk_update(people, ["stage_since", "created_at"], batch_size=500)
    posts = list(Appointment.objects.current().filter(started_on__lt=demo.today))
    for post in posts:
        post.submitted_at = _noon(post.started_on - timedelta(days=20))
        post.decided_at = _noon(post.started_on - timedelta(days=12))
    Appointment.objects.bulk_update(posts, ["submitted_at", "decided_at"], batch_size=500)


def _noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


def _steps(demo):
    """Everybody on the way began some months ago; most have a mentor and a next step, a few are late."""
    for number, person in enumerate(_on_the_way()):
        submits, _decides = demo._hands(person.region)
        began = demo.today - timedelta(days=demo.chance.randint(150, 600))
        person.stage_steps.update(on=began)
        Leader.objects.filter(pk=person.pk).update(stage_since=began, created_at=_noon(began))
        task, reason = TASKS[number % len(TASKS)]
        mentor = _elder(person) if number % 3 else submits
        person.move_to_stage(
            Stage.RESERVE if number % 4 == 0 else person.stage,
            by=submits,
            note=reason,
            on=demo.today - timedelta(days=demo.chance.randint(5, 100)),
            mentor=None if number % 7 == 5 else mentor,
            next_step=task,
            next_step_due=demo.today + timedelta(days=demo.chance.choice([-4, 3, 6, 15, 30, 45, 60])),
        )


def _on_the_way():
    rows = Leader.objects.filter(stage__in=[Stage.BACKBONE, Stage.RESERVE], has_pending=False)
    return list(rows.select_related("region").order_by("id"))


def _elder(person):
    near = Leader.objects.filter(stage=Stage.LEADER, region=person.region).exclude(pk=person.pk)
    return near.order_by("id").first()


def _reserve_lists(demo):
    """Two of each community's people stand on the list of a team there, one on that of a building."""
    teams = {}
    for team in demo.teams:
        teams.setdefault(team.region_id, []).append(team)
    for number, person in enumerate(_on_the_way()):
        submits, _decides = demo._hands(person.region)
        since = demo.today - timedelta(days=demo.chance.randint(20, 140))
        there = teams.get(person.region_id, [])
        if there and number % 3 != 2:
            team = there[number % len(there)]
            ReservePlace(leader=person, organization=team, since=since, note="队员推荐").enter(by=submits)
        else:
            building = Region.objects.within(person.region).filter(level="building").by_sort().first()
            if building is not None:
                ReservePlace(leader=person, region=building, since=since).enter(by=submits)


def _plans(demo):
    """A plan for every second term that ends soon, with people who live near."""
    edge = demo.today + timedelta(days=45)
    ending = Appointment.objects.current().with_names().filter(term_ends_on__lte=edge).order_by("id")
    for number, row in enumerate(ending.select_related("leader__region")):
        if number % 2:
            continue
        submits, _decides = demo._hands(row.place)
        near = Leader.objects.within(row.place.parent).filter(stage__in=[Stage.RESERVE, Stage.BACKBONE]).order_by("id")
        plan = SuccessionPlan(
            appointment=row,
            planned_on=max(demo.today, row.term_ends_on - timedelta(days=10)),
            arranger=submits.display_name,
            note="居民推选，先在楼道口公布候选人",
        )
        plan.keep(by=submits, candidates=list(near[:2]))


def _nominations(demo, compound, community):
    submits, _decides = demo._hands(community)
    vacant = list(Region.objects.filter(parent=compound, level="building").exclude(
        pk__in=Appointment.objects.current().filter(kind=Kind.BUILDING).values("region_id")
    ).by_sort())  # fmt: skip
    team = next(one for one in demo.teams if one.region_id == community.pk)
    for number, (days, state, relation, name, reason, kind) in enumerate(NOMINATIONS):
        row = Nomination(kind=kind, region=vacant[number % len(vacant)], relation=relation, reason=reason)
        if kind == Kind.TEAM:
            row.organization, row.region = team, community
        if kind == Kind.OPINION:
            row.topic, row.region = "parking", community
        row.nominee_name = name
        row.source = Nomination.Source.WORKER if relation == "other" else Nomination.Source.RESIDENT
        row.set_phone(f"139{demo.chance.randrange(10**7, 10**8)}")
        row.receive(by=submits if relation == "other" else None)
        Nomination.objects.filter(pk=row.pk).update(received_at=timezone.now() - timedelta(days=days))
        _answer(demo, Nomination.objects.with_names().get(pk=row.pk), state, submits)


def _answer(demo, row, state, by):
    if state in ("contacted", "accepted"):
        row.contact(by=by, how=Nomination.Channel.VISIT)
    if state == "declined":
        row.decline(
            by=by, reason=demo.chance.choice([Nomination.DeclineReason.UNWILLING, Nomination.DeclineReason.OTHER_WAY])
        )
    if state == "accepted":
        person = Leader(
            name=row.nominee_name, gender=Leader.Gender.MALE, birth_year=1966, region=row.region,
            basis=Leader.Basis.CONSENT,
        )  # fmt: skip
        person.set_keys()
        person.set_phone(row.open_phone())
        accept_nomination(row, by=by, leader=person, agreed_on=demo.today, agreed_how=Nomination.Channel.VISIT)
        person.move_to_stage(
            Stage.NOMINATED, by=by, note="本人愿意，先参加活动", mentor=by, next_step="参加一次楼组长例会",
            next_step_due=demo.today + timedelta(days=10),
        )  # fmt: skip
