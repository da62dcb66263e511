"""What the desk shows of topics: questions to read, answers promised, how its acts read, where it stands."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from communities.records.lines import DueEntry, Source
from leaders.topics.models import Topic, TopicQuestion
from registry.accounts.models import User
from registry.accounts.roles import Permission

AHEAD_DAYS = 3


def questions_due(_user: User) -> QuerySet[Any]:
    """To be read since the day they came, or promised for these days."""
    edge = timezone.localdate() + timedelta(days=AHEAD_DAYS)
    return TopicQuestion.objects.filter(state="open", promised_on__lte=edge)


def questions_to_read(_user: User) -> QuerySet[Any]:
    return TopicQuestion.objects.filter(state="received")


def topics_in_draft(_user: User) -> QuerySet[Any]:
    rows = Topic.objects.filter(state=Topic.State.DRAFT)
    return rows.annotate(begun_day=TruncDate("begun_at"))


def describe_draft(title: str) -> DueEntry:
    return "book", title, _("Topic, not in public yet"), _("Put into public")


def describe_promised(_topic: str, title: str, text: str) -> DueEntry:
    return "chat", text[:40], _("Answer promised: %(topic)s") % {"topic": title}, _("Answer")


def describe_unread(_topic: str, title: str, text: str) -> DueEntry:
    return "chat", text[:40], _("Question to be read: %(topic)s") % {"topic": title}, _("Read")


DUE = [
    Source(
        "topic_question", "", Permission.TOPIC_EDIT, questions_due, "promised_on", ("topic_id", "topic__title", "text"),
        describe_promised, "leaders:topic-question",
    ),
    Source(
        "topic_unread", "", Permission.TOPIC_EDIT, questions_to_read, "asked_on", ("topic_id", "topic__title", "text"),
        describe_unread, "leaders:topic-question",
    ),
    Source(
        "topic_draft", "", Permission.TOPIC_EDIT, topics_in_draft, "begun_day", ("title",), describe_draft,
        "leaders:topic-detail",
    ),
]  # fmt: skip

SENTENCES = {
    "topic.export": gettext_lazy("%(who)s exported topics"),
    "topic.begin": gettext_lazy("%(who)s began the topic %(what)s"),
    "topic.change": gettext_lazy("%(who)s changed the topic %(what)s"),
    "topic.follow": gettext_lazy("%(who)s follows the topic %(what)s with a matter"),
    "topic.publish": gettext_lazy("%(who)s put the topic %(what)s into public"),
    "topic.close": gettext_lazy("%(who)s closed the topic %(what)s"),
    "topic.entry": gettext_lazy("%(who)s told something about the topic %(what)s"),
    "topic.representative": gettext_lazy("%(who)s named a representative for the topic %(what)s"),
    "topic.representative_leave": gettext_lazy("%(who)s took a representative off the topic %(what)s"),
    "topic_question.ask": gettext_lazy("%(who)s asked: %(what)s"),
    "topic_question.promise": gettext_lazy("%(who)s promised an answer: %(what)s"),
    "topic_question.reply": gettext_lazy("%(who)s answered the question %(what)s"),
    "topic_question.set_aside": gettext_lazy("%(who)s set the question %(what)s aside"),
}

MENU = [
    item(
        "answer", "topic", Permission.TOPIC_VIEW, "leaders:topic-list", "plan", gettext_lazy("Topics of projects"),
    ),
]  # fmt: skip
