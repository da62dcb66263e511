from django.urls import path

from communities.views import documents, organizations, picker, postings, regions, rules

app_name = "communities"

urlpatterns = [
    path("regions/", regions.RegionList.as_view(), name="region-list"),
    path("regions/<int:pk>/", regions.RegionDetail.as_view(), name="region-detail"),
    path("regions/<int:pk>/add/", regions.RegionAdd.as_view(), name="region-add"),
    path("regions/<int:pk>/rename/", regions.RegionRename.as_view(), name="region-rename"),
    path("regions/<int:pk>/describe/", regions.RegionDescribe.as_view(), name="region-describe"),
    path("regions/<int:pk>/retire/", regions.RegionRetire.as_view(), name="region-retire"),
    path("regions/<int:pk>/reopen/", regions.RegionReopen.as_view(), name="region-reopen"),
    path("organizations/", organizations.OrganizationList.as_view(), name="organization-list"),
    path("organizations/new/", organizations.OrganizationCreate.as_view(), name="organization-create"),
    path("organizations/export/", organizations.OrganizationExport.as_view(), name="organization-export"),
    path(
        "organizations/publish/",
        organizations.OrganizationBulkPublish.as_view(),
        name="organization-bulk-publish",
    ),
    path("organizations/<int:pk>/", organizations.OrganizationDetail.as_view(), name="organization-detail"),
    path("organizations/<int:pk>/edit/", organizations.OrganizationUpdate.as_view(), name="organization-update"),
    path(
        "organizations/<int:pk>/publish/",
        organizations.OrganizationPublish.as_view(),
        name="organization-publish",
    ),
    path(
        "organizations/<int:pk>/unpublish/",
        organizations.OrganizationUnpublish.as_view(),
        name="organization-unpublish",
    ),
    path("organizations/<int:pk>/end/", organizations.OrganizationEnd.as_view(), name="organization-end"),
    path("organizations/<int:pk>/members/", organizations.MemberCountEdit.as_view(), name="member-count-edit"),
    path("regions/panel/", picker.region_panel, name="region-panel"),
    path("people/", postings.PersonList.as_view(), name="person-list"),
    path("people/new/", postings.PersonCreate.as_view(), name="person-create"),
    path("people/<int:pk>/", postings.PersonDetail.as_view(), name="person-detail"),
    path(
        "people/<int:pk>/reset-password/",
        postings.PersonResetPassword.as_view(),
        name="person-reset-password",
    ),
    path("people/<int:pk>/postings/new/", postings.PostingCreate.as_view(), name="posting-create"),
    path("postings/<int:pk>/end/", postings.PostingEnd.as_view(), name="posting-end"),
    path("documents/<int:pk>/", documents.DocumentFile.as_view(), name="document-file"),
    path("documents/<int:pk>/remove/", documents.DocumentRemove.as_view(), name="document-remove"),
    path("settings/", rules.RuleList.as_view(), name="rule-list"),
    path("settings/new/", rules.RuleCreate.as_view(), name="rule-create"),
]
