from django.urls import path

from communities.pages.exports import ListExport
from leaders.privacy import views

urlpatterns = [
    path("leaders/<int:pk>/copy/", views.PersonalCopy.as_view(), name="personal-copy"),
    path("leaders/<int:pk>/erasure/", views.ErasureCreate.as_view(), name="erasure-create"),
    path("erasures/", views.ErasureList.as_view(), name="erasure-list"),
    path("erasures/export/", ListExport.as_view(of=views.ErasureList), name="erasure-export"),
    path("erasures/<int:pk>/", views.ErasureDetail.as_view(), name="erasure-detail"),
    path("erasures/<int:pk>/held/", views.HoldOpen.as_view(), name="hold-open"),
    path("erasures/<int:pk>/held/<int:file>/", views.HoldFile.as_view(), name="hold-file"),
    path("erasures/<int:pk>/held/end/", views.HoldEnd.as_view(), name="hold-end"),
    path("erasures/<int:pk>/withdraw/", views.ErasureWithdraw.as_view(), name="erasure-withdraw"),
]
