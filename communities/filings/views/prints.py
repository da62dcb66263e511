"""A filing and a yearly report as the forms the office keeps on paper."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views import View

from communities.documents.models import Document
from communities.filings.models import Filing, FilingCase, YearlyReport
from communities.pages.base import ScopedMixin
from registry.accounts.roles import Permission


class FilingPrint(ScopedMixin, View):
    """The application form: what is applied for, the conditions, and the two opinions with room for seals."""

    permission = Permission.FILING_EDIT

    def get(self, request, pk):
        rows = Filing.objects.permitted(request.user, self.permission).with_people().with_papers()
        rows = rows.exclude(kind=Filing.Kind.PAPER)  # its application is the paper itself
        related = (
            "submitted_by", "reviewed_by", "decided_by", "street", "previous", "new_region", "new_category__parent",
            "organization__region", "organization__category__parent",
        )  # fmt: skip
        row = get_object_or_404(rows.select_related(*related), pk=pk)
        case = FilingCase(row.organization)
        context = {
            "row": row,
            "count": case.count if row.takes_members_of_today else None,
            "checks": case.checks(row) if row.is_open else [],
            "papers": list(Document.objects.of(row)),
            "today": timezone.localdate(),
        }
        return render(request, "communities/filings/filing_print.html", context)


class ReportPrint(ScopedMixin, View):
    permission = Permission.FILING_VIEW

    def get(self, request, pk):
        rows = YearlyReport.objects.permitted(request.user, self.permission)
        row = get_object_or_404(
            rows.select_related("organization__region", "organization__category", "submitted_by", "decided_by"), pk=pk
        )
        standing = row.organization.filings.standing().first()
        context = {"row": row, "number": standing.number if standing else "", "today": timezone.localdate()}
        return render(request, "communities/filings/report_print.html", context)
