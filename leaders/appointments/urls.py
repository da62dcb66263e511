from django.urls import path

from communities.pages.exports import ListExport
from leaders.appointments import lists, views

urlpatterns = [
    path(
        "leaders/<int:pk>/appointments/new/",
        views.AppointmentCreate.as_view(),
        name="appointment-create",
    ),
    path("appointments/", lists.PostList.as_view(), name="appointment-list"),
    path("appointments/export/", ListExport.as_view(of=lists.PostList), name="appointment-export"),
    path("appointments/seat/", views.seat, name="seat-panel"),
    path("appointments/<int:pk>/", views.AppointmentPage.as_view(), name="appointment-detail"),
    path("appointments/<int:pk>/edit/", views.AppointmentUpdate.as_view(), name="appointment-update"),
    path("appointments/<int:pk>/withdraw/", views.AppointmentWithdraw.as_view(), name="appointment-withdraw"),
    path("appointments/<int:pk>/end/", views.AppointmentEnd.as_view(), name="appointment-end"),
    path("appointments/<int:pk>/end/correct/", views.AppointmentEndCorrect.as_view(), name="appointment-end-correct"),
]
