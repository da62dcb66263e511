from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from communities.forms.picker import chain_of, panel_for
from communities.forms.region import AddForm, DescribeForm, NoteForm, RenameForm
from communities.models import Level, Organization, Region
from communities.scope import COUNT_CAP, reaches
from communities.views.base import ScopedMixin
from registry.accounts.roles import Permission
from registry.audit.models import AuditEntry

PAGE = 200
HISTORY = 15
WARNING = timedelta(days=60)
OWN_LEVELS = (Level.COMPOUND, Level.BUILDING)


class RegionList(ScopedMixin, View):
    """The tree from one's own place on; with words, the places that match."""

    permission = Permission.REGION_VIEW

    def get(self, request):
        words = request.GET.get("q", "").replace("\x00", "").strip()[:40]
        panel = panel_for(request.user, words=words)
        if panel.here is not None and not words:
            return redirect(panel.here)
        return render(request, "communities/region_list.html", {"panel": panel, "words": words})


class RegionDetail(ScopedMixin, View):
    """One place: the way to it, what lies below, figures, contact, history."""

    permission = Permission.REGION_VIEW

    def get(self, request, pk):
        region = get_object_or_404(
            Region.objects.permitted(request.user, self.permission).select_related("parent", "linked_to"),
            pk=pk,
        )
        page = _page_of_children(region, request.GET.get("page"))
        about = AuditEntry.objects.filter(object_type="communities.region", object_id=region.pk).select_related("actor")
        context = {
            "region": region,
            "crumbs": _crumbs(request.user, region),
            "children": page,
            "plates": region.level == Level.COMPOUND,
            "figures": _figures(region, request.user),
            "entries": list(about[:HISTORY]),
            "parts": list(region.linked_parts.all()) if region.level == Level.COMPOUND else [],
            "may_describe": reaches(request.user, Permission.REGION_EDIT, region.path),
            "may_add": region.is_current and region.addable_level and _may_act(request.user, region),
            "may_act": region.level in OWN_LEVELS and _may_act(request.user, region),
        }
        return render(request, "communities/region_detail.html", context)


def _may_act(user, region):
    return reaches(user, Permission.REGION_ACT, region.path)


def _crumbs(user, region):
    chain = chain_of(region)
    return [
        (row.name, "" if row.pk == region.pk else row.get_absolute_url())
        for row in chain
        if reaches(user, Permission.REGION_VIEW, row.path)
    ]


def _page_of_children(region, number):
    """Most places have fewer children than a page holds; those are read without being counted first."""
    rows = _children(region)
    first = list(rows[: PAGE + 1])
    return Paginator(first if len(first) <= PAGE else rows, PAGE).get_page(number)


def _children(region):
    """The regions below, buildings with whether they have a head and whether the term runs out."""
    heads = Region._meta.get_field("appointments").related_model.objects.filter(
        region=OuterRef("pk"), kind="building", state="current"
    )
    soon = timezone.localdate() + WARNING
    rows = Region.objects.filter(parent=region).annotate(
        has_head=Exists(heads), ends_soon=Exists(heads.filter(term_ends_on__lte=soon))
    )
    return rows.order_by("retired_on", "sort_number", "path")


def _figures(region, user):
    """[(label, count)] below this place, capped; what the user may not list is left out."""
    leaders = Region._meta.get_field("leader").related_model.objects
    rows = [
        (_("Leaders"), leaders.permitted(user, Permission.LEADER_LIST).within(region)),
        (
            _("Organizations"),
            Organization.objects.current().permitted(user, Permission.ORGANIZATION_VIEW).within(region),
        ),
        (_("Buildings"), Region.objects.current().within(region).filter(level=Level.BUILDING)),
    ]
    counted = [(label, queryset.capped_count()) for label, queryset in rows]
    return [(label, f"{COUNT_CAP}+" if count > COUNT_CAP else count) for label, count in counted]


class RegionAct(ScopedMixin, View):
    """A form about one region in reach; subclasses say which and what it does."""

    permission = Permission.REGION_ACT
    form_class = None
    title = ""
    submit = ""
    levels = OWN_LEVELS
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
        if self.levels and region.level not in self.levels and not user.is_superuser:
            raise PermissionDenied
        return region

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
        return render(self.request, "communities/region_form.html", context)


class RegionAdd(RegionAct):
    form_class = AddForm
    levels = (Level.COMMUNITY, Level.COMPOUND)

    def find(self, pk):
        region = super().find(pk)
        if region.addable_level is None:
            raise PermissionDenied
        self.title = _("Add building") if region.addable_level == Level.BUILDING else _("Add compound")
        self.submit = self.title
        return region

    def make_form(self, region, data=None):
        return AddForm(data, parent=region)

    def act(self, region, form):
        for name in form.names:
            region.add_child(name=name, by=self.request.user, note=form.cleaned_data["note"])
        count = len(form.names)
        return ngettext("%(n)s place was added.", "%(n)s places were added.", count) % {"n": count}


class RegionRename(RegionAct):
    form_class = RenameForm
    title = submit = property(lambda self: _("Rename"))

    def make_form(self, region, data=None):
        return RenameForm(data, initial={"name": region.name, "keep_old": True})

    def act(self, region, form):
        values = form.cleaned_data
        region.rename(values["name"], by=self.request.user, note=values["note"], keep_old=values["keep_old"])
        return _("Renamed to %(name)s.") % {"name": region.name}


class RegionDescribe(RegionAct):
    permission = Permission.REGION_EDIT
    levels = ()
    title = property(lambda self: _("Other names and public contact"))
    submit = property(lambda self: _("Save"))

    def make_form(self, region, data=None):
        names = ("contact_phone", "contact_address", "contact_hours")
        initial = {name: getattr(region, name) for name in names} | {"aliases": "、".join(region.aliases)}
        return DescribeForm(data, initial=initial)

    def act(self, region, form):
        region.describe(by=self.request.user, **form.cleaned_data)
        return _("Saved.")


class RegionRetire(RegionAct):
    form_class = NoteForm
    title = submit = property(lambda self: _("Retire"))
    hint = property(lambda self: _("Only an empty place can be retired; its number is never given again."))

    def act(self, region, form):
        region.retire(by=self.request.user, note=form.cleaned_data["note"])
        return _("%(region)s was retired.") % {"region": region}

    def next_page(self, region):
        return region.parent or reverse("communities:region-list")


class RegionReopen(RegionAct):
    form_class = NoteForm
    title = submit = property(lambda self: _("Reopen"))

    def act(self, region, form):
        region.reopen(by=self.request.user, note=form.cleaned_data["note"])
        return _("%(region)s is open again.") % {"region": region}
