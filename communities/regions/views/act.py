"""Moving, merging, splitting and re-coding places: shown first, done at the second click; taken back at a third."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from communities.pages.acts import refused_in_one_line
from communities.pages.asking import AskFirst
from communities.pages.base import ScopedMixin
from communities.regions import actions
from communities.regions.forms.act import MergeForm, MoveForm, RecodeForm, SplitForm
from communities.regions.forms.picker import wants_picking
from communities.regions.models import Level, Region, RegionAct
from communities.regions.paths import counted_below
from communities.regions.views.region import may_act
from registry.accounts.roles import Permission


def may_change_tree(user, region):
    """Offices change the tree below the community, administrators all of it."""
    return user.is_superuser or (region.level in (Level.COMPOUND, Level.BUILDING) and may_act(user, region))


class TreeAct(ScopedMixin, View):
    """A form about one place; what follows from it is shown before it is done."""

    permission = Permission.REGION_ACT
    form_class = None
    title = ""

    def get(self, request, pk):
        region = self.find(pk)
        return self.show(region, self.form_class(user=request.user, region=region))

    def post(self, request, pk):
        region = self.find(pk)
        form = self.form_class(request.POST, user=request.user, region=region)
        if wants_picking(request.POST, form.fields):
            form._errors = {}
            return self.show(region, form)
        if not form.is_valid():
            return self.show(region, form)
        if "confirmed" not in request.POST:
            return self.show(region, form, self.preview(region, form))
        try:
            act = self.act(region, form, by=request.user, **form.about())
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.show(region, form)
        messages.success(request, _("Done: %(act)s.") % {"act": act})
        return redirect(self.next_page(region, form))

    def find(self, pk):
        rows = Region.objects.permitted(self.request.user, self.permission).select_related("parent")
        region = get_object_or_404(rows, pk=pk)
        if not may_change_tree(self.request.user, region):
            raise PermissionDenied
        return region

    def preview(self, region, form):
        return {"counts": [], "lose": [], "gain": []}

    def next_page(self, region, form):
        return region

    def show(self, region, form, preview=None):
        context = {"region": region, "form": form, "title": self.title, "preview": preview}
        return render(self.request, "communities/regions/region_act.html", context)


class Moved(TreeAct):
    """What goes to another place, with who loses and gains sight of it."""

    def preview(self, region, form):
        lose, gain = actions.sight_changes(region, form.cleaned_data["to"])
        return {"counts": counted_below(region.path), "lose": lose, "gain": gain}


class RegionMove(Moved):
    form_class = MoveForm
    title = gettext_lazy("Move")

    def act(self, region, form, **about):
        return actions.move(region, form.cleaned_data["to"], **about)


class RegionMerge(Moved):
    form_class = MergeForm
    title = gettext_lazy("Merge")

    def act(self, region, form, **about):
        return actions.merge(region, form.cleaned_data["to"], **about)

    def next_page(self, region, form):
        return form.cleaned_data["to"]


class RegionRecode(TreeAct):
    form_class = RecodeForm
    title = gettext_lazy("New code")

    def act(self, region, form, **about):
        return actions.recode(region, form.cleaned_data["code"], **about)


class RegionSplit(TreeAct):
    form_class = SplitForm
    title = gettext_lazy("Split")

    def act(self, region, form, **about):
        return actions.split(region, form.cleaned_data["parts"], places=form.places, **about)

    def next_page(self, region, form):
        return region.parent


class RegionActUndo(AskFirst, ScopedMixin, View):
    question = gettext_lazy("Take “%(what)s” back? The place is as it was before.")
    sure = gettext_lazy("Take the act back")
    http_method_names = ["post"]
    permission = Permission.REGION_ACT

    def post(self, request, pk):
        reach = Region.objects.permitted(request.user, self.permission)
        act = get_object_or_404(RegionAct.objects.select_related("region").filter(region__in=reach), pk=pk)
        is_small = act.kind in (RegionAct.Kind.RENAME, RegionAct.Kind.RETIRE) and may_act(request.user, act.region)
        if not (is_small or may_change_tree(request.user, act.region)):
            raise PermissionDenied
        try:
            actions.undo(act, by=request.user)
        except ValidationError as refused:
            messages.error(request, refused_in_one_line(refused, act))
        else:
            messages.success(request, _("Taken back: %(act)s.") % {"act": act})
        return redirect(act.region)
