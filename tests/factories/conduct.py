"""Conduct reviews in each state."""

from leaders.conduct.models import ConductReview
from tests.factories.people import make_user

WAY = ["accepted", "told", "heard", "verified", "decided", "informed", "archived"]


def make_review(appointment, state="raised", *, by=None, is_founded=True):
    """A review brought to `state` by one worker and verified by another."""
    by = by or make_user()
    review = ConductReview(appointment=appointment, ground="accounts", facts="2026年3月的活动经费没有公布。")
    review.raise_(by=by)
    if state == "dismissed":
        review.dismiss(by=by, text="不是履职行为")
    for step in WAY[: WAY.index(state) + 1] if state in WAY else []:
        {
            "accepted": lambda: review.accept(by=by),
            "told": lambda: review.tell(by=by, text="当面告知"),
            "heard": lambda: review.hear(by=by, text="已补公布"),
            "verified": lambda: review.verify(by=make_user(), text="四月已公布"),
            "decided": lambda: review.decide(by=by, text="提醒一次", body="居民会议", is_founded=is_founded),
            "informed": lambda: review.inform(by=by, text="书面送达"),
            "archived": lambda: review.archive(by=by),
        }[step]()
    return review
