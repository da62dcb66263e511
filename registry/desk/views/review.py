from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views import View

from registry.desk.waiting import COUNTED, SHOWN, queues_of

OWN = 20


class ReviewQueue(View):
    """What waits for this user's decision, the oldest first, and what this user handed in."""

    def get(self, request):
        queues = queues_of(request.user)
        if not queues:
            raise PermissionDenied
        chosen = next((queue for queue in queues if queue.key == request.GET.get("kind", "")), None)
        shown = [chosen] if chosen else queues
        counts = {queue.key: len(queue.for_user(request.user).values_list("pk")[:COUNTED]) for queue in queues}
        context = {
            "rows": _entries(shown, request.user, "for_user", SHOWN),
            "own": _entries(queues, request.user, "own", OWN),
            "kind": chosen.key if chosen else "",
            "tabs": [(queue.key, queue.label, counts[queue.key]) for queue in queues],
            "total": sum(counts.values()),
        }
        return render(request, "desk/review_queue.html", context)


def _entries(queues, user, side, most):
    """Entries of all `queues` in one line, the oldest first."""
    found = [queue.entry(row) for queue in queues for row in getattr(queue, side)(user)[:most]]
    return sorted(found, key=lambda entry: entry.at)[:most]
