from django.shortcuts import render
from django.utils import timezone
from django.views import View

from communities.views.base import ScopedMixin
from leaders.models import Appointment, Kind
from registry.accounts.roles import Permission

SHOWN = 100


class ReviewQueue(ScopedMixin, View):
    """What waits for this user's decision, the oldest first, and what this user handed in."""

    permission = Permission.APPOINTMENT_DECIDE

    def get(self, request):
        kind = request.GET.get("kind", "")
        waiting = Appointment.objects.pending().permitted(request.user, self.permission)
        mine = waiting.exclude(submitted_by=request.user)
        chosen = mine.filter(kind=kind) if kind in Kind.values else mine
        rows = chosen.with_names().select_related("submitted_by").order_by("submitted_at")[:SHOWN]
        counts = list(mine.order_by().values_list("kind", flat=True)[: SHOWN * 10])
        return render(
            request,
            "desk/review_queue.html",
            {
                "rows": rows,
                "kind": kind,
                "tabs": [(value, label, counts.count(value)) for value, label in Kind.choices],
                "total": len(counts),
                "own": waiting.filter(submitted_by=request.user).with_names().order_by("submitted_at")[:20],
                "today": timezone.localdate(),
            },
        )
