from django.urls import path

from communities.filings.views import acts, certificates, filing, prints, reports
from communities.pages.exports import ListExport

urlpatterns = [
    path("filings/", filing.FilingList.as_view(), name="filing-list"),
    path("filings/export/", ListExport.as_view(of=filing.FilingList), name="filing-export"),
    path("filings/<int:pk>/", filing.FilingDetail.as_view(), name="filing-detail"),
    path("filings/<int:pk>/print/", prints.FilingPrint.as_view(), name="filing-print"),
    path("filings/<int:pk>/edit/", acts.FilingUpdate.as_view(), name="filing-update"),
    path("filings/<int:pk>/documents/new/", acts.FilingPaper.as_view(), name="filing-document-add"),
    path("filings/<int:pk>/submit/", acts.FilingSubmit.as_view(), name="filing-submit"),
    path("filings/<int:pk>/withdraw/", acts.FilingWithdraw.as_view(), name="filing-withdraw"),
    path("filings/<int:pk>/drop/", acts.FilingDrop.as_view(), name="filing-drop"),
    path("filings/<int:pk>/end/", acts.FilingEnd.as_view(), name="filing-end"),
    path("filings/<int:pk>/certificate/", certificates.FilingCertificate.as_view(), name="filing-certificate"),
    path("organizations/<int:pk>/filings/new/", acts.FilingCreate.as_view(), name="filing-create"),
    path("organizations/<int:pk>/filings/paper/", acts.PaperCreate.as_view(), name="filing-paper-create"),
    path("organizations/<int:pk>/reports/new/", reports.ReportCreate.as_view(), name="report-create"),
    path("reports/", reports.ReportList.as_view(), name="report-list"),
    path("reports/owed/", reports.ReportOwedList.as_view(), name="report-owed-list"),
    path("reports/owed/export/", ListExport.as_view(of=reports.ReportOwedList), name="report-owed-export"),
    path("reports/export/", ListExport.as_view(of=reports.ReportList), name="report-export"),
    path("reports/<int:pk>/", reports.ReportDetail.as_view(), name="report-detail"),
    path("reports/<int:pk>/print/", prints.ReportPrint.as_view(), name="report-print"),
    path("reports/<int:pk>/edit/", reports.ReportUpdate.as_view(), name="report-update"),
]
