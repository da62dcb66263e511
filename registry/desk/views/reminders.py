from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.pages.readers import number_in
from registry.accounts.requests import StaffRequest
from registry.desk.reminders import mark_read, told


@require_safe
def reminder_list(request: StaffRequest) -> HttpResponse:
    """What one was reminded of and is still due, the unread first."""
    rows = told(request.user)
    context = {"rows": rows, "unread": sum(row.read_at is None for _task, row in rows)}
    return render(request, "desk/reminder_list.html", context)


@require_POST
def reminder_read(request: StaffRequest) -> HttpResponseRedirect:
    """Mark one as read, or all."""
    named = request.POST.get("reminder", "")
    count = mark_read(request.user, None if named == "all" else [number_in(named) or 0])
    messages.success(request, _("Marked as read: %(count)s.") % {"count": count})
    return redirect("desk:reminder-list")
