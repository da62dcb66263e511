"""What organizations and leaders have on record: filings, support, activities, training, honours …"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from communities.activities.models import Activity, ActivityRule
from communities.centers.models import ServiceCenter
from communities.closings.models import Closing
from communities.documents.models import Document
from communities.filings.models import Filing, YearlyReport
from communities.modes.models import ManagementDecision
from communities.notices.models import Notice, Opinion
from communities.organizations.models import Organization
from communities.oversight.models import AuthorityDecision, Inspection
from communities.ratings.models import StarRating
from communities.regions.models import Level, Region
from communities.support.models import Support
from communities.venues.models import Venue
from leaders.cultivation.models import ReservePlace, SuccessionPlan
from leaders.incentives.actions import put_on_notice
from leaders.incentives.models import EarlierHonour, Incentive
from leaders.nominations.models import Nomination
from leaders.people.models import Kind, Leader
from leaders.training.models import Enrolment, OutsideHours, TrainingSession
from tests.factories.people import _numbers, make_superuser, make_user


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


def make_closing(organization, by=None, reason="解散"):
    """A proposed closing; of a group on which nothing hangs, a closing done."""
    closing = Closing(organization=organization, reason=reason)
    closing.propose(by=by or make_user())
    return closing


def close(organization, by=None, reason="解散"):
    """Close a group by whoever it takes; the organization carries its end."""
    closing = make_closing(organization, by=by, reason=reason)
    if closing.state == Closing.State.PROPOSED:
        closing.decide(by=make_user())
    organization.refresh_from_db()
    return closing


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
        support.decide(by=make_user())
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
        filing.decide(by=decider, on=on)
    return filing


def make_paper_filing(organization, *, by=None, **fields):
    """A filing issued on paper before the register, entered and waiting; each has a number of its own."""
    values = {
        "number": f"旧备〔2024〕第{next(_numbers)}号",
        "valid_from": timezone.localdate() - timedelta(days=200),
        "person_name": "周文娟",
    } | fields
    return Filing.enter_paper(organization, by=by or make_user(), **values)


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
        "starts_at": timezone.now().replace(second=0, microsecond=0) + timedelta(days=max(days, 1)),
    } | fields
    session = TrainingSession(region=region, **fields)
    session.announce(by=by)
    if days <= 0:
        move_session(session, days)
    return session


def move_session(session, days):
    """Let the session's day be `days` from today, early enough to be over by the hour at which tests begin."""
    begin = timezone.localtime().replace(hour=5, minute=0, second=0, microsecond=0) + timedelta(days=days)
    TrainingSession.objects.filter(pk=session.pk).update(starts_at=begin, newest_first=-int(begin.timestamp()))
    session.refresh_from_db()


def make_enrolment(session, leader, by=None):
    """One person enrolled (or waiting) in a session."""
    Enrolment.enrol(session, [leader], by=by or make_superuser())
    session.refresh_from_db()
    return Enrolment.objects.select_related("leader", "session").get(session=session, leader=leader)


def make_outside_hours(leader, by=None, **fields):
    """A course held elsewhere, entered and waiting; each has a name of its own."""
    fields = {
        "title": f"区级课程{next(_numbers)}",
        "organizer": "区委党校",
        "year": timezone.localdate().year,
        "content_area": "knowledge",
        "minutes": 180,
    } | fields
    row = OutsideHours(leader=leader, **fields)
    row.submit(by=by or make_user())
    return row


def make_earlier_honour(leader, by=None, **fields):
    """An honour the district gave, entered and waiting; each has a name of its own."""
    fields = {
        "title": f"区优秀志愿者{next(_numbers)}",
        "issuer": "闵行区民政局",
        "level": "district",
        "year": 2021,
    } | fields
    row = EarlierHonour(leader=leader, **fields)
    row.submit(by=by or make_user())
    return row


def make_notice(region, by=None, on=None, **fields):
    """An open notice; `on` lets it begin on an earlier day."""
    notice = Notice(region=region, **({"title": "公示", "body": "请提意见。", "workdays": 5} | fields))
    notice.open(by=by or make_user(), on=on)
    return notice


def make_opinion(notice, side="objection", text="请核实。", **sender):
    opinion = Opinion(notice=notice, side=side, text=text)
    opinion.keep(**sender)
    return opinion


def make_incentive(subject, by=None, **fields):
    """A proposed certificate for a leader or an organization; a second one of a year has a name of its own."""
    about = {"leader": subject} if isinstance(subject, Leader) else {"organization": subject}
    had = subject.incentives.count()
    title = f"热心楼组长{had + 1}" if had else "热心楼组长"
    values = {"form": "certificate", "title": title, "achievements": "热心服务邻里。"} | fields
    incentive = Incentive(**about, **values)
    incentive.propose(by=by or make_user())
    return incentive


def make_returned_incentive(subject, **fields):
    incentive = make_incentive(subject, **fields)
    incentive.send_back(by=make_user(), reason="请写清楚。")
    return incentive


def make_approved_incentive(subject, **fields):
    incentive = make_incentive(subject, **fields)
    incentive.decide(by=make_user())
    return incentive


def make_incentive_on_notice(subject, on=None, **fields):
    """Told to residents since today, or since an earlier day."""
    incentive = make_approved_incentive(subject, **fields)
    if on is None:
        put_on_notice([incentive], by=make_user(), title="感谢名单", body="请提意见。", workdays=5)
    else:
        incentive.put_on_notice(
            by=make_user(), notice=make_notice(Region.objects.above(incentive.region_path, Level.STREET), on=on)
        )
    return incentive


def make_awarded_incentive(subject, **fields):
    """Awarded after a notice that began 40 days ago."""
    incentive = make_incentive_on_notice(subject, on=timezone.localdate() - timedelta(days=40), **fields)
    incentive.notice.close(by=make_user(), result="无意见")
    incentive.award(by=make_user())
    return incentive


def make_rating(by=None, **about):
    """A rating that nobody has scored yet."""
    rating = StarRating(**about)
    rating.open(by=by or make_user())
    return rating


def make_scored_rating(points=85, by=None, **about):
    """Scored and handed in by one reviewer."""
    reviewer = by or make_user()
    rating = make_rating(by=reviewer, **about)
    sheet = {indicator: (points, "现场查看", None) for indicator in rating.scheme.indicators.all()}
    rating.score(by=reviewer, points=sheet)
    rating.submit(by=reviewer)
    return rating
