from django.urls import path

from communities.pages.exports import ListExport
from communities.postings import views

urlpatterns = [
    path("people/", views.PersonList.as_view(), name="person-list"),
    path("people/export/", ListExport.as_view(of=views.PersonList), name="person-export"),
    path("people/new/", views.PersonCreate.as_view(), name="person-create"),
    path("people/<int:pk>/", views.PersonDetail.as_view(), name="person-detail"),
    path(
        "people/<int:pk>/reset-password/",
        views.PersonResetPassword.as_view(),
        name="person-reset-password",
    ),
    path("people/<int:pk>/reset-second-factor/", views.PersonResetFactor.as_view(), name="person-reset-factor"),
    path("people/<int:pk>/postings/new/", views.PostingCreate.as_view(), name="posting-create"),
    path("people/<int:pk>/deputy/", views.DeputyName.as_view(), name="person-deputy"),
    path("postings/<int:pk>/end/", views.PostingEnd.as_view(), name="posting-end"),
]
