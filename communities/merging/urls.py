from django.urls import path

from communities.merging import views

urlpatterns = [
    path("doubles/leaders/", views.LeaderDoubles.as_view(), name="double-leaders"),
    path("doubles/leaders/<int:pk>/", views.LeaderDouble.as_view(), name="double-leader"),
    path("doubles/organizations/", views.OrganizationDoubles.as_view(), name="double-organizations"),
    path("doubles/organizations/<int:pk>/", views.OrganizationDouble.as_view(), name="double-organization"),
    path("doubles/merges/<int:pk>/undo/", views.MergeUndo.as_view(), name="merge-undo"),
]
