from django.urls import path

from communities.pages.exports import ListExport
from communities.ratings import views

urlpatterns = [
    path("ratings/", views.RatingList.as_view(), name="rating-list"),
    path("ratings/new/", views.RatingCreate.as_view(), name="rating-create"),
    path("ratings/export/", ListExport.as_view(of=views.RatingList), name="rating-export"),
    path("ratings/<int:pk>/", views.RatingPage.as_view(), name="rating-detail"),
    path("ratings/<int:pk>/score/", views.RatingScore.as_view(), name="rating-score"),
    path("ratings/<int:pk>/submit/", views.RatingSubmit.as_view(), name="rating-submit"),
    path("ratings/<int:pk>/decide/", views.RatingDecide.as_view(), name="rating-decide"),
    path("ratings/<int:pk>/enforce/", views.RatingEnforce.as_view(), name="rating-enforce"),
    path("ratings/<int:pk>/withdraw/", views.RatingWithdraw.as_view(), name="rating-withdraw"),
    path("ratings/<int:pk>/documents/new/", views.RatingDocumentAdd.as_view(), name="rating-document-add"),
]
