"""Management modes, service centres, inspections and decisions of authorities for both streets."""

from datetime import date, timedelta

from communities.centers.models import ServiceCenter, ServiceRecord
from communities.modes.models import ManagementDecision
from communities.organizations.models import Organization
from communities.oversight.models import AuthorityDecision, Inspection
from communities.scope import lies_in

Mode = Organization.ManagementMode
CENTERS = {  # street: (name, address, phone, contact)
    "莘庄镇": ("莘庄镇社会组织服务中心", "莘松路 555 号 2 楼", "021-5555 0301", "严慧芬"),
    "古美街道": ("古美街道社会组织服务中心", "平南路 288 号 1 楼", "021-5555 0302", "江文静"),
}
OLD_STATION = ("莘庄镇社区团队服务站", "莘建路 120 号", "021-5555 0300", "姜秀兰")
KEY_SUPPORT = ["康城舞蹈队", "康城合唱队", "康城第二舞蹈队", "古美旗袍沙龙", "古美一村合唱队", "平阳一村舞蹈队"]
CENTER_MANAGED = [
    "康城柔力球队", "康城第二护绿志愿队", "康城第三编结社", "康城第四棋牌队",
    "古美一村护绿志愿队", "古美三村编结社", "东兰新村第一棋牌队", "华梅花苑柔力球队",
]  # fmt: skip
HOSTED = ["康城第二编结社", "康城第三合唱队", "平南新村第一编结社"]
REASONS = {
    Mode.KEY_SUPPORT: "队伍稳定，每年参加区级比赛，需要固定场地和经费支持。",
    Mode.CENTER_MANAGED: "负责人工作繁忙，备案、记账和安全检查希望由服务中心统一办理。",
}
SERVICES = [
    ("guidance", "指导修订章程，核对成员人数和活动安排。"),
    ("training", "讲解备案材料和年度报告的填写方法。"),
    ("venue", "协调文化活动室每周两个时段。"),
    ("accounting", "帮助整理活动经费账目，公布收支。"),
    ("other", "协助制作队旗和活动海报。"),
]
PASSED = ["活动正常，账目公开，场地整洁。", "备案资料齐全，活动记录完整。", "场地通道畅通，灭火器在有效期内。"]
FAULTS = [
    ("safety", "活动室应急灯不亮，安全出口堆放杂物。", "已更换应急灯，清理安全出口。"),
    ("spot", "经费收支半年没有公布。", "已在活动室公布上半年收支，今后每季度公布。"),
    ("safety", "音响电线老化，没有固定。", "已更换电线并加装线槽。"),
    ("yearly", "年度活动记录缺三个月。", "已补齐活动记录。"),
]
BASIS = "《社会团体登记管理条例》第三十条"
REMEDY = "可在60日内申请行政复议，或在6个月内提起行政诉讼。"


def fill(demo):
    teams = {team.name: team for team in demo.teams}
    centers = _open_centers(demo, teams)
    _change_modes(demo, teams, centers)
    _host(demo, teams, centers)
    _serve(demo, centers)
    _inspect(demo, teams)
    _record_decisions(demo, teams)


def _street(demo, team):
    gumei = demo.streets["古美街道"]
    return "古美街道" if lies_in(team.region_path, gumei.path) else "莘庄镇"


def _open_centers(demo, teams):
    """One centre a street; the station before it handed its group over and was retired."""
    centers = {}
    for street, facts in CENTERS.items():
        centers[street] = _open(demo, street, facts, date(2021, 3, 1))
    old = _open(demo, "莘庄镇", OLD_STATION, date(2016, 5, 4))
    office = demo.staff["office"]
    hosting = old.host(teams["康城编结社"], by=office, on=date(2024, 3, 1), document_number="莘社服〔2024〕3号")
    moved = demo.today - timedelta(days=200)
    hosting.transfer(
        centers["莘庄镇"],
        by=office,
        on=moved,
        document_number=f"莘社服〔{moved.year}〕1号",
    )
    old.retire(by=office, note="服务站并入镇社会组织服务中心")
    return centers


def _open(demo, street, facts, opened_on):
    name, address, phone, contact = facts
    region = demo.streets[street]
    center = ServiceCenter(
        name=name,
        region=region,
        address=address,
        phone=phone,
        hours="周一至周五 09:00–17:00",
        contact_name=contact,
        opened_on=opened_on,
    )
    center.open(by=demo._hands(region)[0])
    return center


def _change_modes(demo, teams, centers):
    number = 0
    for mode, names in ((Mode.KEY_SUPPORT, KEY_SUPPORT), (Mode.CENTER_MANAGED, CENTER_MANAGED)):
        for name in names:
            number += 1
            team = teams[name]
            proposal = _proposal(demo, team, mode, centers, number, back=demo.chance.randint(20, 300))
            submits, decides = demo._hands(team.region)
            proposal.propose(by=submits)
            proposal.decide(by=decides)
    _proposal(demo, teams["康城护绿志愿队"], Mode.KEY_SUPPORT, centers, 21, back=2).propose(by=demo.staff["worker"])
    _proposal(demo, teams["康城第四编结社"], Mode.CENTER_MANAGED, centers, 22, back=4).propose(by=demo.staff["office"])
    _proposal(demo, teams["古美一村舞蹈队"], Mode.KEY_SUPPORT, centers, 23, back=1).propose(by=demo.staff["worker2"])
    returned = _proposal(demo, teams["康城棋牌队"], Mode.KEY_SUPPORT, centers, 24, back=12)
    returned.propose(by=demo.staff["worker"])
    returned.send_back(by=demo.staff["manager"], reason="请补充近两年参加比赛的情况，再报一次。")


def _proposal(demo, team, mode, centers, number, *, back):
    street = _street(demo, team)
    short = "莘" if street == "莘庄镇" else "古"
    day = demo.today - timedelta(days=back)
    return ManagementDecision(
        organization=team,
        to_mode=mode,
        center=centers[street] if mode == Mode.CENTER_MANAGED else None,
        reason=REASONS[mode],
        document_number=f"{short}社管〔{day.year}〕{number}号",
        effective_on=day,
    )


def _host(demo, teams, centers):
    for number, name in enumerate(HOSTED, start=5):
        team = teams[name]
        day = demo.today - timedelta(days=90 + 40 * number)
        centers[_street(demo, team)].host(
            team,
            by=demo._hands(team.region)[0],
            on=day,
            document_number=f"社服〔{day.year}〕{number}号",
        )


def _serve(demo, centers):
    for center in centers.values():
        office = demo._hands(center.region)[0]
        for hosting in center.hostings.filter(ended_on=None).select_related("organization").order_by("id"):
            for kind, what in demo.chance.sample(SERVICES, 2):
                ServiceRecord(
                    center=center,
                    organization=hosting.organization,
                    given_on=demo.today - timedelta(days=demo.chance.randint(1, 240)),
                    kind=kind,
                    what=what,
                ).enter(by=office)


def _inspect(demo, teams):
    """Two of three groups were inspected this year; of those with faults some are put right, one is late."""
    for team in demo.teams:
        if demo.chance.random() < 0.66:
            _enter(demo, team, "yearly", demo.chance.choice(PASSED), back=demo.chance.randint(60, 300))
    waiting = [
        ("康城棋牌队", 0, 36, -6),
        ("康城合唱队", 1, 10, 12),
        ("古美一村编结社", 2, 8, 20),
        ("古美三村舞蹈队", 3, 40, -3),
    ]
    for name, fault, back, due in waiting:
        kind, found, _done = FAULTS[fault]
        _enter(demo, teams[name], kind, found, back=back, due=due)
    for name, fault, back in [("康城柔力球队", 0, 120), ("康城第二棋牌队", 2, 90), ("古美一村棋牌队", 1, 150)]:
        kind, found, done = FAULTS[fault]
        team = teams[name]
        inspection = _enter(demo, team, kind, found, back=back, due=30 - back)
        inspection.rectify(by=demo._hands(team.region)[0], on=demo.today - timedelta(days=back - 21), done=done)


def _enter(demo, team, kind, findings, *, back, due=None):
    inspection = Inspection(
        organization=team,
        kind=kind,
        findings=findings,
        inspected_on=demo.today - timedelta(days=back),
        state="passed" if due is None else "to_rectify",
        due_on=None if due is None else demo.today + timedelta(days=due),
    )
    inspection.enter(by=demo._hands(team.region)[0])
    return inspection


def _record_decisions(demo, teams):
    """One group restricted, one restricted and free again, one entry that waits for a second person."""
    restricted = _decision(demo, teams["康城第四柔力球队"], "restrict", 7, back=45)
    restricted.decide(by=demo.staff["manager"])
    restricted.take_reply(
        by=demo.staff["office"],
        text="已停止对外收费培训，退回全部费用，并公布了账目，希望早日恢复活动。",
        on=demo.today - timedelta(days=20),
    )
    over = _decision(demo, teams["古美三村棋牌队"], "restrict", 3, back=160)
    over.decide(by=demo.staff["gumei-manager"])
    lift = _decision(demo, teams["古美三村棋牌队"], "lift", 11, back=70, lifts=over)
    lift.decide(by=demo.staff["gumei-manager"])
    _decision(demo, teams["康城第三舞蹈队"], "restrict", 15, back=3)


def _decision(demo, team, kind, number, *, back, lifts=None):
    day = demo.today - timedelta(days=back)
    lifted = kind == "lift"
    decision = AuthorityDecision(
        organization=team,
        kind=kind,
        lifts=lifts,
        authority="闵行区民政局",
        document_number=f"闵民社管〔{day.year}〕{number}号",
        legal_basis=BASIS,
        decided_on=day,
        effective_on=day,
        summary="整改已完成，恢复正常活动。" if lifted else "超出宗旨收费办班，责令改正，限期停止活动三个月。",
        remedy_told="" if lifted else REMEDY,
        remedy_told_on=None if lifted else day,
    )
    decision.enter(by=demo._hands(team.region)[0])
    return decision
