"""The public side, whole: what residents may open without an account."""

from django.urls import path

from communities.views import directory as places
from communities.views import public_notices, public_satisfaction
from leaders.views import directory as people
from leaders.views import honours
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
    path("notices/", public_notices.notices, name="notices"),
    path("notices/<int:pk>/", public_notices.notice, name="notice"),
    path("opinions/<str:token>/", public_notices.opinion, name="opinion"),
    path("honours/", honours.honours, name="honours"),
    path("organizations/<int:pk>/satisfaction/", public_satisfaction.of_organization, name="organization-satisfaction"),
    path("places/<int:pk>/satisfaction/", public_satisfaction.of_building, name="building-satisfaction"),
]
