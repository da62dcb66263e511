"""A topic as the street runs it and as an angry and an old resident read it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communities.documents.models import Document
from communities.notices.forms.public import signer
from leaders.topics.models import Topic, TopicQuestion
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from registry.desk.due import tasks
from registry.ui.days import said_day
from tests.factories import attach_pdf, make_case, make_tree, make_user
from tests.factories.topics import make_question, make_representative, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    tree = make_tree()
    tree.clerk = make_user(Role.OFFICE, tree.street)
    return tree


def page_of(topic):
    return reverse("directory:topic", args=[topic.pk])


def asked(text, seconds=30):
    stamp = signer.sign_object(timezone.now().timestamp() - seconds)
    return {"text": text, "website": "", "stamp": stamp}


def test_a_topic_is_begun_told_and_answered_in_the_browser(client, sign_in, tree):
    case = make_case(tree.building, text="何时装电梯？")
    sign_in(tree.clerk)
    client.post(
        reverse("leaders:topic-create") + f"?case={case.pk}",
        {"region": tree.compound.pk, "title": "加装电梯", "summary": "分两批。"},
    )
    topic = Topic.objects.get()
    today = str(timezone.localdate())
    assert client.get(page_of(topic)).status_code == 404
    client.post(reverse("leaders:topic-publish", args=[topic.pk]))
    client.post(
        reverse("leaders:topic-entry", args=[topic.pk]),
        {"kind": "meeting", "on": today, "title": "第一次协商会", "text": "到会二十三户。"},
    )
    client.post(
        reverse("leaders:topic-representative", args=[topic.pk]),
        {"name": "周桂芳", "how": "meeting", "chosen_on": today, "consented_on": today},
    )
    client.post(reverse("leaders:topic-question-add", args=[topic.pk]), {"text": "费用怎么分摊？"})
    question = TopicQuestion.objects.get()
    client.post(reverse("leaders:topic-question", args=[question.pk]), {"group": "费用", "text": "按楼层。"})

    shown = client.get(page_of(topic)).content.decode()

    assert topic.follows.get().case == case
    for text in ("到会二十三户。", "周桂芳", "费用怎么分摊？", "按楼层。", "分两批。"):
        assert text in shown


def test_what_is_not_answered_stands_in_the_open_with_the_day_promised(client, tree):
    topic = make_topic(tree.compound)
    unread, promised = make_question(topic, "为什么没人说话？"), make_question(topic, "几时开工？", promised_in=5)
    late = make_question(topic, "图纸在哪？", promised_in=1)
    TopicQuestion.objects.filter(pk=late.pk).update(promised_on=timezone.localdate() - timedelta(days=2))

    shown = client.get(page_of(topic)).content.decode()

    assert unread.text not in shown and promised.text in shown and late.text in shown
    assert said_day(promised.promised_on) in shown and "this day is past" in shown
    assert "2 questions are not answered yet" in shown


def test_a_resident_asks_without_a_name_and_a_worker_reads_first(client, tree):
    topic = make_topic(tree.compound)

    answer = client.post(page_of(topic), asked("电话13900139000，何时开工？"), REMOTE_ADDR="203.0.113.7")

    question = TopicQuestion.objects.get()
    assert answer.status_code == 302 and question.state == "received" and "13900139000" not in question.text
    assert AuditEntry.objects.get(verb="topic_question.ask").address == ""
    assert question.text[:2] not in client.get(page_of(topic)).content.decode().split("<form")[0]
    assert [task.title for task in tasks(tree.clerk)] == [question.text[:40]]
    codes = [client.post(page_of(topic), asked(f"第{n}问")).status_code for n in range(7)]
    assert codes[-1] == 429


def test_bad_questions_are_answered_with_the_text_kept(client, tree):
    topic = make_topic(tree.compound)
    for fields, said in (
        (asked("我是110101199003071233"), "identity card number"),
        (asked("字" * 301), "at most 300 characters"),
        (asked("几时开工", seconds=1), "within three seconds"),
    ):
        answer = client.post(page_of(topic), fields).content.decode()
        assert said in answer and fields["text"] in answer
    assert not TopicQuestion.objects.exists()


def test_a_question_sent_after_the_topic_was_closed_is_told_and_not_lost(client, tree):
    topic = make_topic(tree.compound)
    client.get(page_of(topic))
    topic.close(by=make_user(Role.OFFICE, tree.street))

    told = client.post(page_of(topic), asked("几时开工 谁来监工"))

    assert told.status_code == 409 and "几时开工 谁来监工" in told.content.decode()
    assert "errsum" in told.content.decode() and not TopicQuestion.objects.exists()


def test_at_most_five_representatives_and_a_name_that_leaves_is_gone(tree):
    topic = make_topic(tree.compound)
    rows = [make_representative(topic, name) for name in ("甲一", "乙二", "丙三", "丁四", "戊五")]
    with pytest.raises(ValidationError, match="Five representatives"):
        make_representative(topic, "己六")

    rows[1].leave(by=tree.clerk)

    rows[1].refresh_from_db()
    assert rows[1].name == "—"
    assert make_representative(topic, "己六").seat == 2
    assert "乙二" not in str(list(AuditEntry.objects.values_list()))


def test_the_key_of_a_matter_is_the_only_subscription(client, tree):
    topic, case = make_topic(tree.compound), make_case(tree.building)
    wrong = client.post(page_of(topic), {"follow-number": case.number, "follow-key": "AAAAAAAAAA"})
    assert "do not belong together" in wrong.content.decode() and not topic.follows.exists()

    for _again in range(2):
        client.post(page_of(topic), {"follow-number": case.number, "follow-key": case.key})
    [entry] = AuditEntry.objects.filter(verb="topic.follow")
    assert (entry.actor, entry.note, entry.object_id) == (None, "", topic.pk)

    assert topic.follows.get().case == case
    assert topic.title in client.get(reverse("directory:matter", args=[case.pk])).content.decode()


def test_a_topic_with_an_open_question_is_not_closed_and_a_closed_one_takes_none(tree):
    topic = make_topic(tree.compound)
    question = make_question(topic, promised_in=3)
    with pytest.raises(ValidationError, match="waits for its answer"):
        topic.close(by=tree.clerk)
    question.reply(by=tree.clerk, text="按楼层。", group="费用")
    topic.close(by=tree.clerk)

    with pytest.raises(ValidationError, match="takes no questions"):
        make_question(topic)


def test_a_promise_lies_ahead_and_an_answer_is_given_once(tree):
    question = make_question(make_topic(tree.compound))
    with pytest.raises(ValidationError):
        question.promise(by=tree.clerk, on=timezone.localdate() - timedelta(days=1), group="")
    question.reply(by=tree.clerk, text="按楼层。", group="")
    with pytest.raises(ValidationError):
        question.reply(by=tree.clerk, text="不对", group="")


def test_papers_of_a_topic_are_public_and_those_of_others_are_not(client, tree):
    topic, draft = make_topic(tree.compound), make_topic(tree.compound, is_public=False)
    case = make_case(tree.building)
    for owner in (topic, draft, case):
        attach_pdf(owner, by=tree.clerk)
    papers = [Document.objects.of(owner).get() for owner in (topic, draft, case)]

    def code(owner, paper):
        return client.get(reverse("directory:topic-paper", args=[owner.pk, paper.pk])).status_code

    assert code(topic, papers[0]) == 200
    assert [code(topic, papers[1]), code(topic, papers[2]), code(draft, papers[1])] == [404, 404, 404]
