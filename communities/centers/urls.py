from django.urls import path

from communities.centers import views
from communities.pages.exports import ListExport

urlpatterns = [
    path("centers/", views.CenterList.as_view(), name="center-list"),
    path("centers/export/", ListExport.as_view(of=views.CenterList), name="center-export"),
    path("centers/new/", views.CenterCreate.as_view(), name="center-create"),
    path("centers/<int:pk>/", views.CenterDetail.as_view(), name="center-detail"),
    path("centers/<int:pk>/edit/", views.CenterUpdate.as_view(), name="center-update"),
    path("centers/<int:pk>/retire/", views.CenterRetire.as_view(), name="center-retire"),
    path("centers/<int:pk>/host/", views.HostingBegin.as_view(), name="hosting-begin"),
    path("centers/<int:pk>/services/new/", views.ServiceCreate.as_view(), name="center-service-create"),
    path("center-services/<int:pk>/edit/", views.ServiceUpdate.as_view(), name="center-service-update"),
    path("hostings/<int:pk>/transfer/", views.HostingTransfer.as_view(), name="hosting-transfer"),
    path("hostings/<int:pk>/end/", views.HostingEnd.as_view(), name="hosting-end"),
]
