from django.urls import path

from leaders.views import (
    appointments,
    consents,
    incentive_acts,
    incentive_batches,
    incentives,
    leaders,
    registration,
)

app_name = "leaders"

urlpatterns = [
    path("leaders/", leaders.LeaderList.as_view(), name="leader-list"),
    path("leaders/new/", registration.LeaderCreate.as_view(), name="leader-create"),
    path("leaders/duplicates/", registration.duplicates, name="leader-duplicates"),
    path("leaders/export/", leaders.LeaderExport.as_view(), name="leader-export"),
    path("leaders/roster/", leaders.LeaderRoster.as_view(), name="leader-roster"),
    path("leaders/extend/", leaders.LeaderExtend.as_view(), name="leader-extend"),
    path("leaders/<int:pk>/", leaders.LeaderDetail.as_view(), name="leader-detail"),
    path("leaders/<int:pk>/edit/", registration.LeaderUpdate.as_view(), name="leader-update"),
    path("leaders/<int:pk>/stage/", leaders.LeaderStage.as_view(), name="leader-stage"),
    path("leaders/<int:pk>/phone/", leaders.LeaderReveal.as_view(), name="leader-reveal"),
    path("leaders/<int:pk>/print/", leaders.LeaderPrint.as_view(), name="leader-print"),
    path(
        "leaders/<int:pk>/appointments/new/",
        appointments.AppointmentCreate.as_view(),
        name="appointment-create",
    ),
    path("leaders/<int:pk>/consents/", consents.ConsentList.as_view(), name="consent-list"),
    path("consents/<int:pk>/withdraw/", consents.ConsentWithdraw.as_view(), name="consent-withdraw"),
    path("appointments/<int:pk>/", appointments.AppointmentPage.as_view(), name="appointment-detail"),
    path("appointments/<int:pk>/edit/", appointments.AppointmentUpdate.as_view(), name="appointment-update"),
    path("appointments/<int:pk>/end/", appointments.AppointmentEnd.as_view(), name="appointment-end"),
    path("incentives/", incentives.IncentiveList.as_view(), name="incentive-list"),
    path("incentives/new/", incentives.IncentiveCreate.as_view(), name="incentive-create"),
    path("incentives/batch/", incentive_batches.IncentiveBatch.as_view(), name="incentive-batch"),
    path("incentives/notice/", incentive_acts.IncentiveNotice.as_view(), name="incentive-notice"),
    path("incentives/approve/", incentive_acts.IncentiveBulkApprove.as_view(), name="incentive-bulk-approve"),
    path("incentives/award/", incentive_acts.IncentiveBulkAward.as_view(), name="incentive-bulk-award"),
    path("incentives/export/", incentives.IncentiveExport.as_view(), name="incentive-export"),
    path("incentives/<int:pk>/", incentives.IncentiveDetail.as_view(), name="incentive-detail"),
    path("incentives/<int:pk>/edit/", incentives.IncentiveUpdate.as_view(), name="incentive-update"),
    path("incentives/<int:pk>/award/", incentive_acts.IncentiveAward.as_view(), name="incentive-award"),
    path("incentives/<int:pk>/object/", incentive_acts.IncentiveObject.as_view(), name="incentive-object"),
    path("incentives/<int:pk>/resume/", incentive_acts.IncentiveResume.as_view(), name="incentive-resume"),
    path("incentives/<int:pk>/withdraw/", incentive_acts.IncentiveWithdraw.as_view(), name="incentive-withdraw"),
    path("incentives/<int:pk>/alone/", incentive_acts.IncentiveLeaveBatch.as_view(), name="incentive-leave-batch"),
    path("incentives/<int:pk>/certificate/", incentives.IncentiveCertificate.as_view(), name="incentive-certificate"),
]
