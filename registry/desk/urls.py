from django.urls import path

from registry.desk.views import audit, dashboard, gallery, more, review, search

app_name = "desk"

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("due/", dashboard.due_list, name="due-list"),
    path("more/", more.more, name="more"),
    path("review/", review.ReviewQueue.as_view(), name="review-queue"),
    path("review/next/", review.ReviewNext.as_view(), name="review-next"),
    path("search/", search.search, name="search"),
    path("log/", audit.AuditList.as_view(), name="audit-list"),
    path("log/reads/", audit.ReadList.as_view(), name="read-list"),
    path("components/", gallery.gallery, name="gallery"),
]
