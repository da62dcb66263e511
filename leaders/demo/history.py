"""What was before the register, and what ends: papers, honours, a departure, an erasure, a closing, a review."""

from datetime import timedelta

from communities.closings.models import Closing
from communities.filings.models import Filing
from leaders.appointments.models import Appointment
from leaders.conduct.models import ConductReview
from leaders.departures.models import Departure
from leaders.incentives.models import EarlierHonour
from leaders.people.models import Kind
from leaders.privacy.models import Erasure

HONOURS = [  # (title, who gave it, level, years ago, confirmed)
    ("区优秀志愿者", "闵行区民政局", "district", 2, True),
    ("市社区体育先进个人", "上海市体育局", "city", 4, True),
    ("区垃圾分类热心居民", "闵行区绿化和市容管理局", "district", 1, False),
]


def fill(demo):
    worker, office, manager = (demo.staff[name] for name in ("worker", "office", "manager"))
    teams = {team.name: team for team in demo.teams}
    _paper(demo, teams["康城第四编结社"], "莘团备2024-018", by=worker).decide(by=manager)
    _paper(demo, teams["康城第三编结社"], "莘团备2024-021", by=worker)
    posts = Appointment.objects.current().within(demo.communities["康城第一居委会"]).filter(kind=Kind.BUILDING)
    posts = list(posts.filter(started_on__lt=demo.today - timedelta(days=90)).order_by("id")[6:10])
    for post, honour in zip(posts, HONOURS, strict=False):
        _honour(demo, post.leader, *honour, by=worker, decider=office)
    if len(posts) > len(HONOURS):
        _leaves(demo, posts[-1].leader, by=worker)
        _conduct(posts[0], by=worker)
    Closing(organization=teams["康城第二编结社"], reason="成员陆续搬走，只剩三人，大家商量后不再活动。").propose(
        by=worker
    )


def _paper(demo, team, number, *, by):
    """A filing issued on paper two winters ago, typed in from its sheet."""
    begun = demo.today - timedelta(days=500)
    values = {"person_name": "姜秀兰", "issued_by": "莘庄镇人民政府", "members": 24}
    last = demo.today + timedelta(days=230)
    return Filing.enter_paper(team, by=by, number=number, valid_from=begun, valid_until=last, **values)


def _honour(demo, leader, title, issuer, level, years, is_confirmed, *, by, decider):
    row = EarlierHonour(leader=leader, title=title, issuer=issuer, level=level, year=demo.today.year - years)
    row.submit(by=by)
    if is_confirmed:
        row.decide(by=decider)


def _leaves(demo, leader, *, by):
    """Somebody moved away, and then asked for their data to be erased."""
    Departure(leader=leader, how="moved", left_on=demo.today - timedelta(days=6)).enter(by=by)
    Erasure(leader=leader, asker=Erasure.Asker.LETTER, asked_on=demo.today, words="已搬到外区，不再参与。").enter(by=by)


def _conduct(post, *, by):
    """Somebody asks for the accounts: taken up, the person told, to be heard next."""
    review = ConductReview(appointment=post, ground="accounts", facts="楼道绿化的集资款用途没有在楼内张贴。")
    review.raise_(by=by)
    review.accept(by=by)
    review.tell(by=by, text="当面告知，三日内补充张贴说明。")
