import logging

from django.db import DatabaseError
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from registry.accounts.requests import GetResponse, StaffRequest
from registry.audit.day_limits import DayLimitReached, day_limit_page
from registry.audit.lines import view_of
from registry.audit.log import record_read
from registry.sign_in.places import placed

REFUSED = {403, 404}
log = logging.getLogger("registry.request")


class RefusalsMiddleware:
    """Writes down which page was refused to whom; whoever walks through the numbers is stopped for the day.

    A record elsewhere and a record that never was are refused alike, so both are written down.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: StaffRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code in REFUSED and request.path.startswith("/work/") and request.user.is_authenticated:
            return self.write_down(request) or response
        return response

    def write_down(self, request: StaffRequest) -> HttpResponse | None:
        """None, or the page that takes the place of the answer."""
        kept = request.resolver_match.kwargs if request.resolver_match else {}
        page = " ".join([view_of(request), *map(str, kept.values())])
        try:
            record_read("account.refused", placed(request.user), by=request.user, rows=0, purpose=page)
        except DayLimitReached as reached:
            return day_limit_page(request, reached)
        except DatabaseError:
            log.exception("a refused page could not be written down")
        return None
