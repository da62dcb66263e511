from django.urls import path

from leaders.views import appointments, consents, leaders, registration

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
]
