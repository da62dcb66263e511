"""Following a matter by number and key: what was answered, answering back, closing, opening again, rating."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.notices.views.public import too_many
from communities.pages.stored import picture_response
from communities.records.throttle import SendingCount
from communities.regions.public import contact_of, region_dict
from leaders.cases.forms.public import KeyForm, MessageForm, ScoreForm
from leaders.cases.models import Case, CaseEntry
from leaders.cases.models.case import number_of
from leaders.cases.slip import slip_of
from leaders.cases.urgent import sounds_urgent
from leaders.cases.views.key import TooManyTries, forget_key, held_case, photo_of, remember_key, try_key
from registry.audit.requests import unmarked
from registry.sign_in.again import kept_of

MESSAGES_AN_HOUR = 10
HOUR = timedelta(hours=1)
SHOWN = 100
STAFF = [kind for kind in CaseEntry.PUBLIC if kind not in (CaseEntry.Kind.MESSAGE, CaseEntry.Kind.RECEIVED)]


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request):
    """Number and key."""
    form = KeyForm(request.POST or None, initial={"number": request.GET.get("number", "")[:20]})
    if request.method == "POST" and form.is_valid():
        number = number_of(form.cleaned_data["number"])
        try:
            case = try_key(request, number, form.cleaned_data["key"])
        except TooManyTries as tried:
            return _wait(request, tried)
        if case is not None:
            return remember_key(redirect("directory:matter", case.pk), case, form.cleaned_data["key"])
        form.add_error(None, _("Number and key do not belong together. After five tries there is a wait."))
    return _private(render(request, "directory/matter_key.html", {"form": form, "nav": "matters"}))


@login_not_required
@require_safe
def open_by_code(request, pk, key):
    """What the QR code of a slip opens: the key goes into the cookie and out of the address."""
    try:
        case = try_key(request, pk, key)
    except TooManyTries as tried:
        return _wait(request, tried)
    if case is None:
        return _private(redirect("directory:matter-follow"))
    return _private(remember_key(redirect("directory:matter", case.pk), case, key))


@login_not_required
@require_safe
def slip(request, pk):
    """Number, key and code, to be kept or printed; for the browser that holds the key."""
    case, key = held_case(request, pk)
    if case is None:
        return redirect("directory:matter-follow")
    context = {
        "slip": slip_of(request, case, key),
        "id": case.pk,
        "place": region_dict(case.region),
        "contact": contact_of(case.region),
        "day": case.main.reply_by,
        "is_urgent": sounds_urgent(case.text),
        "nav": "matters",
    }
    return _private(render(request, "directory/matter_slip.html", context))


@login_not_required
@require_safe
def photo(request, pk, number):
    return _private(picture_response(photo_of(request, pk, number).file))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def matter(request, pk):
    """One matter for whoever holds its key. POST does one of ACTS."""
    case, _held_key = held_case(request, pk)
    if case is None:
        return _key_again(request, pk) if request.method == "POST" else redirect("directory:matter-follow")
    form, refused = None, ""
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act == "leave":
            return forget_key(redirect("directory:matter-follow"), pk)
        if SendingCount.take(f"matter-act-{pk}", "", most=MESSAGES_AN_HOUR, span=HOUR):
            return too_many(request, HOUR.seconds)
        try:
            form = ACTS[act](case, request.POST) if act in ACTS else None
        except ValidationError as wrong:
            refused = " ".join(wrong.messages)
            form = MessageForm(request.POST) if act in WRITTEN else None
        if not refused and (form is None or form.is_valid()):
            return redirect(f"{request.path}?done={act}" if act in ACTS else request.path)
        case, _held_key = held_case(request, pk)
    status = 409 if refused else 200
    return _private(render(request, "directory/matter.html", _shown(request, case, form, refused), status=status))


def _key_again(request, pk):
    """The browser holds the key no more: another slip was printed, or it was forgotten here."""
    form = KeyForm(initial={"number": Case(pk=pk).number})
    context = {"form": form, "is_refused": True, "texts": kept_of(request)["texts"], "nav": "matters"}
    return _private(render(request, "directory/matter_key.html", context, status=403))


def _answer(case, data):
    form = MessageForm(data)
    if form.is_valid():
        with unmarked():
            case.answer_back(text=form.cleaned_data["text"])
    return form


def _reopen(case, data):
    form = MessageForm(data)
    if form.is_valid():
        with unmarked():
            case.reopen(by=None, text=form.cleaned_data["text"])
    return form


def _rate(case, data):
    form = ScoreForm(data)
    if form.is_valid():
        case.rate(score=form.cleaned_data["score"])
    return form


def _close(case, data):
    outcome = Case.Outcome.SOLVED if data.get("outcome") == "solved" else Case.Outcome.TAKEN_BACK
    with unmarked():
        case.close(by=None, outcome=outcome)


def _say(case, data):
    with unmarked():
        case.say_whether_solved(is_solved=data.get("solved") == "yes")


def _withhold(case, _data):
    with unmarked():
        case.withhold()


ACTS = {
    "answer": _answer,
    "reopen": _reopen,
    "rate": _rate,
    "close": _close,
    "say": _say,
    "withhold": _withhold,
}  # fmt: skip


WRITTEN = ("answer", "reopen")  # what was written for one may be sent as the other, where that is open by now


def _shown(request, case, form, refused):
    main = case.main
    entries = [(row.get_kind_display(), row.at, row.text, row.kind == "message") for row in _lines(case)]
    is_settled = main.state in (Case.State.CLOSED, Case.State.TRANSFERRED)
    posted = request.POST.get("act", "")
    kept = form if refused else None
    may_answer = not is_settled
    may_reopen = is_settled and case.merged_into_id is None and case.may_be_reopened
    return {
        "matter": {
            "id": case.pk, "number": case.number, "text": case.text, "category": case.get_category_display(),
            "place": region_dict(case.region), "received_on": case.received_on, "state": main.get_state_display(),
            "due_on": main.due_on, "is_late": main.is_late, "is_joined": case.merged_into_id is not None,
            "outcome": main.get_outcome_display() if main.outcome else "", "destination": main.destination_name,
            "may_publish": case.may_publish, "photos": [row.pk for row in case.photos.all()],
        },
        "entries": entries,
        "topics": _topics(case),
        "step": main.state,
        "may_close": main.state == Case.State.ANSWERED and case.merged_into_id is None,
        "may_answer": may_answer,
        "may_reopen": may_reopen,
        "may_rate": main.state == Case.State.CLOSED and case.satisfaction is None,
        "is_rated": case.satisfaction is not None,
        "asks_again": case.is_asked_again,
        "answer_form": kept or (form if posted == "answer" else MessageForm()),
        "reopen_form": kept or (form if posted == "reopen" else MessageForm()),
        "score_form": form if posted == "rate" else ScoreForm(),
        "bad_form": form if form is not None and form.errors else None,
        "refused": refused,
        "texts": [kept["text"].value()] if kept and not (may_answer or may_reopen) else [],
        "done": request.GET.get("done", "") if request.GET.get("done") in ACTS else "",
        "contact": contact_of(case.region),
        "nav": "matters",
    }  # fmt: skip


def _lines(case):
    """Its own public lines and, when it was joined with another, what the staff says there: never its messages."""
    rows = CaseEntry.objects.filter(case=case, kind__in=CaseEntry.PUBLIC)
    if case.merged_into_id:
        rows = rows | CaseEntry.objects.filter(case=case.merged_into_id, kind__in=STAFF)
    return rows[:SHOWN]


def _topics(case):
    """The public topics this key follows, each with the day of the newest entry."""
    rows = case.topic_follows.exclude(topic__state="draft").annotate(newest=Max("topic__entries__on"))
    return list(rows.order_by("-newest").values("topic_id", "topic__title", "newest")[:SHOWN])


def _wait(request, tried):
    response = render(
        request, "directory/matter_wait.html", {"minutes": -(-tried.seconds // 60), "nav": "matters"}, status=429
    )  # fmt: skip
    response["Retry-After"] = str(tried.seconds)
    return _private(response)


def _private(response):
    """Out of every cache and index."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response
