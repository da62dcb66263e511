from registry.audit.requests import RequestMark, client_address, current_request, new_request_id


class RequestIdMiddleware:
    """Gives each request an id of our own; a client's header is never taken for one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = new_request_id()
        token = current_request.set(RequestMark(request.request_id, client_address(request)))
        try:
            response = self.get_response(request)
        finally:
            current_request.reset(token)
        response["X-Request-Id"] = request.request_id
        return response
