"""Activities of the demo: every team's weekly sessions, a feast, a visit, competitions, one called off. Invented."""

import re
from datetime import datetime, time, timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from communities.activities.models import Activity, ActivityPhoto, ActivityRule

WEEKDAYS = "一二三四五六日"
HOURS = re.compile(r"(\d+):(\d+)–(\d+):(\d+)")
SESSION_TITLES = {
    "舞蹈": "排舞",
    "合唱": "排练",
    "棋牌": "棋牌会友",
    "健身": "例行训练",
    "环保志愿": "认领绿地",
    "手工": "公益编织",
    "礼仪时装": "旗袍礼仪课",
}
COUNTED_TEAMS = ("康城柔力球队", "康城舞蹈队", "古美一村合唱队")
COLOURS = ["#2f7b80", "#5b9a99", "#f2b544", "#74366f"]

# team, kind, title, place, days from today, hour, minutes, joining, what became of it
EVENTS = [
    ("康城柔力球队", "event", "柔力球体验课", "文化活动室 201", 9, 9, 120, "各年龄，初学可以，球拍可借", None),
    ("康城合唱队", "event", "邻里歌会", "文化活动室 301", 30, 14, 120, "80 座，先到先坐", None),
    ("康城护绿志愿队", "event", "小小护绿员", "小区南门", 4, 9, 90, "6–12 岁儿童由家长陪同，20 人", None),
    ("康城编结社", "visit", "参观万源城编结社", "万源城社区服务站", 12, 13, 150, "社员 15 人", None),
    ("康城舞蹈队", "competition", "街道排舞赛", "莘庄镇文体中心", 20, 9, 240, "队员 24 人", None),
    ("古美一村合唱队", "event", "唱给邻居听", "古美公园草坪", 3, 15, 90, "所有居民", None),
    ("东兰新村棋牌队", "event", "象棋公开赛报名日", "文化活动室 102", 6, 13, 180, "报名 32 人", None),
    ("古美旗袍沙龙", "event", "旗袍与茶", "街道文化中心", 10, 13, 150, "60 人，先到先得", None),
    ("康城棋牌队", "event", "社区象棋赛", "文化活动室 102", -2, 13, 180, "32 人", "uncounted"),
    ("康城合唱队", "event", "广场歌会", "中心广场", -6, 15, 90, "所有居民", "uncounted"),
    ("古美三村编结社", "event", "编结义卖", "小区北门", -5, 9, 120, "所有居民", "uncounted"),
    ("康城舞蹈队", "event", "广场舞公开课", "中心广场", 2, 19, 90, "所有居民", "场地检修"),
    ("平阳一村护绿志愿队", "event", "楼道清洁日", "小区南门", 5, 9, 90, "所有居民", "降雨预警"),
    ("康城柔力球队", "competition", "莘庄镇老年体育节", "莘庄镇体育公园", -10, 8, 240, "队员 16 人", (16, 0, 4)),
    ("康城柔力球队", "event", "新队员体验课", "文化活动室 201", -21, 9, 120, "初学可以", (22, 5, 2)),
    ("康城舞蹈队", "visit", "走访古美旗袍沙龙", "古美街道文化中心", -16, 13, 180, "队员 20 人", (20, 0, 1)),
    ("古美旗袍沙龙", "competition", "闵行区群文汇演", "闵行区文化馆", -25, 13, 180, "队员 36 人", (36, 0, 6)),
    ("康城护绿志愿队", "event", "厨余堆肥", "小区南门", -13, 9, 120, "所有居民", (31, 2, 12)),
    ("古美一村合唱队", "visit", "接待万源城合唱队", "文化活动室 301", -18, 14, 120, "两队 60 人", (58, 1, 5)),
]
COMPETITIONS = {
    "街道排舞赛": ("莘庄镇第六届排舞赛", "street", "", ""),
    "莘庄镇老年体育节": ("莘庄镇老年体育节柔力球赛", "street", "团体第二名", "奖杯与锦旗"),
    "闵行区群文汇演": ("闵行区群众文艺汇演", "county", "优秀节目奖", "奖牌"),
}
PLACE_EVENTS = [
    ("康城第一居委会", "邻里市集", "中心广场", 11, 9, 240),
    ("古美一村居委会", "家电义务维修日", "社区服务站", 4, 9, 150),
]


def fill(demo):
    teams = {team.name: team for team in demo.teams}
    rules = {team.name: _rule(demo, team) for team in demo.teams}
    for name, rule in rules.items():
        if name in COUNTED_TEAMS or name.startswith("康城"):
            _sessions(demo, rule, weeks=8 if name in COUNTED_TEAMS else 3)
    for facts in EVENTS:
        if facts[0] in teams:
            _event(demo, teams[facts[0]], *facts[1:])
    for community, title, place, days, hour, minutes in PLACE_EVENTS:
        region = demo.communities[community]
        row = _planned(demo, days, hour, minutes, region=region, kind="event", title=title, place=place)
        row.plan(by=demo._hands(region)[0])
        row.publish(by=demo._hands(region)[0])
    _changes(demo, rules)


def _rule(demo, team):
    """The weekly rule that a team's own words about its meetings describe."""
    hours = [int(part) for part in HOURS.search(team.meeting_times).groups()]
    every = "每天" in team.meeting_times
    days = [day for day, sign in enumerate(WEEKDAYS) if every or f"周{sign}" in team.meeting_times]
    rule = ActivityRule(
        organization=team,
        region=team.region,
        title=SESSION_TITLES.get(team.category.name, "例行活动"),
        place=team.meeting_place,
        joining="欢迎旁观体验" if team.is_recruiting else "",
        open_to_residents=team.is_recruiting or demo.chance.random() < 0.6,
        weekdays=sum(1 << day for day in days),
        starts=time(hours[0], hours[1]),
        ends=time(hours[2], hours[3]),
        starts_on=demo.today - timedelta(days=200),
        is_published=team.is_published,
    )
    rule.enter(by=demo._hands(team.region)[0])
    return rule


def _changes(demo, rules):
    """One day called off, one moved, and one rule that ends."""
    by = demo.staff["worker"]
    ball, dance = rules["康城柔力球队"], rules["康城舞蹈队"]
    day = ball.days(demo.today + timedelta(days=1), demo.today + timedelta(days=14))[1]
    ball.change(on=day, by=by, reason="活动室检修")
    day = dance.days(demo.today + timedelta(days=2), demo.today + timedelta(days=16))[0]
    starts = _moment(day + timedelta(days=1), 19)
    dance.change(
        on=day,
        by=by,
        reason="与邻里市集错开",
        starts_at=starts,
        ends_at=starts + timedelta(minutes=90),
        place="中心广场",
    )
    ended = rules["东兰新村编结社"] if "东兰新村编结社" in rules else None
    if ended:
        ended.end(by=demo.staff["gumei-office"], last_day=demo.today - timedelta(days=20), note="并入古美一村编结社")


def _event(demo, team, kind, title, place, days, hour, minutes, joining, became):
    by = demo._hands(team.region)[0]
    competition, level, result, prize = COMPETITIONS.get(title, ("", "", "", ""))
    row = _planned(
        demo, days, hour, minutes,
        organization=team, region=team.region, kind=kind, title=title, place=place, joining=joining,
        competition=competition, level=level, is_published=team.is_published, open_to_residents=kind == "event",
    )  # fmt: skip
    if isinstance(became, tuple):
        attended, new, volunteers = became
        row.enter_held(by=by, attended=attended, new_members=new, volunteers=volunteers, result=result, prize=prize)
        _photos(demo, row, by)
    elif became == "uncounted":
        row.enter(by=by)  # planned when it still lay ahead
    else:
        row.plan(by=by)
        if became:
            row.cancel(by=by, reason=became)


def _planned(demo, days, hour, minutes, **facts):
    starts = _moment(demo.today + timedelta(days=days), hour)
    return Activity(starts_at=starts, ends_at=starts + timedelta(minutes=minutes), **facts)


def _moment(day, hour):
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())


def _sessions(demo, rule, *, weeks):
    """The last weeks counted, up to one week ago; the rest waits."""
    by = demo._hands(rule.region)[0]
    for day in rule.days(demo.today - timedelta(weeks=weeks), demo.today - timedelta(days=7)):
        rule.hold(on=day, by=by, attended=demo.chance.randint(12, 30), new_members=demo.chance.randint(0, 1))


def _photos(demo, row, by):
    """Plain coloured pictures; the last one without an agreement."""
    for number in range(3):
        drawn = Image.new("RGB", (800, 600), COLOURS[(row.pk + number) % len(COLOURS)])
        ImageDraw.Draw(drawn).ellipse([250 + 60 * number, 150, 550 + 60 * number, 450], fill="#edf5f4")
        written = BytesIO()
        drawn.save(written, "JPEG", quality=70)
        picture = ContentFile(written.getvalue())
        ActivityPhoto.attach(row, [picture], caption=f"{row.title} 现场 {number + 1}", by=by, agreed=number < 2)
