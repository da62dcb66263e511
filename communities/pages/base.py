"""Who may open a page, and for whom a form is made."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from communities.scope import holds_anywhere

Mixin: Any = object  # for the type checker: a mixin has the methods of the class it stands beside


class ScopedMixin(Mixin):
    """403 when the permission is held nowhere; a row elsewhere does not exist (404)."""

    permission: str | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not holds_anywhere(request.user, self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return super().get_queryset().permitted(self.request.user, self.permission)


class UserFormMixin(Mixin):
    """Hands the signed-in user to the form, which narrows its own choices."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}
