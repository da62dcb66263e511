from django.urls import path

from leaders.views import appointments, attendance, consents, enrolments, leaders, registration, training_hours
from leaders.views import training as sessions
from leaders.views import training_feedback as feedback

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
    path("training/", sessions.TrainingList.as_view(), name="training-list"),
    path("training/new/", sessions.TrainingCreate.as_view(), name="training-create"),
    path("training/short/", training_hours.ShortList.as_view(), name="training-short"),
    path("training/short/export/", training_hours.ShortExport.as_view(), name="training-short-export"),
    path("training/enrol/", enrolments.EnrolPicked.as_view(), name="training-enrol-picked"),
    path("training/<int:pk>/", sessions.TrainingDetail.as_view(), name="training-detail"),
    path("training/<int:pk>/edit/", sessions.TrainingUpdate.as_view(), name="training-update"),
    path("training/<int:pk>/close/", sessions.TrainingClose.as_view(), name="training-close"),
    path("training/<int:pk>/reopen/", sessions.TrainingReopen.as_view(), name="training-reopen"),
    path("training/<int:pk>/finish/", sessions.TrainingFinish.as_view(), name="training-finish"),
    path("training/<int:pk>/cancel/", sessions.TrainingCancel.as_view(), name="training-cancel"),
    path("training/<int:pk>/documents/new/", sessions.TrainingDocumentAdd.as_view(), name="training-document-add"),
    path("training/<int:pk>/sheet/", sessions.TrainingSheet.as_view(), name="training-sheet"),
    path("training/<int:pk>/enrol/", enrolments.EnrolSearch.as_view(), name="training-enrol"),
    path("training/<int:pk>/enrol/many/", enrolments.EnrolFiltered.as_view(), name="training-enrol-many"),
    path("training/<int:pk>/roll/", attendance.RollCall.as_view(), name="training-roll"),
    path("training/<int:pk>/roll/rest/", attendance.RollRest.as_view(), name="training-roll-rest"),
    path("training/<int:pk>/certificates/", attendance.Certificates.as_view(), name="training-certificates"),
    path("training/<int:pk>/feedback/", feedback.FeedbackPoster.as_view(), name="training-feedback"),
    path("enrolments/<int:pk>/withdraw/", enrolments.EnrolmentWithdraw.as_view(), name="enrolment-withdraw"),
    path("enrolments/<int:pk>/mark/", attendance.RollMark.as_view(), name="enrolment-mark"),
    path("enrolments/<int:pk>/correct/", attendance.RollCorrect.as_view(), name="enrolment-correct"),
    path("enrolments/<int:pk>/certificate/", attendance.Certificate.as_view(), name="enrolment-certificate"),
]
