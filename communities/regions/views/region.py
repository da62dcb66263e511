from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from communities.pages.base import ScopedMixin
from communities.pages.edit import EditAct
from communities.pages.readers import words_in
from communities.regions import actions
from communities.regions.forms.picker import panel_for, wants_picking
from communities.regions.forms.region import AddForm, DescribeForm, LinkForm, NoteForm, RenameForm
from communities.regions.models import LEVEL_ORDER, Level, Region
from communities.scope import ancestor_paths, reaches
from registry.accounts.roles import Permission

PAGE = 200
HISTORY = 15
OWN_LEVELS = (Level.COMMUNITY, Level.COMPOUND, Level.BUILDING)
ADD_TITLES = {
    Level.COMMUNITY: gettext_lazy("Add community"),
    Level.COMPOUND: gettext_lazy("Add compound"),
    Level.BUILDING: gettext_lazy("Add building"),
}


class RegionList(ScopedMixin, View):
    """The tree from one's own place on; with words, the places that match."""

    permission = Permission.REGION_VIEW

    def get(self, request):
        words = words_in(request.GET.get("q", ""))
        panel = panel_for(request.user, words=words)
        if panel.here is not None and not words:
            return redirect(panel.here)
        return render(request, "communities/regions/region_list.html", {"panel": panel, "words": words})


def may_act(user, region):
    """An office changes what stands under its own place, administrators every level."""
    above = ancestor_paths(region.path)[:-1]
    inside = bool(above) and region.level in OWN_LEVELS and reaches(user, Permission.REGION_ACT, above[-1])
    return user.is_superuser or inside


def levels_to_add(user, region):
    """The levels `user` may add below this region, the usual one first."""
    if not region.is_current or not reaches(user, Permission.REGION_ACT, region.path):
        return []
    usual = [region.addable_level] if region.addable_level else []
    lower = [Level(level) for level, rank in LEVEL_ORDER.items() if rank > LEVEL_ORDER[region.level]]
    return list(dict.fromkeys(usual + lower)) if user.is_superuser else usual


class RegionAct(ScopedMixin, View):
    """A form about one region in reach; subclasses say which and what it does."""

    permission = Permission.REGION_ACT
    form_class = None
    title = ""
    submit = ""
    hint = ""

    def get(self, request, pk):
        region = self.find(pk)
        return self._show(region, self.make_form(region))

    def post(self, request, pk):
        region = self.find(pk)
        form = self.make_form(region, request.POST)
        if form.is_valid():
            try:
                with transaction.atomic():
                    said = self.act(region, form)
            except ValidationError as refused:
                form.add_error(None, refused.messages)
            else:
                messages.success(request, said)
                return redirect(self.next_page(region))
        return self._show(region, form)

    def find(self, pk):
        user = self.request.user
        region = get_object_or_404(Region.objects.permitted(user, self.permission).select_related("parent"), pk=pk)
        if not self.may(user, region):
            raise PermissionDenied
        return region

    def may(self, user, region):
        return may_act(user, region)

    def make_form(self, region, data=None):
        return self.form_class(data)

    def next_page(self, region):
        return region

    def _show(self, region, form):
        context = {
            "region": region,
            "form": form,
            "title": self.title,
            "submit": self.submit,
            "hint": self.hint,
        }
        return render(self.request, "communities/regions/region_form.html", context)


class RegionAdd(RegionAct):
    form_class = AddForm

    def may(self, user, region):
        self.levels = levels_to_add(user, region)
        self.title = self.submit = ADD_TITLES.get(region.addable_level, _("Add place"))
        return bool(self.levels)

    def make_form(self, region, data=None):
        return AddForm(data, parent=region, levels=self.levels)

    def act(self, region, form):
        for name in form.names:
            region.add_child(name=name, level=form.level, by=self.request.user, note=form.cleaned_data["note"])
        count = len(form.names)
        return ngettext("%(n)s place was added.", "%(n)s places were added.", count) % {"n": count}


class RegionEdit(EditAct):
    """A form that shows what it changes about a place, which somebody else may change meanwhile."""

    model = Region
    needs_note = False

    def rows(self):
        return super().rows().select_related("parent__parent")

    def more_context(self, row):
        return {"lead": row.place_label}


class RegionRename(RegionEdit):
    permission = Permission.REGION_ACT
    title = submit = gettext_lazy("Rename")

    def find(self, pk):
        region = super().find(pk)
        if not may_act(self.request.user, region):
            raise PermissionDenied
        return region

    def make_form(self, row, data=None):
        return RenameForm(data, initial={"name": row.name, "keep_old": True})

    def act(self, row, values):
        actions.rename(row, values["name"], by=self.request.user, reason=values["note"], keep_old=values["keep_old"])
        return _("Renamed to %(name)s.") % {"name": values["name"]}


class RegionDescribe(RegionEdit):
    permission = Permission.REGION_EDIT
    title = gettext_lazy("Other names and public contact")
    submit = gettext_lazy("Save")

    def make_form(self, row, data=None):
        names = ("contact_phone", "contact_address", "contact_hours", "issuer")
        initial = {name: getattr(row, name) for name in names} | {"aliases": "、".join(row.aliases)}
        return DescribeForm(data, initial=initial, level=row.level)

    def act(self, row, values):
        row.describe(by=self.request.user, **values)
        return _("Saved.")


class RegionLink(RegionEdit):
    """Link the parts of one compound that several committees serve: one of them has the owners' committee."""

    permission = Permission.REGION_ACT
    title = gettext_lazy("Parts of one compound")
    submit = gettext_lazy("Save")

    def post(self, request, pk):
        region = self.find(pk)
        form = self.dressed(region, request.POST)
        if wants_picking(request.POST, form.fields):
            form._errors = {}
            return self.show(region, form)
        return super().post(request, pk)

    def find(self, pk):
        region = super().find(pk)
        if region.level != Level.COMPOUND or not may_act(self.request.user, region):
            raise PermissionDenied
        return region

    def more_context(self, row):
        hint = _("Residents of any part find the owners' committee of the main part.")
        return {"lead": f"{row.place_label} · {hint}"}

    def make_form(self, row, data=None):
        return LinkForm(data, user=self.request.user, initial={"whole": row.linked_to_id})

    def act(self, row, values):
        row.link(values["whole"], by=self.request.user, note=values["note"])
        return _("Saved.")


class RegionRetire(RegionAct):
    form_class = NoteForm
    title = submit = property(lambda self: _("Retire"))
    left = ""  # what keeps the place from it, said before anything is typed
    hint = property(lambda self: self.left or _("Only an empty place can be retired; its number is never given again."))

    def get(self, request, pk):
        self.left = self.find(pk).told_left()
        return super().get(request, pk)

    def act(self, region, form):
        actions.retire(region, by=self.request.user, reason=form.cleaned_data["note"])
        return _("%(region)s was retired.") % {"region": region}

    def next_page(self, region):
        return region.parent or reverse("communities:region-list")


class RegionReopen(RegionAct):
    form_class = NoteForm
    title = submit = property(lambda self: _("Reopen"))

    def act(self, region, form):
        region.reopen(by=self.request.user, note=form.cleaned_data["note"])
        return _("%(region)s is open again.") % {"region": region}
