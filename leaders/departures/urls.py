from django.urls import path

from leaders.departures import views

urlpatterns = [
    path("leaders/<int:pk>/departure/", views.DepartureCreate.as_view(), name="departure-create"),
    path("departures/<int:pk>/", views.DepartureDetail.as_view(), name="departure-detail"),
    path("departures/<int:pk>/take-back/", views.DepartureTakeBack.as_view(), name="departure-take-back"),
    path("departures/<int:pk>/came-back/", views.DepartureComeBack.as_view(), name="departure-come-back"),
]
