"""Real rows, made through the verbs the pages use."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import count
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from communities.models import (
    Activity,
    ActivityRule,
    AuthorityDecision,
    Category,
    Document,
    Filing,
    Inspection,
    Level,
    ManagementDecision,
    Organization,
    Posting,
    Region,
    ServiceCenter,
    Support,
    Venue,
    YearlyReport,
)
from leaders.actions import give_consents
from leaders.models import (
    Appointment,
    Consent,
    Enrolment,
    Kind,
    Leader,
    Nomination,
    ReservePlace,
    Stage,
    SuccessionPlan,
    TrainingSession,
)
from registry.accounts.models import User
from registry.accounts.roles import Role

_numbers = count(1)
PASSWORD = "correct horse 97 battery"


def make_region(parent=None, name=None, level=None, by=None, **fields):
    """A region below `parent`; a province without one."""
    number = next(_numbers)
    if parent is None:
        region = Region(
            path=f"{Region.objects.filter(parent=None).count() + 1:04d}",
            level=Level.PROVINCE,
            name=name or f"Province {number}",
            **fields,
        )
        region.set_keys()
        region.save()
        return region
    order = list(Level)
    level = level or order[order.index(Level(parent.level)) + 1]
    return parent.add_child(name=name or f"{level} {number}", by=by, level=level, **fields)


def make_tree():
    """Two streets in one district, each with a community, a compound and two buildings.

    .province .prefecture .county .street .community .compound .building .building2,
    and .other_street .other_community .other_compound .other_building beside it.
    """
    tree = SimpleNamespace()
    tree.province = make_region(name="上海市")
    tree.prefecture = make_region(tree.province, name="市辖区", is_virtual=True)
    tree.county = make_region(tree.prefecture, name="闵行区")
    tree.street = make_region(tree.county, name="古美街道")
    tree.community = make_region(tree.street, name="古美一村居委会")
    tree.community2 = make_region(tree.street, name="古美三村居委会")
    tree.compound = make_region(tree.community, name="平南苑")
    tree.building = make_region(tree.compound, name="12号楼")
    tree.building2 = make_region(tree.compound, name="13号楼")
    tree.other_street = make_region(tree.county, name="莘庄镇")
    tree.other_community = make_region(tree.other_street, name="康城第一居委会")
    tree.other_compound = make_region(tree.other_community, name="康城一期")
    tree.other_building = make_region(tree.other_compound, name="1号楼")
    return tree


def make_user(role=Role.WORKER, region=None, **fields):
    """A user with one open posting (none without a region)."""
    number = next(_numbers)
    fields = {"username": f"user{number}", "display_name": f"Person {number}"} | fields
    user = User.objects.create_user(password=PASSWORD, **fields)
    if region is not None:
        Posting.objects.create(user=user, region=region, role=role, started_on=date(2024, 1, 1))
    return user


def make_superuser(**fields):
    number = next(_numbers)
    fields = {"username": f"admin{number}", "display_name": "Administrator"} | fields
    return User.objects.create_superuser(password=PASSWORD, **fields)


def make_category(name="舞蹈", national_class="culture"):
    group, _new = Category.objects.get_or_create(name="文体", parent=None, defaults={"national_class": national_class})
    return Category.objects.get_or_create(name=name, parent=group, defaults={"national_class": national_class})[0]


def make_organization(region, by=None, **fields):
    """A registered organization at `region`."""
    by = by or make_user()
    fields = {
        "name": f"团队{next(_numbers)}",
        "category": fields.pop("category", None) or make_category(),
    } | fields
    organization = Organization(region=region, **fields)
    organization.register(by=by)
    return organization


def make_leader(region, by=None, phone="", **fields):
    """A registered leader living at `region`."""
    by = by or make_user()
    fields = {"name": "陆建国", "gender": "male", "birth_year": 1955} | fields
    leader = Leader(region=region, **fields)
    leader.set_keys()
    leader.set_phone(phone)
    leader.register(by=by)
    return leader


def make_appointment(leader, kind=Kind.BUILDING, by=None, **fields):
    """A pending appointment; `region`, `organization` or `topic` as the kind needs."""
    by = by or make_user()
    today = timezone.localdate()
    needs = {
        Kind.TEAM: {},
        Kind.OPINION: {"topic": "parking", "own_wish": True},
        Kind.BUILDING: {},
        Kind.ESTATE: {"term_number": 1},
    }[kind]
    values = needs | {
        "started_on": today - timedelta(days=100),
        "term_ends_on": today + timedelta(days=900),
        "how_chosen": Appointment.HowChosen.PUT_FORWARD,
    }
    appointment = Appointment(leader=leader, kind=kind, **(values | fields))
    appointment.submit(by=by)
    return appointment


def make_picture(name="face.jpg", kind="JPEG", size=(60, 40), **how):
    """A picture as a browser sends it."""
    out = BytesIO()
    Image.new(how.pop("mode", "RGB"), size, how.pop("color", "teal")).save(out, kind, **how)
    return SimpleUploadedFile(name, out.getvalue(), content_type="application/octet-stream")


def make_current(leader, kind=Kind.BUILDING, **fields):
    """A confirmed appointment."""
    appointment = make_appointment(leader, kind, **fields)
    appointment.confirm(by=make_user())
    leader.stage = Stage.LEADER
    Leader.objects.filter(pk=leader.pk).update(stage=Stage.LEADER)
    return appointment


def make_returned(leader, kind=Kind.BUILDING, **fields):
    """An appointment sent back for correction."""
    appointment = make_appointment(leader, kind, **fields)
    appointment.return_(by=make_user(), reason="任期应写到月底")
    return appointment


def make_consent(leader, field=Consent.Field.NAME):
    """One standing consent."""
    give_consents(leader, [field], by=make_user(), given_on=timezone.localdate())
    return leader.consents.given().get(field=field)


def make_center(region, by=None, **fields):
    """An open service centre of a street or county."""
    facts = {
        "name": f"服务中心{next(_numbers)}",
        "address": "平南路 1 号",
        "phone": "021-5555 0001",
        "contact_name": "江文静",
        "opened_on": date(2020, 1, 1),
    } | fields
    center = ServiceCenter(region=region, **facts)
    center.open(by=by or make_user())
    return center


def make_proposal(organization, to_mode="key_support", by=None, **fields):
    """A proposed change of management mode."""
    facts = {
        "reason": "队伍稳定",
        "document_number": f"社管 {next(_numbers)} 号",
        "effective_on": timezone.localdate(),
    } | fields
    proposal = ManagementDecision(organization=organization, to_mode=to_mode, **facts)
    proposal.propose(by=by or make_user())
    return proposal


def make_inspection(organization, by=None, **fields):
    """An inspection that found something, due in ten days."""
    today = timezone.localdate()
    facts = {"kind": "safety", "findings": "应急灯不亮", "inspected_on": today - timedelta(days=5)} | fields
    if facts.setdefault("state", "to_rectify") != "passed":
        facts.setdefault("due_on", today + timedelta(days=10))
    inspection = Inspection(organization=organization, **facts)
    inspection.enter(by=by or make_user())
    return inspection


def make_authority_decision(organization, kind="restrict", by=None, **fields):
    """An entered decision of an authority, effective since five days."""
    day = timezone.localdate() - timedelta(days=5)
    facts = {
        "authority": "闵行区民政局",
        "document_number": f"闵民 {next(_numbers)} 号",
        "legal_basis": "《社会团体登记管理条例》第三十条",
        "decided_on": day,
        "effective_on": day,
        "summary": "限期停止活动",
    } | fields
    decision = AuthorityDecision(organization=organization, kind=kind, **facts)
    decision.enter(by=by or make_user())
    return decision


def make_support(organization, *, granted="0.00", confirmed=True, by=None, **fields):
    """A grant; one with an amount is confirmed by a second person unless told otherwise."""
    today = timezone.localdate()
    values = {
        "kind": Support.Kind.FUNDS if Decimal(granted) else Support.Kind.EQUIPMENT,
        "title": "球拍更新",
        "year": today.year,
        "granted": Decimal(granted),
        "budget_source": "社区公益金" if Decimal(granted) else "",
        "period_from": today - timedelta(days=10),
        "period_until": today + timedelta(days=90),
    }
    support = Support(organization=organization, **(values | fields))
    support.enter(by=by or make_user())
    if support.state == Support.State.PENDING and confirmed:
        support.confirm(by=make_user())
    return support


def make_venue(region, **fields):
    """A room to lend."""
    venue = Venue(region=region, **({"name": f"活动室{next(_numbers)}", "address": "1号楼底层"} | fields))
    venue.register(by=make_user())
    return venue


def make_slot(venue, organization, **fields):
    """A weekly slot, Tuesday 8:30 to 10:30 for half a year unless told otherwise."""
    today = timezone.localdate()
    values = {
        "weekday": 1,
        "starts": time(8, 30),
        "ends": time(10, 30),
        "valid_from": today - timedelta(days=30),
        "valid_until": today + timedelta(days=150),
    }
    return venue.book(organization, by=make_user(), **(values | fields))


def make_filing(organization, *, kind="first", state="draft", by=None, reviewer=None, decider=None, on=None):
    """A filing with everything it needs, moved on to `state` by three different people."""
    by, reviewer, decider = by or make_user(), reviewer or make_user(), decider or make_user()
    if not organization.member_counts.exists():
        organization.set_members(by=by, year=timezone.localdate().year, members=20)
    if not organization.meeting_place:
        organization.meeting_place = "活动室"
        Organization.objects.filter(pk=organization.pk).update(meeting_place="活动室")
    filing = Filing.begin(organization, kind=kind, by=by, person_name="周文娟", purpose="健身交友")
    for paper in ("charter", "roster", "choice"):
        attach_pdf(filing, by=by, kind=paper)
    if kind == "renewal":
        make_report(organization, by=by)
    if state in ("submitted", "reviewed", "filed"):
        filing.submit(by=by)
    if state in ("reviewed", "filed"):
        filing.review(by=reviewer)
    if state == "filed":
        filing.file(by=decider, on=on)
    return filing


def attach_pdf(owner, *, by, kind="", title="材料"):
    upload = SimpleUploadedFile("any.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    return Document.attach(owner, upload, title=title, kind=kind, by=by)


def make_report(organization, by=None, **fields):
    """A yearly report of last year, handed in."""
    year = timezone.localdate().year - 1
    values = {"year": year, "summary": "全年活动", "activities": 30, "members": 20, "income": 100, "expense": 90}
    report = YearlyReport(organization=organization, **(values | fields))
    report.submit(by=by or make_user())
    return report


def at(day, hour=9, minute=0):
    """A moment of a day in the calendar's own zone."""
    return datetime.combine(day, time(hour, minute), tzinfo=timezone.get_default_timezone())


def make_activity(region=None, by=None, days=3, **fields):
    """A planned activity `days` from today, 9:00 to 11:00 (an organization's with `organization=`)."""
    by = by or make_user()
    day = timezone.localdate() + timedelta(days=days)
    organization = fields.get("organization")
    fields = {
        "title": f"活动{next(_numbers)}",
        "place": "活动室 201",
        "starts_at": at(day),
        "ends_at": at(day, 11),
        "kind": Activity.Kind.EVENT,
    } | fields
    activity = Activity(region=region or organization.region, **fields)
    activity.enter(by=by)
    return activity


def make_rule(region=None, by=None, weekdays=0b0001010, **fields):
    """Weekly sessions on Tuesday and Thursday, 8:30 to 10:30, since 100 days."""
    organization = fields.get("organization")
    fields = {
        "title": "例行训练",
        "place": "活动室 201",
        "starts": time(8, 30),
        "ends": time(10, 30),
        "starts_on": timezone.localdate() - timedelta(days=100),
    } | fields
    rule = ActivityRule(region=region or organization.region, weekdays=weekdays, **fields)
    rule.enter(by=by or make_user())
    return rule


def make_reserve_place(leader, place, by=None):
    """A place on the reserve list of an organization, or of a building or compound."""
    seat = {"region" if isinstance(place, Region) else "organization": place}
    row = ReservePlace(leader=leader, since=timezone.localdate(), **seat)
    row.enter(by=by or make_user())
    return row


def make_plan(appointment, candidates=()):
    """The appointment, with a succession plan."""
    plan = SuccessionPlan(appointment=appointment, planned_on=timezone.localdate(), arranger="沈佳怡")
    plan.keep(by=make_user(), candidates=list(candidates))
    return appointment


def make_nomination(region, days=0, phone="13900001111", by=None, **fields):
    """A nomination received `days` ago, for the head of a building unless `fields` say otherwise."""
    fields = {"kind": Kind.BUILDING, "nominee_name": "罗秀兰", "relation": "neighbour", "source": "resident"} | fields
    row = Nomination(region=region, **fields)
    row.set_phone(phone)
    row.receive(by=by)
    Nomination.objects.filter(pk=row.pk).update(received_at=timezone.now() - timedelta(days=days))
    return Nomination.objects.with_names().get(pk=row.pk)


def make_session(region, by=None, days=7, **fields):
    """An announced training session `days` from today; past ones are announced first and then their day comes."""
    by = by or make_user()
    fields = {
        "title": f"培训{next(_numbers)}",
        "content_area": "knowledge",
        "format": "lecture",
        "minutes": 90,
        "place": "会议室",
        "capacity": 20,
        "starts_at": timezone.now() + timedelta(days=max(days, 1)),
    } | fields
    session = TrainingSession(region=region, **fields)
    session.announce(by=by)
    if days <= 0:
        move_session(session, days)
    return session


def move_session(session, days):
    """Let the session's day be `days` from today, at noon."""
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=days)
    TrainingSession.objects.filter(pk=session.pk).update(starts_at=noon, newest_first=-int(noon.timestamp()))
    session.refresh_from_db()


def make_enrolment(session, leader, by=None):
    """One person enrolled (or waiting) in a session."""
    Enrolment.enrol(session, [leader], by=by or make_superuser())
    session.refresh_from_db()
    return Enrolment.objects.select_related("leader", "session").get(session=session, leader=leader)
