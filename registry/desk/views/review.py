from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from communities.records.lines import waiting_key
from registry.accounts.requests import StaffRequest
from registry.desk.bulk import confirm, tokens
from registry.desk.review import ALL, chosen_queues, opened
from registry.desk.waiting import after, counts, entries, queues_of


class ReviewQueue(View):
    """What waits for this user's decision, the oldest first, and what this user handed in: a few queries."""

    def get(self, request: StaffRequest) -> HttpResponse:
        return self.show(request, request.GET.get("kind", ""))

    def show(self, request: StaffRequest, kind: str, status: int = 200, **told: Any) -> HttpResponse:
        queues = queues_of(request.user)
        if not queues:
            raise PermissionDenied
        key, chosen = chosen_queues(request.user, kind)
        number = counts(queues, request.user)
        rows = entries(chosen, request.user)
        boxes = tokens(chosen[0], rows, request.user) if len(chosen) == 1 and chosen[0].verb else {}
        tabs = [(one.source.key, one.source.label, number.get(one.source.key, 0)) for one in queues]
        context = {
            "rows": [(row, opened(row, key)) for row in rows],
            "boxes": [(row, opened(row, key), boxes.get(row.pk, "")) for row in rows] if boxes else [],
            "own": entries(queues, request.user, own=True),
            "kind": "" if key == ALL else key,
            "tabs": [tab for tab in tabs if tab[2] or tab[0] == key],
            "total": sum(number.values()),
        }
        return render(request, "desk/review_queue.html", context | told, status=status)


class ReviewBulk(ReviewQueue):
    """POST with the entries ticked of one kind: each is confirmed as it was shown; who comes too late is told which."""

    http_method_names = ["post"]

    def post(self, request: StaffRequest) -> HttpResponseBase:
        if not queues_of(request.user):
            raise PermissionDenied
        key, chosen = chosen_queues(request.user, request.POST.get("kind", ""))
        if len(chosen) != 1 or not chosen[0].verb:
            raise Http404
        done, refused = confirm(chosen[0], request.POST.getlist("pick"), request.user)
        cache.delete(waiting_key(request.user))
        words = ngettext("Confirmed: %(n)s entry.", "Confirmed: %(n)s entries.", done) % {"n": done}
        if refused:
            return self.show(request, key, status=409, refused=refused, done=words)
        messages.success(request, words)
        return redirect(f"{reverse('desk:review-queue')}?kind={key}")


class ReviewNext(View):
    """After a decision: what stands next in the queue the page was opened from, or the queue when nothing does."""

    def get(self, request: StaffRequest) -> HttpResponseRedirect:
        if not queues_of(request.user):
            raise PermissionDenied
        key, chosen = chosen_queues(request.user, request.GET.get("queue", ""))
        row = after(entries(chosen, request.user), request.GET.get("at", ""))
        if row is not None:
            return redirect(opened(row, key))
        messages.info(request, _("Nothing waits for your decision any more."))
        return redirect("desk:review-queue")
