from django.urls import path

from leaders.views import appointments, consents, leaders, nominations, registration, reserves, stages, vacancies

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
    path("leaders/<int:pk>/stage/", stages.LeaderStage.as_view(), name="leader-stage"),
    path("leaders/<int:pk>/phone/", leaders.LeaderReveal.as_view(), name="leader-reveal"),
    path("leaders/<int:pk>/photo/", leaders.LeaderPhoto.as_view(), name="leader-photo"),
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
    path("stages/", stages.StageBoard.as_view(), name="stage-board"),
    path("stages/export/", stages.StageExport.as_view(), name="stage-export"),
    path("reserves/new/", reserves.ReserveCreate.as_view(), name="reserve-create"),
    path("reserves/<int:pk>/leave/", reserves.ReserveLeave.as_view(), name="reserve-leave"),
    path("appointments/<int:pk>/succession/", reserves.SuccessionEdit.as_view(), name="succession-edit"),
    path("appointments/<int:pk>/succession/done/", reserves.SuccessionFinish.as_view(), name="succession-finish"),
    path("vacancies/", vacancies.VacancyList.as_view(), name="vacancy-buildings"),
    path("vacancies/compounds/", vacancies.CompoundVacancies.as_view(), name="vacancy-compounds"),
    path("vacancies/organizations/", vacancies.OrganizationVacancies.as_view(), name="vacancy-organizations"),
    path("vacancies/export/", vacancies.VacancyExport.as_view(), name="vacancy-export"),
    path("nominations/", nominations.NominationList.as_view(), name="nomination-list"),
    path("nominations/new/", nominations.NominationCreate.as_view(), name="nomination-create"),
    path("nominations/export/", nominations.NominationExport.as_view(), name="nomination-export"),
    path("nominations/<int:pk>/", nominations.NominationDetail.as_view(), name="nomination-detail"),
    path("nominations/<int:pk>/contact/", nominations.NominationContact.as_view(), name="nomination-contact"),
    path("nominations/<int:pk>/accept/", nominations.NominationAccept.as_view(), name="nomination-accept"),
    path("nominations/<int:pk>/decline/", nominations.NominationDecline.as_view(), name="nomination-decline"),
    path("nominations/<int:pk>/phone/", nominations.NominationReveal.as_view(), name="nomination-reveal"),
]
