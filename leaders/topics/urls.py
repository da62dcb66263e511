from django.urls import path

from communities.pages.exports import ListExport
from leaders.topics.views import acts, topic

urlpatterns = [
    path("topics/", topic.TopicList.as_view(), name="topic-list"),
    path("topics/export/", ListExport.as_view(of=topic.TopicList), name="topic-export"),
    path("topics/new/", topic.TopicCreate.as_view(), name="topic-create"),
    path("topics/<int:pk>/", topic.TopicDetail.as_view(), name="topic-detail"),
    path("topics/<int:pk>/edit/", acts.TopicUpdate.as_view(), name="topic-update"),
    path("topics/<int:pk>/publish/", acts.TopicPublish.as_view(), name="topic-publish"),
    path("topics/<int:pk>/close/", acts.TopicClose.as_view(), name="topic-close"),
    path("topics/<int:pk>/entry/", acts.TopicEntryAdd.as_view(), name="topic-entry"),
    path("topics/<int:pk>/representative/", acts.RepresentativeAdd.as_view(), name="topic-representative"),
    path("topics/<int:pk>/question/", acts.QuestionAdd.as_view(), name="topic-question-add"),
    path("topics/<int:pk>/documents/new/", topic.TopicDocumentAdd.as_view(), name="topic-document-add"),
    path(
        "topics/representatives/<int:pk>/leave/", acts.RepresentativeLeave.as_view(), name="topic-representative-leave"
    ),
    path("topics/questions/<int:pk>/", acts.QuestionAnswer.as_view(), name="topic-question"),
    path("topics/questions/<int:pk>/promise/", acts.QuestionPromise.as_view(), name="topic-question-promise"),
    path("topics/questions/<int:pk>/aside/", acts.QuestionAside.as_view(), name="topic-question-aside"),
]
