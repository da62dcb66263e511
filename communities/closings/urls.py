from django.urls import path

from communities.closings import views

urlpatterns = [
    path("organizations/<int:pk>/end/", views.OrganizationEnd.as_view(), name="organization-end"),
    path("closings/<int:pk>/", views.ClosingDetail.as_view(), name="closing-detail"),
    path("closings/<int:pk>/withdraw/", views.ClosingWithdraw.as_view(), name="closing-withdraw"),
    path("closings/<int:pk>/take-back/", views.ClosingTakeBack.as_view(), name="closing-take-back"),
]
