"""Forty matters in all states, reply templates, two topics: one street answers late, the other well."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from communities.scope import lies_in
from leaders.cases.models import Case, CaseRequest, ReplyTemplate
from leaders.topics.models import Representative, Topic, TopicEntry, TopicQuestion

# (kind, what was written)
TEXTS = [
    ("interest", "12号楼电梯停了三天。老人上下楼不方便，请说明维修进度。"),
    ("resource", "合唱队与广场舞队场地时间冲突。希望重新排一张时间表。"),
    ("enterprise", "底楼餐饮店油烟很大。晚上开窗就是油烟味。"),
    ("interest", "地下车库雨天积水。上次下雨水没过轮胎。"),
    ("committee", "活动通知贴得太晚。希望提前一周告诉大家。"),
    ("resource", "活动室周末不开门。上班的人用不到。"),
    ("interest", "楼道灯坏了两盏。晚上看不清台阶。"),
    ("enterprise", "物业更换门禁卡收费。想知道收费依据。"),
    ("interest", "垃圾房太早关门。下班回来没法投放。"),
    ("other", "小区北门的路沿石松了。骑车容易摔倒。"),
]
STATES = ["received", "handling", "handling", "answered", "closed", "closed", "closed", "transferred"]
ANSWER = "已到现场看过，材料到货后施工，完成后在楼道张贴告示。"
GOOD, SLOW = (0, 1, 2, 3), (70, 45, 30, 21)  # days since the matter came, in turn


def fill(demo):
    slow, good = demo.streets["莘庄镇"], demo.streets["古美街道"]
    for street, days in ((slow, SLOW), (good, GOOD)):
        clerk, manager = demo._hands(street)
        row = ReplyTemplate(region=street, title="已到现场", text=ANSWER)
        row.enter(by=manager)
        places = [place for place in demo.compounds.values() if lies_in(place.path, street.path)]
        for number in range(20):
            _matter(demo, places[number % len(places)], number, days[number % len(days)], clerk, manager)
    _topics(demo, slow, good)


def _matter(demo, place, number, days, clerk, manager):
    category, text = TEXTS[number % len(TEXTS)]
    state = STATES[number % len(STATES)]
    case = Case(
        region=place, category=category, text=text, source="resident", channel=["online", "desk", "phone"][number % 3],
        may_publish=number % 4 == 0,
    )  # fmt: skip
    entered = None if case.channel == "online" else clerk
    case.receive(by=entered, contact=f"021-5555 03{number:02d}", on=demo.today - timedelta(days=days))
    _came(case)
    if state == "received":
        return
    case.accept(by=clerk)
    if state == "transferred":
        case.transfer(by=clerk, destination="street", name="城建管理科", text="由科室直接答复。")
    if state in ("answered", "closed"):
        case.reply(by=clerk, text=ANSWER)
    if state == "closed":
        case.close(by=clerk, outcome="solved" if number % 3 else "explained", text="已与反映人确认。")
        case.rate(score=3 + number % 3)
    if state == "handling" and number % 2:
        request = {"kind": CaseRequest.Kind.EXTENSION, "days": 5, "text": "配件要从外地运来"}
        CaseRequest(case=case, **request).submit(by=clerk)
    if state == "closed" and case.may_publish:
        shown = CaseRequest(
            case=case, kind=CaseRequest.Kind.PUBLICATION, title=case.title, question=text, text=ANSWER
        )  # fmt: skip
        shown.submit(by=clerk)
        shown.agree(by=manager)


def _came(case):
    """The hour follows the day: what came weeks ago is not shown as received this minute."""
    if case.received_on < timezone.localdate():
        at = timezone.make_aware(datetime.combine(case.received_on, time(9, 40)))
        Case.objects.filter(pk=case.pk).update(received_at=at)
        case.entries.update(at=at)


def _topics(demo, slow, good):
    """An elevator programme with a late answer, a road with everything answered."""
    for street, title, summary, is_late in (
        (slow, "加装电梯", "多层楼分批加装电梯：先征询，再签约，后施工。哪几栋先做尚未确定。", True),
        (good, "平南路改造", "人行道拓宽、雨水管更换，沿线停车位重新划线。施工时间已定。", False),
    ):
        clerk, manager = demo._hands(street)
        topic = Topic(region=street, title=title, summary=summary)
        topic.begin(by=clerk)
        topic.publish(by=manager)
        TopicEntry(topic=topic, kind="information", on=demo.today - timedelta(days=30), title="方案公布",
                   text="方案已在居委会公告栏张贴。").enter(by=clerk)  # fmt: skip
        TopicEntry(topic=topic, kind="meeting", on=demo.today - timedelta(days=9), title="第一次协商会",
                   text="到会二十三户，意见集中在费用和工期。").enter(by=clerk)  # fmt: skip
        for name in ("邵惠英", "魏国平"):
            Representative(topic=topic, name=name, how="meeting", chosen_on=demo.today - timedelta(days=9),
                           consented_on=demo.today - timedelta(days=9)).take_seat(by=clerk)  # fmt: skip
        answered = TopicQuestion(topic=topic, text="什么时候开始？")
        answered.ask(by=clerk)
        answered.reply(by=clerk, text="准备工作已经开始，开工日期会在这里公布。", group="工期")
        if is_late:
            waiting = TopicQuestion(topic=topic, text="费用怎么分摊？")
            waiting.ask(by=clerk)
            waiting.promise(by=clerk, on=demo.today, group="费用")
