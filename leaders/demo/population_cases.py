"""The matters and topics of the large population: the shares of a street that has worked with them for two years."""

from datetime import timedelta

from django.utils import timezone

from communities.regions.models import Level
from communities.search import tokens_of_place
from leaders.cases.models import Case, CaseEntry
from leaders.cases.models.case import CaseToken
from leaders.topics.models import Topic, TopicQuestion

# Of fifty matters: one to be taken up, three in hand, two answered, four passed on, the others closed.
STATES = ["received", *["handling"] * 3, *["answered"] * 2, *["transferred"] * 4, *["closed"] * 40]
WORDS = ["楼道灯坏了", "电梯停了", "车位太少", "垃圾清运不及时", "雨天积水", "夜间噪声", "绿地缺水", "门禁失灵"]
DAYS = 700
QUESTIONS = 3


def cases(regions, author):
    """A matter for each region, raised in a building; keys and sealed columns stay empty."""
    places, today = [region for region in regions if region.level == Level.BUILDING], timezone.localdate()
    kinds = Case.Category.values
    for number in range(1, len(regions) + 1):
        place, state = places[(number * 7919) % len(places)], STATES[number % len(STATES)]
        is_open = state in Case.OPEN
        received = today - timedelta(days=number % 20 if is_open else 20 + (number * 31) % DAYS)
        is_answered = state in ("answered", "closed")
        yield Case(
            id=number,
            category=kinds[number % len(kinds)],
            title=f"{place.name}{WORDS[number % len(WORDS)]}",
            text="请帮忙看一看。",
            region=place,
            region_path=place.path,
            source="resident",
            channel="online",
            state=state,
            received_on=received,
            assignee=None if state == "received" else author,
            acknowledge_by=received + timedelta(days=1),
            reply_by=received + timedelta(days=7),
            close_by=received + timedelta(days=21),
            due_on=received + timedelta(days=number % 21) if is_open else None,
            answered_on=received + timedelta(days=3) if is_answered else None,
            answer_workdays=3 if is_answered else None,
            destination="hotline" if state == "transferred" else "",
            destination_name="12345" if state == "transferred" else "",
            outcome="solved" if state == "closed" else "",
            settled_at=timezone.now() if state in ("closed", "transferred") else None,
            satisfaction=3 + number % 3 if state == "closed" and number % 2 else None,
        )


def lines(rows, author):
    """What the timeline of each begins and ends with."""
    for row in rows:
        yield CaseEntry(case=row, kind="received")
        if row.answered_on:
            yield CaseEntry(case=row, kind="reply", text="已安排处理。", by=author)


def case_tokens(rows):
    for row in rows:
        for token in sorted(tokens_of_place(row.title)):
            yield CaseToken(target=row, token=token, region_path=row.region_path)


def topics(regions, author):
    """A topic in every second community, in public."""
    places = [region for region in regions if region.level == Level.COMMUNITY]
    for number, place in enumerate(places[::2], start=1):
        yield Topic(
            id=number,
            title=f"{place.name}加装电梯",
            summary="征求意见，分批实施。",
            region=place,
            region_path=place.path,
            state="open",
            begun_by=author,
        )


def questions(rows):
    """One waits to be read, one has a day promised, one is answered."""
    today = timezone.localdate()
    for row in rows:
        for number in range(QUESTIONS):
            state = ("received", "open", "answered")[number]
            yield TopicQuestion(
                topic=row,
                region_path=row.region_path,
                text="费用怎么分摊？",
                state=state,
                asked_on=today - timedelta(days=number),
                promised_on=today + timedelta(days=9) if state == "open" else None,
                answer="按楼层分摊。" if state == "answered" else "",
                answered_on=today if state == "answered" else None,
            )
