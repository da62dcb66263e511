from django.urls import path

from communities.documents import views

urlpatterns = [
    path("documents/<int:pk>/", views.DocumentFile.as_view(), name="document-file"),
    path("documents/<int:pk>/remove/", views.DocumentRemove.as_view(), name="document-remove"),
]
