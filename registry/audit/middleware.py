from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from registry.audit.figures import count_request
from registry.audit.lines import count_query, tell, view_of
from registry.audit.requests import RequestMark, client_address, current_request, new_request_id


class RequestIdMiddleware:
    """Gives each request an id of our own (a client's header is never taken for one), and a line in the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        request.request_id = new_request_id()
        token = current_request.set(RequestMark(request.request_id, client_address(request)))
        try:
            with ExitStack() as counted:
                for connection in connections.all():
                    counted.enter_context(connection.execute_wrapper(count_query))
                response = self.get_response(request)
            response["X-Request-Id"] = request.request_id
            tell(request, response)
            tally = current_request.get().tally
            count_request(view_of(request), request.method, response.status_code, tally)
        finally:
            current_request.reset(token)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """From here on an error can be told with the name of the page it happened on."""
        current_request.get().tally.view = view_of(request)
