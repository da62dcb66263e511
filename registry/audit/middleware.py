from contextlib import ExitStack

from django.db import connections

from registry.audit.lines import count_query, tell
from registry.audit.requests import RequestMark, client_address, current_request, new_request_id


class RequestIdMiddleware:
    """Gives each request an id of our own (a client's header is never taken for one), and a line in the log."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = new_request_id()
        token = current_request.set(RequestMark(request.request_id, client_address(request)))
        try:
            with ExitStack() as counted:
                for connection in connections.all():
                    counted.enter_context(connection.execute_wrapper(count_query))
                response = self.get_response(request)
            response["X-Request-Id"] = request.request_id
            tell(request, response)
        finally:
            current_request.reset(token)
        return response
