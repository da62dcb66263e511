"""Support of the demo: rooms with their week, money with lines, staff, equipment, a competition."""

from datetime import date, time, timedelta
from decimal import Decimal

from communities.organizations.models import Organization
from communities.support.models import Support
from communities.venues.models import Venue

ROOMS = [
    ("康城第一居委会", "康城文化活动室201", "康城文化中心二楼", 40),
    ("康城第一居委会", "康城多功能厅", "康城文化中心一楼", 120),
    ("古美一村居委会", "古美一村活动室", "古美一村18号", 35),
    ("莘庄镇", "莘庄镇文化中心排练厅", "莘庄镇文化中心三楼", 60),
]
WEEK = [  # room, group, day of the week, from, until
    (0, "康城柔力球队", 1, time(8, 30), time(10, 30)),
    (0, "康城柔力球队", 3, time(8, 30), time(10, 30)),
    (0, "康城棋牌队", 0, time(13, 30), time(16, 0)),
    (0, "康城合唱队", 4, time(14, 0), time(16, 0)),
    (1, "康城舞蹈队", 2, time(19, 0), time(20, 30)),
    (1, "康城合唱队", 5, time(9, 0), time(11, 0)),
    (3, "康城舞蹈队", 6, time(13, 30), time(15, 30)),
    (2, "古美一村舞蹈队", 2, time(19, 0), time(20, 30)),
    (2, "古美一村合唱队", 4, time(14, 0), time(16, 0)),
]
GRANTS = [  # group, kind, what, yuan, source, lines, state afterwards
    ("康城柔力球队", "venue", "康城文化活动室201，周二、周四 08:30–10:30", "0", "", [], ""),
    ("康城柔力球队", "funds", "球拍、音响更新", "3600", "社区公益金", [("used", "2180.50", "球拍40副")], ""),
    (
        "康城柔力球队",
        "competition",
        "区比赛服装与交通",
        "2400",
        "街道文体经费",
        [("used", "2400", "服装与车费")],
        "close",
    ),
    ("康城柔力球队", "staff", "社会组织服务中心联络员", "0", "", [], ""),
    ("康城舞蹈队", "equipment", "移动音箱一台", "0", "", [], ""),
    (
        "康城舞蹈队",
        "funds",
        "演出服装",
        "5000",
        "社区公益金",
        [("used", "3200", "服装"), ("returned", "300", "余款")],
        "",
    ),
    ("康城合唱队", "service", "声乐老师授课", "9600", "街道购买服务", [("used", "4800", "上半年授课")], ""),
    ("康城棋牌队", "funds", "棋具更新", "800", "社区公益金", [], "wait"),
    ("古美一村舞蹈队", "funds", "社区演出补贴", "2000", "街道文体经费", [("used", "1500.80", "道具")], ""),
    ("古美旗袍沙龙", "competition", "市旗袍展演", "6000", "街道文体经费", [], "wait"),
]


def fill(demo):
    rooms = [_room(demo, *facts) for facts in ROOMS]
    for number, group, weekday, starts, ends in WEEK:
        _slot(demo, rooms[number], group, weekday, starts, ends)
    for facts in GRANTS:
        _grant(demo, *facts)


def _room(demo, place, name, address, capacity):
    region = demo.communities.get(place) or demo.streets[place]
    room = Venue(region=region, name=name, address=address, capacity=capacity, note="钥匙在居委会")
    room.register(by=demo._hands(region)[0])
    return room


def _slot(demo, room, group, weekday, starts, ends):
    organization = Organization.objects.filter(name=group).first()
    if organization is not None:
        room.book(
            organization,
            weekday=weekday,
            starts=starts,
            ends=ends,
            valid_from=min(date(demo.today.year, 1, 5), demo.today),
            valid_until=date(demo.today.year + 1, 6, 30),
            by=demo._hands(room.region)[0],
        )


def _begins(today):
    """1 March, or long enough before today that something has been spent: in January that lies in the old year."""
    return min(date(today.year, 3, 1), today - timedelta(days=30))


def _grant(demo, group, kind, title, yuan, source, lines, afterwards):
    organization = Organization.objects.select_related("region").filter(name=group).first()
    if organization is None:
        return
    clerk, decider = demo._hands(organization.region)
    begins = _begins(demo.today)
    support = Support(
        organization=organization,
        kind=kind,
        title=title,
        year=begins.year,
        applied=Decimal(yuan) * (2 if title == "演出服装" else 1),
        granted=Decimal(yuan),
        budget_source=source,
        document_number=f"扶〔{begins.year}〕{demo.chance.randint(1, 60)}号",
        period_from=begins,
        period_until=demo.today + timedelta(days=demo.chance.choice([12, 25, 60])),
        contact="严慧芬",
    )
    support.enter(by=clerk)
    if support.needs_confirmation and afterwards != "wait":
        support.decide(by=decider)
    for line, amount, what_for in lines:
        support.book(line, Decimal(amount), on=demo.today - timedelta(days=20), what_for=what_for, by=clerk)
    if afterwards == "close":
        support.close(by=clerk)
