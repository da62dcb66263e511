"""Filings in every state, yearly reports and one civil registration, for both streets."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from communities.documents.models import Document
from communities.filings.models import Filing, YearlyReport
from communities.filings.models.report import report_year
from communities.organizations.credit_code import check_sign
from communities.scope import lies_in
from leaders.appointments.models import Appointment

PAPERS = {
    Filing.Kind.FIRST: [(Filing.Paper.CHARTER, "章程"), (Filing.Paper.ROSTER, "成员人数表")],
    Filing.Kind.RENEWAL: [(Filing.Paper.ROSTER, "成员人数表")],
    Filing.Kind.CHANGE: [(Filing.Paper.CHOICE, "负责人推选记录")],
}
RETURNED = "章程没有写明经费怎样管理，请补充后再提交。"
SUMMARY = "全年按时活动，参加社区文艺汇演和邻里节，为独居老人上门服务。困难是雨天缺少室内场地。"
CREDIT = "51310112MJ6789012"  # made up; the check character is calculated


def fill(demo):
    for team in demo.teams:
        _One(demo, team).make()
    salon = next(team for team in demo.teams if team.name == "古美旗袍沙龙")
    salon.register_with_civil_affairs(
        by=demo.staff["gumei-manager"],
        code=CREDIT + check_sign(CREDIT),
        on=demo.today - timedelta(days=140),
        authority="闵行区民政局",
    )


class _One:
    """The filings of one organization; the name's ending and the place decide how far they got."""

    def __init__(self, demo, team):
        self.demo, self.team = demo, team
        self.office, self.manager = demo._hands(team.region)
        xinzhuang = lies_in(team.region_path, demo.streets["莘庄镇"].path)
        self.worker = demo.staff["worker" if xinzhuang else "worker2"]
        self.is_first = team.name.startswith(("康城", "古美一村")) and "第" not in team.name

    def make(self):
        ways = {
            "舞蹈队": self.renewed,
            "合唱队": self.draft if self.is_first else self.filed,
            "棋牌队": self.submitted,
            "柔力球队": self.ending,
            "护绿志愿队": self.returned if self.is_first else self.reviewed,
            "编结社": self.expired if self.is_first else lambda: None,
            "旗袍沙龙": self.filed,
        }
        next(way for ending, way in ways.items() if self.team.name.endswith(ending))()

    def draft(self):
        return self.begin(Filing.Kind.FIRST, papers=[])

    def submitted(self):
        filing = self.begin(Filing.Kind.FIRST)
        filing.submit(by=self.worker)
        return filing

    def reviewed(self):
        filing = self.submitted()
        filing.review(by=self.office)
        return filing

    def returned(self):
        filing = self.submitted()
        filing.send_back(by=self.office, reason=RETURNED)

    def filed(self):
        self.file(self.reviewed(), ago=self.demo.chance.randint(400, 600))
        self.report(accepted=self.demo.chance.random() < 0.5)

    def ending(self):
        """15 days are left at 康城; elsewhere some weeks or months."""
        filing = self.reviewed()
        self.file(filing, ago=700)
        left = 15 if self.is_first else self.demo.chance.randint(25, 300)
        until = self.demo.today + timedelta(days=left)
        Filing.objects.filter(pk=filing.pk).update(valid_until=until, renew_from=until - timedelta(days=60))

    def expired(self):
        self.file(self.reviewed(), ago=800)

    def renewed(self):
        self.file(self.reviewed(), ago=1100)
        self.report(accepted=True)
        renewal = self.begin(Filing.Kind.RENEWAL)
        renewal.submit(by=self.worker)
        renewal.review(by=self.office)
        self.file(renewal, ago=380)

    def begin(self, kind, papers=None):
        head = Appointment.objects.current().filter(organization=self.team).first()
        facts = {"appointment": head} if head else {"person_name": "周文娟"}
        filing = Filing.begin(self.team, kind=kind, by=self.worker, purpose=self.team.purpose, **facts)
        for paper, title in PAPERS[kind] if papers is None else papers:
            upload = SimpleUploadedFile(f"{title}.pdf", pdf(f"{filing.pk} {paper}"), "application/pdf")
            Document.attach(filing, upload, title=title, kind=paper, by=self.worker)
        return filing

    def file(self, filing, *, ago):
        """Decided `ago` days before today, and handed in some days before that."""
        day = self.demo.today - timedelta(days=ago)
        filing.decide(by=self.manager, on=day)
        decided = timezone.now() - timedelta(days=ago)
        Filing.objects.filter(pk=filing.pk).update(
            submitted_at=decided - timedelta(days=12), reviewed_at=decided - timedelta(days=8), decided_at=decided
        )

    def report(self, *, accepted):
        year = report_year(self.demo.today)
        row = YearlyReport(
            organization=self.team, year=year, summary=SUMMARY, activities=self.demo.chance.randint(20, 90)
        )
        row.members = self.team.member_counts.get(year=year).members
        row.income, row.expense = self.demo.chance.randint(0, 60) * 100, self.demo.chance.randint(0, 50) * 100
        row.submit(by=self.worker)
        if accepted:
            row.decide(by=self.office)
        elif self.team.name.startswith("平阳"):
            row.send_back(by=self.office, reason="支出合计与明细不一致，请核对。")


def pdf(text):
    """A small PDF of one page that every reader opens."""
    drawn = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(body)
    body += b"xref\n0 5\n0000000000 65535 f \n" + table
    return body + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
