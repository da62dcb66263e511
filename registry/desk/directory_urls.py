"""The public side, whole: what residents may open without an account."""

from django.urls import path

from communities.views import directory as places
from leaders.views import directory as people
from leaders.views import training_feedback
from registry.desk.views import home

app_name = "directory"

urlpatterns = [
    path("", home.home, name="home"),
    path("find/", home.find, name="find"),
    path("privacy/", home.privacy, name="privacy"),
    path("accessibility/", home.accessibility, name="accessibility"),
    path("places/", places.places, name="places"),
    path("places/<int:pk>/", people.place, name="place"),
    path("organizations/", places.organizations, name="organizations"),
    path("organizations/<int:pk>/", people.organization, name="organization"),
    path("building-heads/", people.building_heads, name="building-heads"),
    path("owners-committees/", people.estates, name="estates"),
    path("leaders/<int:pk>/", people.leader, name="leader"),
    path("leaders/<int:pk>/photo/", people.photo, name="photo"),
    path("training/<str:token>/", training_feedback.Feedback.as_view(), name="training-feedback"),
]
