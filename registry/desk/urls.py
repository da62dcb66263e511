from django.urls import path

from registry.desk.views import dashboard, gallery, more, review, search

app_name = "desk"

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("more/", more.more, name="more"),
    path("review/", review.ReviewQueue.as_view(), name="review-queue"),
    path("search/", search.search, name="search"),
    path("components/", gallery.gallery, name="gallery"),
]
