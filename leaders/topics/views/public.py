"""The page of a topic as residents read it: what is known, who speaks for them, what is answered and what is not."""

from datetime import timedelta
from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.documents.models import Document
from communities.notices.views.public import too_many
from communities.pages.stored import paper_response
from communities.records.throttle import SendingCount
from communities.regions.public import contact_of, region_dict
from leaders.cases.forms.public import KeyForm
from leaders.cases.models.case import number_of
from leaders.cases.views.key import TooManyTries, remember_key, try_key
from leaders.topics.forms import PublicQuestionForm
from leaders.topics.models import Topic, TopicQuestion
from registry.audit.requests import client_address, unmarked

SHOWN = 200
QUESTIONS_AN_HOUR = 5
HOUR = timedelta(hours=1)


@login_not_required
@require_safe
def topics(request):
    rows = Topic.objects.public().with_names().order_by("-id")[:SHOWN]
    found = [
        {"id": row.pk, "title": row.title, "place": row.region.place_label, "is_open": row.state == "open"}
        for row in rows
    ]
    return render(request, "directory/topics.html", {"topics": found, "nav": "matters"})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def topic(request, pk):
    """POST asks a question, or follows the topic with number and key of a matter."""
    row = get_object_or_404(Topic.objects.public().with_names(), pk=pk)
    question, key = PublicQuestionForm(), KeyForm(prefix="follow")
    if request.method == "POST" and "follow-number" in request.POST:
        key = KeyForm(request.POST, prefix="follow")
        answer = _follow(request, row, key)
        if answer is not None:
            return answer
    elif request.method == "POST":
        question = PublicQuestionForm(request.POST)
        answer = _ask(request, row, question)
        if answer is not None:
            return answer
    is_late = question.is_bound and row.state != Topic.State.OPEN  # closed meanwhile: what was written is shown
    context = _shown(request, row, question, key) | {"texts": [question["text"].value()] if is_late else []}
    return render(request, "directory/topic.html", context, status=409 if is_late else 200)


def _ask(request, row, form):
    if not form.is_valid():
        return None
    wait = SendingCount.take("topic", client_address(request), most=QUESTIONS_AN_HOUR, span=HOUR)
    if wait:
        return too_many(request, wait)
    try:
        with unmarked():
            TopicQuestion(topic=row, text=form.cleaned_data["text"]).ask()
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return None
    return redirect(f"{request.path}?done=asked")


def _follow(request, row, form):
    if not form.is_valid():
        return None
    try:
        case = try_key(request, number_of(form.cleaned_data["number"]), form.cleaned_data["key"])
    except TooManyTries as tried:
        return too_many(request, tried.seconds)
    if case is None:
        form.add_error(None, _("Number and key do not belong together. After five tries there is a wait."))
        return None
    row.follow(case=case)
    return remember_key(redirect(f"{request.path}?done=followed"), case, form.cleaned_data["key"])


def _shown(request, row, question, key):
    questions = [question_dict(one) for one in row.questions.shown()[:SHOWN]]
    papers = Document.objects.of(row)
    done = request.GET.get("done", "")
    return {
        "topic": {
            "id": row.pk, "title": row.title, "summary": row.summary, "place": region_dict(row.region),
            "is_open": row.state == Topic.State.OPEN,
        },
        "entries": [
            {"on": one.on, "kind": one.get_kind_display(), "title": one.title, "text": one.text}
            for one in row.entries.all()[:SHOWN]
        ],
        "people": [{"name": one.name, "how": one.get_how_display(), "on": one.chosen_on} for one in row.seats()],
        "groups": [(name, list(found)) for name, found in groupby(questions, key=lambda one: one["group"])],
        "waiting": sum(not one["answer"] for one in questions),
        "papers": [{"id": one.pk, "title": one.title, "size": one.size} for one in papers],
        "question_form": question,
        "key_form": key,
        "bad_form": next((form for form in (question, key) if form.errors), None),
        "done": done if done in ("asked", "followed") else "",
        "contact": contact_of(row.region),
        "nav": "matters",
    }  # fmt: skip


def question_dict(row):
    return {
        "group": row.group, "text": row.text, "asked_on": row.asked_on, "promised_on": row.promised_on,
        "is_late": row.is_late, "answer": row.answer, "answered_on": row.answered_on,
    }  # fmt: skip


@login_not_required
@require_safe
def document(request, pk, number):
    """A document of a public topic; documents of anything else do not exist here."""
    row = get_object_or_404(Topic.objects.public(), pk=pk)
    paper = Document.objects.of(row).filter(pk=number).first()
    if paper is None:
        raise Http404
    return paper_response(paper)
