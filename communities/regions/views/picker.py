from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.pages.readers import number_in, words_in
from communities.regions.forms.picker import panel_for, wants_picking
from communities.regions.models import Level
from communities.scope import holds_anywhere
from registry.accounts.roles import Permission


class PickingMixin:
    """For form views: a submit that only moved a region picker shows the form again, everything kept."""

    def post(self, request, *args, **kwargs):
        if not wants_picking(request.POST, self.get_form_class().base_fields):
            return super().post(request, *args, **kwargs)
        self.object = self.get_object() if hasattr(self, "get_object") and "pk" in kwargs else None
        form = self.get_form()
        form.is_bound_for_picking = True
        form._errors = {}
        return self.render_to_response(self.get_context_data(form=form))


@require_safe
def region_panel(request):
    """The inside of a picker, for htmx: one level of what the user may see, or the hits of a search."""
    if not holds_anywhere(request.user, Permission.REGION_VIEW):
        raise PermissionDenied
    name = request.GET.get("field", "region")
    name = name if name.isidentifier() else "region"
    words = words_in(request.GET.get(f"{name}_q", request.GET.get("q", "")))
    at = number_in(request.GET.get(f"{name}_at") or request.GET.get("at"))
    levels = [level for level in request.GET.getlist("level") if level in Level.values]
    may = request.GET.get("may")
    permission = Permission(may) if may in Permission else Permission.REGION_VIEW
    panel = panel_for(request.user, at=at, words=words, levels=levels, permission=permission)
    context = {"name": name, "panel": panel}
    return render(request, "communities/regions/region_panel.html", context)
