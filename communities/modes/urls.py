from django.urls import path

from communities.modes import views
from communities.pages.exports import ListExport

urlpatterns = [
    path("management/", views.ManagementList.as_view(), name="management-list"),
    path("management/export/", ListExport.as_view(of=views.ManagementList), name="management-export"),
    path("management/proposals/", views.ProposalList.as_view(), name="management-proposals"),
    path("management/proposals/export/", ListExport.as_view(of=views.ProposalList), name="proposal-export"),
    path("management/new/", views.ManagementPropose.as_view(), name="management-propose"),
    path("management/<int:pk>/", views.ManagementDetail.as_view(), name="management-detail"),
    path("management/<int:pk>/withdraw/", views.ManagementWithdraw.as_view(), name="management-withdraw"),
    path("management/<int:pk>/correct/", views.ManagementCorrect.as_view(), name="management-correct"),
]
