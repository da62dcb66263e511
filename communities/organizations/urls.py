from django.urls import path

from communities.organizations.views import legal_status, organization
from communities.pages.exports import ListExport

urlpatterns = [
    path("organizations/", organization.OrganizationList.as_view(), name="organization-list"),
    path("organizations/new/", organization.OrganizationCreate.as_view(), name="organization-create"),
    path("organizations/export/", ListExport.as_view(of=organization.OrganizationList), name="organization-export"),
    path(
        "organizations/publish/",
        organization.OrganizationBulkPublish.as_view(),
        name="organization-bulk-publish",
    ),
    path("organizations/<int:pk>/edit/", organization.OrganizationUpdate.as_view(), name="organization-update"),
    path(
        "organizations/<int:pk>/publish/",
        organization.OrganizationPublish.as_view(),
        name="organization-publish",
    ),
    path(
        "organizations/<int:pk>/unpublish/",
        organization.OrganizationUnpublish.as_view(),
        name="organization-unpublish",
    ),
    path("organizations/<int:pk>/members/", organization.MemberCountEdit.as_view(), name="member-count-edit"),
    path(
        "organizations/<int:pk>/registration/",
        legal_status.OrganizationRegistration.as_view(),
        name="organization-registration",
    ),
    path(
        "organizations/<int:pk>/registration/end/",
        legal_status.OrganizationRegistrationEnd.as_view(),
        name="organization-registration-end",
    ),
]
