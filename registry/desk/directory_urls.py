"""The public side, whole: what residents may open without an account."""

from django.urls import path

from communities.activities.views import public as events
from communities.directory import views as places
from communities.filings.views import certificates
from communities.notices.views import public as public_notices
from communities.satisfaction import views as public_satisfaction
from leaders.cases.views import follow
from leaders.cases.views import public as matters
from leaders.directory import views as people
from leaders.incentives.views import certificates as thanks
from leaders.incentives.views import honours
from leaders.nominations.views import public as nominate
from leaders.replies import views as public_replies
from leaders.topics.views import public as topics
from leaders.training.views import door as training_door
from leaders.training.views import feedback as training_feedback
from leaders.training.views import link as training_link
from leaders.training.views import proof as training_proof
from registry.desk.views import browsers, help, home

app_name = "directory"

urlpatterns = [
    path("", home.home, name="home"),
    path("robots.txt", browsers.robots, name="robots"),
    path("favicon.ico", browsers.favicon, name="favicon"),
    path("find/", home.find, name="find"),
    path("help/", help.for_residents, name="help"),
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
    path("filings/<str:token>/", certificates.verify, name="filing-verify"),
    path("activities/", events.activities, name="activities"),
    path("activities/calendar.ics", events.feed, name="activities-feed"),
    path("activities/<int:pk>/", events.activity, name="activity"),
    path("activities/<int:pk>/calendar.ics", events.activity_ics, name="activity-ics"),
    path("activities/sessions/<int:pk>/<str:on>/", events.session, name="session"),
    path("activities/sessions/<int:pk>/<str:on>/calendar.ics", events.session_ics, name="session-ics"),
    path("activities/photos/<int:pk>/", events.photo, name="activity-photo"),
    path("organizations/<int:pk>/calendar.ics", events.organization_feed, name="organization-feed"),
    path("nominate/", nominate.nominate, name="nominate"),
    path("nominate/done/", nominate.nominate_done, name="nominate-done"),
    path("training/proof/<str:token>/", training_proof.check, name="training-proof-check"),
    path("training/door/<str:code>/", training_door.Door.as_view(), name="training-door"),
    path("training/join/<str:code>/", training_link.OwnEnrolment.as_view(), name="training-link"),
    path("training/<str:token>/", training_feedback.Feedback.as_view(), name="training-feedback"),
    path("notices/", public_notices.notices, name="notices"),
    path("notices/<int:pk>/", public_notices.notice, name="notice"),
    path("opinions/<str:token>/", public_notices.opinion, name="opinion"),
    path("matters/", follow.follow, name="matter-follow"),
    path("matters/new/", matters.raise_matter, name="matter-new"),
    path("matters/open/<int:pk>/<str:key>/", follow.open_by_code, name="matter-open"),
    path("matters/<int:pk>/", follow.matter, name="matter"),
    path("matters/<int:pk>/slip/", follow.slip, name="matter-slip"),
    path("matters/<int:pk>/photos/<int:number>/", follow.photo, name="matter-photo"),
    path("places/<int:pk>/matters/", public_replies.of_place, name="place-matters"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<int:pk>/", topics.topic, name="topic"),
    path("topics/<int:pk>/papers/<int:number>/", topics.document, name="topic-paper"),
    path("honours/", honours.honours, name="honours"),
    path("honours/check/<str:token>/", thanks.check, name="honour-check"),
    path("organizations/<int:pk>/satisfaction/", public_satisfaction.of_organization, name="organization-satisfaction"),
    path("places/<int:pk>/satisfaction/", public_satisfaction.of_building, name="building-satisfaction"),
]
