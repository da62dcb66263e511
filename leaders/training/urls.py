from django.urls import path

from communities.pages.exports import ListExport
from leaders.training.views import attendance, door, enrolments, feedback, hours, link, outside, proof, session

urlpatterns = [
    path("training/", session.TrainingList.as_view(), name="training-list"),
    path("training/new/", session.TrainingCreate.as_view(), name="training-create"),
    path("training/export/", ListExport.as_view(of=session.TrainingList), name="training-export"),
    path("training/short/", hours.ShortList.as_view(), name="training-short"),
    path("training/short/export/", ListExport.as_view(of=hours.ShortList), name="training-short-export"),
    path("training/outside/", outside.OutsideList.as_view(), name="training-outside-list"),
    path("training/outside/new/", outside.OutsideCreate.as_view(), name="training-outside-create"),
    path("training/outside/export/", ListExport.as_view(of=outside.OutsideList), name="training-outside-export"),
    path("training/outside/<int:pk>/", outside.OutsideDetail.as_view(), name="training-outside-detail"),
    path("training/outside/<int:pk>/edit/", outside.OutsideUpdate.as_view(), name="training-outside-update"),
    path("training/outside/<int:pk>/withdraw/", outside.OutsideWithdraw.as_view(), name="training-outside-withdraw"),
    path("training/outside/<int:pk>/revoke/", outside.OutsideRevoke.as_view(), name="training-outside-revoke"),
    path(
        "training/outside/<int:pk>/documents/new/", outside.OutsideDocument.as_view(), name="training-outside-document"
    ),
    path("training/proof/<int:pk>/<int:year>/", proof.Proof.as_view(), name="training-proof"),
    path("training/enrol/", enrolments.EnrolPicked.as_view(), name="training-enrol-picked"),
    path("training/<int:pk>/", session.TrainingDetail.as_view(), name="training-detail"),
    path("training/<int:pk>/edit/", session.TrainingUpdate.as_view(), name="training-update"),
    path("training/<int:pk>/close/", session.TrainingClose.as_view(), name="training-close"),
    path("training/<int:pk>/reopen/", session.TrainingReopen.as_view(), name="training-reopen"),
    path("training/<int:pk>/finish/", session.TrainingFinish.as_view(), name="training-finish"),
    path("training/<int:pk>/resume/", session.TrainingResume.as_view(), name="training-resume"),
    path("training/<int:pk>/cancel/", session.TrainingCancel.as_view(), name="training-cancel"),
    path("training/<int:pk>/documents/new/", session.TrainingDocumentAdd.as_view(), name="training-document-add"),
    path("training/<int:pk>/sheet/", session.TrainingSheet.as_view(), name="training-sheet"),
    path("training/<int:pk>/enrol/", enrolments.EnrolSearch.as_view(), name="training-enrol"),
    path("training/<int:pk>/enrol/many/", enrolments.EnrolFiltered.as_view(), name="training-enrol-many"),
    path("training/<int:pk>/links/", link.LinkSheet.as_view(), name="training-links"),
    path("training/<int:pk>/links/end/", link.LinkEnd.as_view(), name="training-link-end"),
    path("training/<int:pk>/roll/", attendance.RollCall.as_view(), name="training-roll"),
    path("training/<int:pk>/roll/rest/", attendance.RollRest.as_view(), name="training-roll-rest"),
    path("training/<int:pk>/certificates/", attendance.Certificates.as_view(), name="training-certificates"),
    path("training/<int:pk>/door/", door.DoorPoster.as_view(), name="training-door-code"),
    path("training/<int:pk>/reminder/", door.Reminder.as_view(), name="training-reminder"),
    path("training/<int:pk>/feedback/", feedback.FeedbackPoster.as_view(), name="training-feedback"),
    path("enrolments/<int:pk>/withdraw/", enrolments.EnrolmentWithdraw.as_view(), name="enrolment-withdraw"),
    path("enrolments/<int:pk>/mark/", attendance.RollMark.as_view(), name="enrolment-mark"),
    path("enrolments/<int:pk>/correct/", attendance.RollCorrect.as_view(), name="enrolment-correct"),
    path("enrolments/<int:pk>/certificate/", attendance.Certificate.as_view(), name="enrolment-certificate"),
]
