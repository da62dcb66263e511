from django.urls import path

from communities.pages.exports import ListExport
from leaders.incentives.views import acts, batches, certificates, earlier, incentive

urlpatterns = [
    path("incentives/", incentive.IncentiveList.as_view(), name="incentive-list"),
    path("incentives/new/", incentive.IncentiveCreate.as_view(), name="incentive-create"),
    path("incentives/batch/", batches.IncentiveBatch.as_view(), name="incentive-batch"),
    path("incentives/notice/", acts.IncentiveNotice.as_view(), name="incentive-notice"),
    path("incentives/approve/", acts.IncentiveBulkApprove.as_view(), name="incentive-bulk-approve"),
    path("incentives/award/", acts.IncentiveBulkAward.as_view(), name="incentive-bulk-award"),
    path("incentives/certificates/", certificates.IncentiveCertificates.as_view(), name="incentive-certificates"),
    path("incentives/export/", ListExport.as_view(of=incentive.IncentiveList), name="incentive-export"),
    path("incentives/earlier/", earlier.HonourList.as_view(), name="honour-list"),
    path("incentives/earlier/new/", earlier.HonourCreate.as_view(), name="honour-create"),
    path("incentives/earlier/export/", ListExport.as_view(of=earlier.HonourList), name="honour-export"),
    path("incentives/earlier/<int:pk>/", earlier.HonourDetail.as_view(), name="honour-detail"),
    path("incentives/earlier/<int:pk>/edit/", earlier.HonourUpdate.as_view(), name="honour-update"),
    path("incentives/earlier/<int:pk>/withdraw/", earlier.HonourWithdraw.as_view(), name="honour-withdraw"),
    path("incentives/earlier/<int:pk>/revoke/", earlier.HonourRevoke.as_view(), name="honour-revoke"),
    path("incentives/earlier/<int:pk>/documents/new/", earlier.HonourDocument.as_view(), name="honour-document"),
    path("incentives/<int:pk>/", incentive.IncentiveDetail.as_view(), name="incentive-detail"),
    path("incentives/<int:pk>/edit/", incentive.IncentiveUpdate.as_view(), name="incentive-update"),
    path("incentives/<int:pk>/award/", acts.IncentiveAward.as_view(), name="incentive-award"),
    path("incentives/<int:pk>/object/", acts.IncentiveObject.as_view(), name="incentive-object"),
    path("incentives/<int:pk>/resume/", acts.IncentiveResume.as_view(), name="incentive-resume"),
    path("incentives/<int:pk>/withdraw/", acts.IncentiveWithdraw.as_view(), name="incentive-withdraw"),
    path("incentives/<int:pk>/recall/", acts.IncentiveRecall.as_view(), name="incentive-recall"),
    path("incentives/<int:pk>/alone/", acts.IncentiveLeaveBatch.as_view(), name="incentive-leave-batch"),
    path("incentives/<int:pk>/certificate/", certificates.IncentiveCertificate.as_view(), name="incentive-certificate"),
]
