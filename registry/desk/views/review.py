from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from registry.desk.waiting import counts, entries, queues_of


class ReviewQueue(View):
    """What waits for this user's decision, the oldest first, and what this user handed in: three queries."""

    def get(self, request):
        queues = queues_of(request.user)
        if not queues:
            raise PermissionDenied
        asked = request.GET.get("kind", "")
        chosen = [queue for queue in queues if queue.source.key == asked]
        number = counts(queues, request.user)
        context = {
            "rows": entries(chosen or queues, request.user),
            "own": entries(queues, request.user, own=True),
            "kind": asked if chosen else "",
            "tabs": [(one.source.key, one.source.label, number.get(one.source.key, 0)) for one in queues],
            "total": sum(number.values()),
        }
        return render(request, "desk/review_queue.html", context)


class ReviewNext(View):
    """After a decision: the page of what waits longest, or the queue when nothing does."""

    def get(self, request):
        queues = queues_of(request.user)
        if not queues:
            raise PermissionDenied
        rows = entries(queues, request.user)
        if rows:
            return redirect(rows[0].url)
        messages.info(request, _("Nothing waits for your decision any more."))
        return redirect("desk:review-queue")
