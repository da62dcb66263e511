"""The shared bases of the signed-in pages. Anything else is written out by hand."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views import View

from communities.scope import holds_anywhere


class ScopedMixin:
    """403 when the permission is held nowhere; a row elsewhere does not exist (404)."""

    permission = None

    def dispatch(self, request, *args, **kwargs):
        if not holds_anywhere(request.user, self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return super().get_queryset().permitted(self.request.user, self.permission)


class UserFormMixin:
    """Hands the signed-in user to the form, which narrows its own choices."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class TransitionView(ScopedMixin, View):
    """POST only: one verb on one row in reach. `verb` names the method; `done` is the message afterwards."""

    http_method_names = ["post"]
    model = None
    verb = ""
    done = ""

    def post(self, request, pk):
        row = get_object_or_404(self.model.objects.permitted(request.user, self.permission), pk=pk)
        try:
            self.act(row)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, self.done % {"row": row})
        return redirect(row)

    def act(self, row):
        getattr(row, self.verb)(by=self.request.user)
