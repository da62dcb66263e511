from django.urls import path

from communities.activities.views import activity, acts, calendar, photos, rules
from communities.pages.exports import ListExport

urlpatterns = [
    path("activities/", activity.ActivityList.as_view(), name="activity-list"),
    path("activities/new/", activity.ActivityCreate.as_view(), name="activity-create"),
    path("activities/held/", activity.HeldActivityCreate.as_view(), name="activity-create-held"),
    path("activities/export/", ListExport.as_view(of=activity.ActivityList), name="activity-export"),
    path("activities/publish/", acts.ActivityBulkPublish.as_view(), name="activity-bulk-publish"),
    path("activities/calendar/", calendar.ActivityCalendar.as_view(), name="activity-calendar"),
    path("activities/<int:pk>/", activity.ActivityDetail.as_view(), name="activity-detail"),
    path("activities/<int:pk>/edit/", activity.ActivityUpdate.as_view(), name="activity-update"),
    path("activities/<int:pk>/publish/", acts.ActivityPublish.as_view(), name="activity-publish"),
    path("activities/<int:pk>/unpublish/", acts.ActivityUnpublish.as_view(), name="activity-unpublish"),
    path("activities/<int:pk>/count/", acts.ActivityCount.as_view(), name="activity-count"),
    path("activities/<int:pk>/cancel/", acts.ActivityCancel.as_view(), name="activity-cancel"),
    path("activities/<int:pk>/photos/", photos.PhotoAdd.as_view(), name="activity-photo-add"),
    path("activity-photos/<int:pk>/", photos.PhotoFile.as_view(), name="activity-photo"),
    path("activity-photos/<int:pk>/agree/", photos.PhotoAgree.as_view(), name="activity-photo-agree"),
    path("activity-photos/<int:pk>/withdraw/", photos.PhotoWithdraw.as_view(), name="activity-photo-withdraw"),
    path("activity-photos/<int:pk>/remove/", photos.PhotoRemove.as_view(), name="activity-photo-remove"),
    path("activity-rules/", rules.ActivityRuleList.as_view(), name="activity-rule-list"),
    path("activity-rules/export/", ListExport.as_view(of=rules.ActivityRuleList), name="activity-rule-export"),
    path("activity-rules/new/", rules.ActivityRuleCreate.as_view(), name="activity-rule-create"),
    path("activity-rules/publish/", rules.ActivityRuleBulkPublish.as_view(), name="activity-rule-bulk-publish"),
    path("activity-rules/<int:pk>/", rules.ActivityRuleDetail.as_view(), name="activity-rule-detail"),
    path("activity-rules/<int:pk>/edit/", rules.ActivityRuleUpdate.as_view(), name="activity-rule-update"),
    path("activity-rules/<int:pk>/publish/", rules.ActivityRulePublish.as_view(), name="activity-rule-publish"),
    path(
        "activity-rules/<int:pk>/unpublish/",
        rules.ActivityRuleUnpublish.as_view(),
        name="activity-rule-unpublish",
    ),
    path("activity-rules/<int:pk>/change/", rules.ActivityRuleChange.as_view(), name="activity-rule-change"),
    path("activity-rules/<int:pk>/end/", rules.ActivityRuleEnd.as_view(), name="activity-rule-end"),
    path(
        "activity-rules/<int:pk>/<str:on>/restore/",
        rules.ActivityRuleRestore.as_view(),
        name="activity-rule-restore",
    ),
    path(
        "activity-rules/<int:pk>/<str:on>/count/",
        rules.SessionCount.as_view(),
        name="activity-session-count",
    ),
]
