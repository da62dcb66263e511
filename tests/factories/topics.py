"""Topics of big projects."""

from datetime import timedelta

from django.utils import timezone

from leaders.topics.models import Representative, Topic, TopicQuestion
from tests.factories.people import make_user


def make_topic(region, *, is_public=True, by=None, **fields):
    topic = Topic(region=region, **({"title": "加装电梯", "summary": "十二栋楼分两批加装。"} | fields))
    topic.begin(by=by or make_user())
    if is_public:
        topic.publish(by=make_user())
    return topic


def make_question(topic, text="费用怎么分摊？", *, promised_in=None):
    """A question to be read; with `promised_in` one shown with the day promised."""
    question = TopicQuestion(topic=topic, text=text)
    question.ask()
    if promised_in is not None:
        question.promise(by=make_user(), on=timezone.localdate() + timedelta(days=promised_in), group="费用")
    return question


def make_representative(topic, name="周桂芳"):
    today = timezone.localdate()
    row = Representative(topic=topic, name=name, how="meeting", chosen_on=today, consented_on=today)
    row.take_seat(by=make_user())
    return row
