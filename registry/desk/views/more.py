from django.http import HttpResponse
from django.shortcuts import render

from registry.accounts.requests import StaffRequest
from registry.desk import menu
from registry.desk.context import waiting_for


def more(request: StaffRequest) -> HttpResponse:
    """The whole menu as a page: what a phone's bottom bar has no room for."""
    groups = menu.groups(menu.roles_of(request.user), waiting_for(request.user))
    return render(request, "desk/more.html", {"groups": groups})
