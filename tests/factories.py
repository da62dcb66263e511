"""Real rows, made through the verbs the pages use."""

from datetime import date, timedelta
from itertools import count
from types import SimpleNamespace

from django.utils import timezone

from communities.models import Category, Level, Notice, Opinion, Organization, Posting, Region, StarRating
from leaders.incentive_actions import put_on_notice
from leaders.models import Appointment, Incentive, Kind, Leader, Stage
from leaders.models.certificate import street_of
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


def make_current(leader, kind=Kind.BUILDING, **fields):
    """A confirmed appointment."""
    appointment = make_appointment(leader, kind, **fields)
    appointment.confirm(by=make_user())
    leader.stage = Stage.LEADER
    Leader.objects.filter(pk=leader.pk).update(stage=Stage.LEADER)
    return appointment


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
    """A proposed certificate for a leader or an organization."""
    about = {"leader": subject} if isinstance(subject, Leader) else {"organization": subject}
    values = {"form": "certificate", "title": "热心楼组长", "achievements": "热心服务邻里。"} | fields
    incentive = Incentive(**about, **values)
    incentive.propose(by=by or make_user())
    return incentive


def make_returned_incentive(subject, **fields):
    incentive = make_incentive(subject, **fields)
    incentive.return_(by=make_user(), reason="请写清楚。")
    return incentive


def make_approved_incentive(subject, **fields):
    incentive = make_incentive(subject, **fields)
    incentive.approve(by=make_user())
    return incentive


def make_incentive_on_notice(subject, on=None, **fields):
    """Told to residents since today, or since an earlier day."""
    incentive = make_approved_incentive(subject, **fields)
    if on is None:
        put_on_notice([incentive], by=make_user(), title="感谢名单", body="请提意见。", workdays=5)
    else:
        incentive.put_on_notice(by=make_user(), notice=make_notice(street_of(incentive.region_path), on=on))
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
