from django.core.exceptions import PermissionDenied
from django.shortcuts import render
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
