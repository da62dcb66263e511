from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from registry.desk.review import ALL, chosen_queues, opened
from registry.desk.waiting import after, counts, entries, queues_of


class ReviewQueue(View):
    """What waits for this user's decision, the oldest first, and what this user handed in: a few queries."""

    def get(self, request):
        queues = queues_of(request.user)
        if not queues:
            raise PermissionDenied
        key, chosen = chosen_queues(request.user, request.GET.get("kind", ""))
        number = counts(queues, request.user)
        rows = entries(chosen, request.user)
        context = {
            "rows": [(row, opened(row, key)) for row in rows],
            "own": entries(queues, request.user, own=True),
            "kind": "" if key == ALL else key,
            "tabs": [(one.source.key, one.source.label, number.get(one.source.key, 0)) for one in queues],
            "total": sum(number.values()),
        }
        return render(request, "desk/review_queue.html", context)


class ReviewNext(View):
    """After a decision: what stands next in the queue the page was opened from, or the queue when nothing does."""

    def get(self, request):
        if not queues_of(request.user):
            raise PermissionDenied
        key, chosen = chosen_queues(request.user, request.GET.get("queue", ""))
        row = after(entries(chosen, request.user), request.GET.get("at", ""))
        if row is not None:
            return redirect(opened(row, key))
        messages.info(request, _("Nothing waits for your decision any more."))
        return redirect("desk:review-queue")
