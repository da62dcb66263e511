from django.urls import path

from communities.record_page import organization, region

urlpatterns = [
    path("regions/<int:pk>/", region.RegionDetail.as_view(), name="region-detail"),
    path("organizations/<int:pk>/", organization.OrganizationDetail.as_view(), name="organization-detail"),
]
