"""One line a subject; each says what is inside."""

from django.urls import include, path

app_name = "leaders"

urlpatterns = [
    path("", include("leaders.registration.urls")),
    path("", include("leaders.record_page.urls")),
    path("", include("leaders.cultivation.urls")),
    path("", include("leaders.appointments.urls")),
    path("", include("leaders.consents.urls")),
    path("", include("leaders.departures.urls")),
    path("", include("leaders.nominations.urls")),
    path("", include("leaders.training.urls")),
    path("", include("leaders.incentives.urls")),
    path("", include("leaders.cases.urls")),
    path("", include("leaders.replies.urls")),
    path("", include("leaders.imports.urls")),
    path("", include("leaders.topics.urls")),
    path("", include("leaders.conduct.urls")),
    path("", include("leaders.privacy.urls")),
]
