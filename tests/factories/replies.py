"""Figures of satisfaction and what is replied to them."""

from communities.satisfaction.models import FEWEST_ANSWERS, SatisfactionAnswer
from leaders.replies.actions import figure_of
from leaders.replies.models import SatisfactionReply
from tests.clock import TODAY
from tests.factories.people import make_user


def make_answers(count=FEWEST_ANSWERS, score=4, **about):
    """Answers of residents about an `organization` or a `building`."""
    for _number in range(count):
        SatisfactionAnswer(score=score, **about).keep()


def make_reply(organization, by=None, **fields):
    """A reply of an organization to its figure, waiting to be read; the answers are made with it."""
    make_answers(organization=organization)
    values = {"voice": "group", "text": "谢谢大家，周三的排练改到晚上七点。", "replied_on": TODAY, "is_agreed": True}
    reply = SatisfactionReply(organization=organization, **values | fields)
    reply.submit(by=by or make_user(), figure=figure_of(reply))
    return reply


def make_shown_reply(organization, **fields):
    """The same, read by a second person: residents see it."""
    reply = make_reply(organization, **fields)
    reply.decide(by=make_user())
    return reply
