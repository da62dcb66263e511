from django.urls import path

from communities.pages.exports import ListExport
from leaders.cases.views import acts, case, figures, reply_templates, reporter, requests

urlpatterns = [
    path("cases/", case.CaseList.as_view(), name="case-list"),
    path("cases/new/", case.CaseCreate.as_view(), name="case-create"),
    path("cases/report/", figures.CaseReport.as_view(), name="case-report"),
    path("cases/export/", ListExport.as_view(of=case.CaseList), name="case-export"),
    path("cases/assign/", acts.CaseBulkAssign.as_view(), name="case-bulk-assign"),
    path("cases/templates/", reply_templates.ReplyTemplateList.as_view(), name="reply-template-list"),
    path("cases/templates/new/", reply_templates.ReplyTemplateCreate.as_view(), name="reply-template-create"),
    path("cases/templates/<int:pk>/", reply_templates.ReplyTemplateUpdate.as_view(), name="reply-template-update"),
    path(
        "cases/templates/<int:pk>/retire/", reply_templates.ReplyTemplateRetire.as_view(), name="reply-template-retire"
    ),
    path("cases/requests/<int:pk>/", requests.CaseRequestDecide.as_view(), name="case-request-decide"),
    path("cases/requests/<int:pk>/withdraw/", requests.CaseRequestWithdraw.as_view(), name="case-request-withdraw"),
    path("cases/photos/<int:pk>/", case.CasePhotoFile.as_view(), name="case-photo"),
    path("cases/<int:pk>/", case.CaseDetail.as_view(), name="case-detail"),
    path("cases/<int:pk>/print/", case.CasePrint.as_view(), name="case-print"),
    path("cases/<int:pk>/sort/", acts.CaseSort.as_view(), name="case-sort"),
    path("cases/<int:pk>/accept/", acts.CaseAccept.as_view(), name="case-accept"),
    path("cases/<int:pk>/assign/", acts.CaseAssign.as_view(), name="case-assign"),
    path("cases/<int:pk>/reply/", acts.CaseReply.as_view(), name="case-reply"),
    path("cases/<int:pk>/note/", acts.CaseNote.as_view(), name="case-note"),
    path("cases/<int:pk>/transfer/", acts.CaseTransfer.as_view(), name="case-transfer"),
    path("cases/<int:pk>/decline/", acts.CaseDecline.as_view(), name="case-decline"),
    path("cases/<int:pk>/close/", acts.CaseClose.as_view(), name="case-close"),
    path("cases/<int:pk>/reopen/", acts.CaseReopen.as_view(), name="case-reopen"),
    path("cases/<int:pk>/merge/", acts.CaseMerge.as_view(), name="case-merge"),
    path("cases/<int:pk>/unmerge/", acts.CaseUnmerge.as_view(), name="case-unmerge"),
    path("cases/<int:pk>/partner/", acts.CasePartner.as_view(), name="case-partner"),
    path("cases/<int:pk>/documents/new/", case.CaseDocumentAdd.as_view(), name="case-document-add"),
    path("cases/<int:pk>/extension/", requests.CaseExtension.as_view(), name="case-extension"),
    path("cases/<int:pk>/publication/", requests.CasePublication.as_view(), name="case-publication"),
    path("cases/<int:pk>/reporter/", reporter.CaseReveal.as_view(), name="case-reveal"),
    path("cases/<int:pk>/slip/", reporter.CaseSlip.as_view(), name="case-slip"),
]
