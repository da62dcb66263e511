"""Thanks, notices, opinions, star ratings in every state, for both streets. Invented, through the verbs of the pages."""

from datetime import timedelta

from django.apps import apps

from communities.notices.models import Notice, Opinion
from communities.organizations.models import Organization
from communities.ratings import defaults as rating_defaults
from communities.ratings.models import StarRating
from communities.regions.models import Region
from communities.satisfaction.models import SatisfactionAnswer
from communities.workdays import add_workdays
from leaders.consents.actions import give_consents
from leaders.consents.models import Consent
from leaders.incentives.actions import put_on_notice
from leaders.incentives.models import Incentive
from leaders.people.models import Kind, Leader
from leaders.replies.actions import figure_of
from leaders.replies.models import SatisfactionReply

DEEDS = [
    "热心服务邻里，认真听取居民意见，带头参加楼道整治，受到居民好评。",
    "坚持每周巡楼，及时反映公共设施的问题，为独居老人提供帮助。",
    "组织队员参加社区活动，传授技艺，带动更多居民走出家门。",
]
TEXT = "现将拟感谢和支持的名单公示如下。公示期内可在本页提出意见，也可以打电话或到居委会反映，每条意见都会答复。"
DAYS = 5


def fill(demo):
    rating_defaults.fill(apps, None)
    hands = [
        ("康城第一居委会", "worker", "office", "manager"),
        ("古美一村居委会", "worker2", "gumei-office", "gumei-manager"),
    ]
    for community, *names in hands:
        staff = [demo.staff[name] for name in names]
        StreetStory(demo, demo.communities[community], *staff).tell()


def _titles(today):
    """The list of the year that is mostly over, and that of the half-year that ended before the earlier notice."""
    yearly, notice = today - timedelta(days=180), today - timedelta(days=40)
    half = f"{notice.year}年上半年" if notice.month > 6 else f"{notice.year - 1}年下半年"
    return f"{yearly.year}年度感谢名单", f"{half}感谢名单"


class StreetStory:
    def __init__(self, demo, community, worker, office, manager):
        self.demo, self.community = demo, community
        self.worker, self.office, self.manager = worker, office, manager
        heads = Leader.objects.within(community).leading(Kind.BUILDING).filter(leads_estate=False)
        self.heads = iter(heads.order_by("id"))
        self.list_title, self.earlier_title = _titles(demo.today)
        self.teams = list(Organization.objects.published().within(community).in_place_order())

    def tell(self):
        self.awarded()
        self.on_notice()
        self.to_be_closed()
        self.waiting()
        self.other_notice()
        self.ratings()
        self.answers()

    # --- incentives ----------------------------------------------------------
    def propose(self, subject, form=Incentive.Form.CERTIFICATE, title="热心楼组长", batch="", by=None, **money):
        about = {"leader": subject} if isinstance(subject, Leader) else {"organization": subject}
        deed = self.demo.chance.choice(DEEDS)
        row = Incentive(form=form, title=title, achievements=deed, batch=batch, **about, **money)
        row.propose(by=by or self.worker)
        return row

    def agreed(self, *args, **kwargs):
        row = self.propose(*args, **kwargs)
        row.decide(by=self.manager)
        return row

    def notice(self, rows, title, on):
        """As `put_on_notice`, begun on an earlier day."""
        notice = Notice(
            kind=Notice.Kind.INCENTIVE, region=self.community, title=f"{title}公示", body=TEXT, workdays=DAYS
        )
        notice.open(by=self.office, on=on)
        for row in rows:
            row.put_on_notice(by=self.office, notice=notice)
        return notice

    def started(self, ends):
        """The day on which a notice began that ends on or just after `ends`."""
        day = ends
        while add_workdays(day, DAYS) > ends:
            day -= timedelta(days=1)
        return day

    def awarded(self):
        people = [next(self.heads) for _number in range(4)]
        for leader in people[:3]:
            give_consents(leader, [Consent.Field.NAME, Consent.Field.HONOURS], by=self.worker, given_on=self.demo.today)
        rows = [self.agreed(leader, batch=self.earlier_title) for leader in people]
        rows.append(self.agreed(self.teams[0], title="活力团队", batch=self.earlier_title))
        rows.append(
            self.agreed(
                self.teams[1],
                Incentive.Form.FUNDS,
                "活动经费支持",
                amount=3000,
                budget_source="社区活动专项经费",
                by=self.office,
            )
        )
        notice = self.notice(rows, self.earlier_title, self.demo.today - timedelta(days=40))
        self.opinion(notice, "support", "都是楼里信得过的人，支持。").reply(by=self.office, text="感谢支持，已记录。")
        notice.close(by=self.office, result="公示期间收到意见1条，已答复，无异议。")
        for row in rows:
            row.award(by=self.manager)

    def on_notice(self):
        rows = [self.agreed(next(self.heads), batch=self.list_title) for _number in range(5)]
        rows.append(self.agreed(self.teams[2], title="服务之星团队", batch=self.list_title))
        notice = self.notice(rows, self.list_title, self.started(self.demo.today + timedelta(days=1)))
        self.opinion(
            notice,
            "objection",
            "名单里有一位今年很少参加楼里的事，请核实。我的电话13800138000。",
            name="金老师",
            contact="13800138000",
        )
        self.opinion(notice, "support", "几位楼组长都很辛苦，应该感谢。")
        stopped = self.agreed(next(self.heads), Incentive.Form.PRAISE, "邻里互助表扬")
        notice, _masked = put_on_notice([stopped], by=self.office, title="邻里互助表扬公示", body=TEXT, workdays=DAYS)
        self.opinion(notice, "objection", "事迹中的时间不对，请核实。")
        stopped.object(by=self.office, reason="居民反映事迹时间有误，正在核实。")

    def to_be_closed(self):
        rows = [self.agreed(next(self.heads), Incentive.Form.LETTER, "志愿服务感谢信")]
        self.notice(rows, "志愿服务感谢信", self.demo.today - timedelta(days=16))

    def waiting(self):
        self.propose(next(self.heads), Incentive.Form.LETTER, "巡楼值守感谢信")
        self.propose(next(self.heads), Incentive.Form.RECOMMENDATION, "推荐参加区级交流", by=self.office)
        self.propose(self.teams[0], Incentive.Form.GOODS, "排练用品", amount=860, budget_source="社区活动专项经费")
        self.agreed(next(self.heads), Incentive.Form.ALLOWANCE, "通讯补贴", amount=200, budget_source="街道自治经费")
        back = self.propose(next(self.heads), title="热心楼组长")
        back.send_back(by=self.manager, reason="请写清楚具体做了什么、在什么时间。")
        gone = self.agreed(next(self.heads), title="热心楼组长")
        gone.withdraw(by=self.manager, reason="本人表示不参加。")

    def opinion(self, notice, side, text, name="", contact=""):
        """An opinion sent while the notice was open, whatever day that was."""
        row = Opinion(notice=notice, side=side, text=text)
        if notice.is_public:
            row.receive(name=name, contact=contact)
        else:
            row.keep(name=name, contact=contact)
        return row

    def other_notice(self):
        notice = Notice(
            region=self.community,
            title="文化活动室开放时间调整公示",
            body="文化活动室拟改为每天8:30至20:30开放，周一上午整理。有意见请在公示期内提出。",
            workdays=DAYS + 2,
        )
        notice.open(by=self.office)

    # --- star ratings -----------------------------------------------------------
    def ratings(self):
        buildings = list(Region.objects.within(self.community).filter(level="building").by_sort()[:4])
        in_force = [{"organization": self.teams[0]}, {"organization": self.teams[1]}, {"building": buildings[0]}]
        for level, about in zip([96, 84, 88], in_force, strict=True):
            row = self.scored(level, **about)
            self.rated(row, on=self.demo.today - timedelta(days=25)).put_in_force(by=self.manager)
        self.rated(self.scored(78, building=buildings[1]))
        self.scored(73, organization=self.teams[2])
        StarRating(building=buildings[2]).open(by=self.office)
        gone = self.scored(55, building=buildings[3])
        gone.withdraw(by=self.manager, reason="楼道正在大修，改期评定。")

    def scored(self, level, **about):
        row = StarRating(**about)
        row.open(by=self.office)
        points = {
            indicator: (min(100, level + self.demo.chance.randint(-4, 4)), "现场查看，有记录和照片。", None)
            for indicator in row.scheme.indicators.all()
        }
        row.score(by=self.office, points=points)
        row.submit(by=self.office)
        return row

    def rated(self, row, on=None):
        notice = Notice(
            kind=Notice.Kind.RATING,
            region=self.community,
            title=f"{row.subject_name}星级评定公示"[:60],
            body=f"{row.subject_name}拟评定为{row.stars}星。公示期内可以提出意见，每条意见都会答复。",
            workdays=DAYS,
        )
        notice.open(by=self.manager, on=on)
        row.decide(by=self.manager, notice=notice)
        if on is not None:
            notice.close(by=self.office, result="公示期间没有收到意见。")
        return row

    # --- what residents say about the service --------------------------------------
    def answers(self):
        building = Region.objects.within(self.community).filter(level="building").by_sort().first()
        for about, count in (({"organization": self.teams[0]}, 12), ({"organization": self.teams[1]}, 3)):
            for _number in range(count):
                SatisfactionAnswer(score=self.demo.chance.choice([3, 4, 5, 5]), **about).keep()
        for _number in range(6):
            SatisfactionAnswer(building=building, score=self.demo.chance.choice([4, 5, 5])).keep()
        said = (
            (
                {"organization": self.teams[0]},
                "group",
                "大家提的意见都记下了，天冷以后排练改到室内，音响调小。",
                self.office,
            ),
            ({"region": building}, "leader", "楼道堆物还在一户一户劝，月底前清完。", None),
        )
        for about, voice, text, reader in said:
            reply = SatisfactionReply(voice=voice, text=text, replied_on=self.demo.today, is_agreed=True, **about)
            reply.submit(by=self.worker, figure=figure_of(reply))
            if reader is not None:
                reply.decide(by=reader)
