"""One line a subject; each says what is inside."""

from django.urls import include, path

app_name = "communities"

urlpatterns = [
    path("", include("communities.regions.urls")),
    path("", include("communities.record_page.urls")),
    path("", include("communities.organizations.urls")),
    path("", include("communities.closings.urls")),
    path("", include("communities.postings.urls")),
    path("", include("communities.documents.urls")),
    path("", include("communities.settings_of_street.urls")),
    path("", include("communities.assessments.urls")),
    path("", include("communities.modes.urls")),
    path("", include("communities.centers.urls")),
    path("", include("communities.oversight.urls")),
    path("", include("communities.support.urls")),
    path("", include("communities.venues.urls")),
    path("", include("communities.filings.urls")),
    path("", include("communities.activities.urls")),
    path("", include("communities.notices.urls")),
    path("", include("communities.merging.urls")),
    path("", include("communities.ratings.urls")),
]
