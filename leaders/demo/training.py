"""Sessions of all areas and states in both streets, with attendance, so that lists, charts and hours look alive."""

import secrets
from datetime import datetime, time, timedelta

from django.utils import timezone

from leaders.people.models import Leader
from leaders.training.models import Attendance, Enrolment, OutsideHours, TrainingFeedback, TrainingSession

# days from today, title, content area, form, minutes, place, trainer, capacity, what becomes of it
STREET = [
    (-410, "楼组长上岗培训", "ethics", "lecture", 360, "街道文化中心", "褚红梅", 60, "done"),
    (-350, "物业管理条例解读", "knowledge", "lecture", 180, "街道文化中心", "街道司法所", 80, "done"),
    (-215, "议事协商入门", "ethics", "seminar", 540, "街道党群服务中心", "诸葛敏", 80, "done"),
    (-160, "参观兄弟街道的邻里中心", "horizon", "visit", 360, "虹桥街道邻里中心", "", 60, "done"),
    (-96, "高层住宅消防常识", "knowledge", "lecture", 135, "街道文化中心", "消防救援站", 80, "done"),
    (-40, "骨干培养：怎样开好楼组会", "ethics", "seminar", 180, "街道党群服务中心", "诸葛敏", 40, "done"),
    (-3, "加装电梯政策问答", "knowledge", "lecture", 90, "街道文化中心", "房管事务所", 40, "closed"),
    (0, "群众工作方法：怎样听居民说话", "ethics", "seminar", 135, "街道党群服务中心", "诸葛敏", 40, "planned"),
    (9, "参观江川路街道的楼组自治", "horizon", "visit", 270, "江川路街道", "", 15, "full"),
    (21, "智能手机助老志愿服务", "knowledge", "online", 90, "线上会议", "", 80, "planned"),
    (30, "团队财务公开", "ethics", "lecture", 90, "街道文化中心", "", 50, "closed"),
    (14, "急救知识", "knowledge", "lecture", 180, "街道文化中心", "红十字会", 40, "cancelled"),
]
COMMUNITY = [
    (-120, "垃圾分类志愿者交流", "horizon", "seminar", 90, "居委会会议室", "", 20, "done"),
    (-20, "楼组长每月学习会", "knowledge", "seminar", 90, "居委会会议室", "", 25, "done"),
    (0, "楼组长每月学习会（{month}月）", "knowledge", "seminar", 90, "居委会会议室", "", 25, "planned"),
    (16, "新任楼组长见面会", "ethics", "seminar", 45, "居委会会议室", "", 12, "planned"),
]
# years ago, course, held by, content area, minutes, what becomes of it
ELSEWHERE = [
    (0, "区级社区治理骨干研修班", "闵行区委党校", "knowledge", 720, "confirmed"),
    (1, "楼组自治示范培训", "区地区办", "ethics", 360, "confirmed"),
    (0, "应急救护持证培训", "区红十字会", "knowledge", 540, "pending"),
    (0, "社区调解员培训", "区司法局", "ethics", 270, "pending"),
    (1, "参观外区睦邻中心", "区民政局", "horizon", 180, "returned"),
]
WORDS = ["例子讲得很实在", "希望安排在周末上午", "时间可以再长一些", "想多看看别的社区怎么做", "", "", ""]
MARKS = [Attendance.PRESENT] * 8 + [Attendance.LATE, Attendance.LEAVE, Attendance.ABSENT]


def fill(demo):
    for street in demo.streets.values():
        people = list(Leader.objects.within(street).filter(term_ends_on__isnull=False).in_place_order())
        for number, facts in enumerate(STREET):
            chosen = [one for place, one in enumerate(people) if (7 * place + 3 * number) % 5 < 3]
            _session(demo, street, chosen, *facts)
        for one, facts in zip(people[3::9], ELSEWHERE * 3, strict=False):
            _earned(demo, street, one, *facts)
    for name in ("康城第一居委会", "古美一村居委会"):
        community = demo.communities[name]
        people = list(Leader.objects.within(community).in_place_order())
        for number, facts in enumerate(COMMUNITY):
            _session(demo, community, people[number::2], *facts)


def _session(demo, region, people, days, title, area, form, minutes, place, trainer, capacity, fate):
    by = demo._hands(region)[0]
    day = demo.today + timedelta(days=days)
    session = TrainingSession(
        region=region,
        title=title.format(month=day.month),
        content_area=area,
        format=form,
        starts_at=_moment(demo.today + timedelta(days=max(days, 1))),
        minutes=minutes,
        place=place,
        trainer=trainer,
        capacity=capacity,
        description="请提前10分钟到场签到。",
    )
    session.announce(by=by)
    came = people[: capacity + 4] if fate == "full" else people[: capacity - 2]
    Enrolment.enrol(session, came, by=by)
    if days <= 0:
        _move_to(session, _moment(day))
    if fate == "done":
        _call_roll(demo, session, by)
        session.complete(by=by)
        _say(demo, session)
    elif fate == "closed":
        session.close(by=by)
    elif fate == "cancelled":
        session.cancel(by=by, reason="主讲老师另有任务，改期另行通知。")


def _earned(demo, street, leader, ago, title, organizer, area, minutes, fate):
    clerk, manager = demo._hands(street)[:2]
    row = OutsideHours(
        leader=leader, title=title, organizer=organizer, year=demo.today.year - ago, content_area=area, minutes=minutes
    )
    row.submit(by=clerk)
    if fate == "confirmed":
        row.decide(by=manager)
    elif fate == "returned":
        row.send_back(by=manager, reason="请附上证书照片。")


def _moment(day):
    return timezone.make_aware(datetime.combine(day, time(13, 30)))


def _move_to(session, moment):
    """A session is announced for the future; the demo then lets its day come."""
    TrainingSession.objects.filter(pk=session.pk).update(starts_at=moment, newest_first=-int(moment.timestamp()))
    session.refresh_from_db()


def _call_roll(demo, session, by):
    for row in session.enrolments.select_related("leader", "session")[:8]:
        row.mark(by=by, attendance=demo.chance.choice(MARKS))
    Enrolment.mark_rest_present(session, by=by)


def _say(demo, session):
    """Answers to the longer sessions are enough to be shown, those to the short ones are not."""
    for _number in range(9 if session.minutes > 100 else 3):
        TrainingFeedback.objects.create(
            session=session,
            usefulness=demo.chance.choice([5, 5, 4, 4, 3]),
            words=demo.chance.choice(WORDS),
            sheet=secrets.token_hex(16),
            given_on=min(session.day + timedelta(days=1), demo.today),
        )
