from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import CreateView, DetailView

from communities.activities.filters import COMING, TABS, ActivityFilter
from communities.activities.forms.activity import ActivityForm, HeldActivityForm, shown_end
from communities.activities.models import Activity, ActivityPhoto
from communities.activities.models.activity import tab_conditions
from communities.activities.models.photo import PHOTOS_EACH
from communities.organizations.models import Organization
from communities.pages.base import FoundMixin, ScopedMixin, UserFormMixin
from communities.pages.drafts import Drafted
from communities.pages.edit import EditPage
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.pages.readers import number_in
from communities.regions.forms.picker import crumbs_to
from communities.regions.views.picker import PickingMixin
from communities.scope import COUNT_CAP, reaches
from registry.accounts.roles import Permission
from registry.audit.history import history_of
from registry.sheets.columns import Column
from registry.upkeep.written import Given, ask


def _once_counted(name):
    """A number that says nothing before the attendance is entered."""
    return lambda row: getattr(row, name) if row.attended is not None else None


EXPORT = Export(
    name="activity",
    title=pgettext_lazy("menu", "Activities"),
    permission=Permission.ACTIVITY_EDIT,
    prepare=lambda rows: rows.with_names().select_related("venue"),
    order=("starts_at", "id"),
    columns=(
        Column("begins", gettext_lazy("Begins"), "starts_at"),
        Column("ends", gettext_lazy("Ends"), "ends_at"),
        Column("organization", gettext_lazy("Organization"), "organization.name"),
        Column("region", gettext_lazy("Region"), "region.name"),
        Column("kind", gettext_lazy("Kind"), "get_kind_display"),
        Column("title", gettext_lazy("Title of the activity"), "title"),
        Column("place", gettext_lazy("Place"), "place"),
        Column("venue", gettext_lazy("Room"), lambda row: row.venue.name if row.venue_id else ""),
        Column("state", gettext_lazy("State"), lambda row: row.tag[1]),
        Column("attended", gettext_lazy("Attended"), "attended"),
        Column("new", gettext_lazy("New members"), _once_counted("new_members")),
        Column("volunteers", gettext_lazy("Volunteers"), _once_counted("volunteers")),
        Column("competition", gettext_lazy("Competition"), "competition"),
        Column("level", gettext_lazy("Level"), "get_level_display"),
        Column("result", gettext_lazy("Result"), "result"),
        Column("prize", gettext_lazy("Prize"), "prize"),
        Column("published", gettext_lazy("Published"), lambda row: _("yes") if row.is_published else _("no")),
    ),
)


class ActivityList(KeysetList):
    """What is planned first comes first; what is over begins with the newest."""

    permission = Permission.ACTIVITY_VIEW
    model = Activity
    filterset_class = ActivityFilter
    rights = {"may_edit": Permission.ACTIVITY_EDIT}
    template_name = "communities/activities/activity_list.html"
    exports = EXPORT
    orders = {
        "time": ("starts_at", "id"),
        "place": ("region_path", "starts_at", "id"),
    }

    @property
    def order(self):
        chosen = self.request.GET.get("order", "")
        return chosen if chosen.removeprefix("-") in self.orders else "time" if self.tab == COMING else "-time"

    @property
    def tab(self):
        asked = self.request.GET.get("tab", "")
        return asked if asked in dict(TABS) else COMING

    def prepare(self, queryset):
        return queryset.with_names()

    def more_context(self, filterset, scoped, found):
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        region = values.get("region")
        rows = getattr(filterset, "in_all_tabs", scoped)
        return {
            "tabs": _tabs(rows, self.tab),
            "tab": self.tab,
            "crumbs": crumbs_to(region),
            "is_filtered": any(value for name, value in values.items() if name != "tab"),
        }


def _tabs(rows, chosen):
    """[(tab, label, count, chosen)]: one query over at most 10,001 rows."""
    some = Activity.objects.filter(pk__in=rows.order_by().values("pk")[: COUNT_CAP + 1])
    counts = {tab: Count("pk", filter=condition) for tab, condition in tab_conditions().items()}
    row = some.aggregate(all=Count("pk"), **counts)
    over = row["all"] > COUNT_CAP
    return [(tab, label, "" if over else row[tab], tab == chosen) for tab, label in TABS]


def _photos():
    return ActivityPhoto.objects.filter(activity=Given("activity")).select_related("agreed_by")


class ActivityDetail(FoundMixin, DetailView):
    model = Activity
    permission = Permission.ACTIVITY_VIEW
    template_name = "communities/activities/activity_detail.html"

    def get_queryset(self):
        rows = super().get_queryset().with_names()
        return rows.select_related(
            "organization", "region", "rule", "venue", "created_by", "counted_by", "cancelled_by"
        )

    def get_context_data(self, **kwargs):
        row = self.object
        taken = ask("photos of an activity", _photos, activity=row.pk)  # those removed too: they are told of
        photos = [photo for photo in taken if photo.removed_at is None]
        context = {
            "may_edit": reaches(self.request.user, Permission.ACTIVITY_EDIT, row.region_path),
            "has_begun": row.starts_at <= timezone.now(),
            "photos": photos,
            "photos_left": PHOTOS_EACH - len(photos),
            "entries": history_of(row, *taken),
        }
        return super().get_context_data(**kwargs) | context


class AnnouncedCreate(Drafted, PickingMixin, ScopedMixin, UserFormMixin, CreateView):
    """Plan something new, or a copy of a row in reach (`?copy=`), or something of one organization."""

    permission = Permission.ACTIVITY_EDIT
    copied = ()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": self.cancel_url()}

    def get_initial(self):
        asked = self.request.GET
        initial = {name: number_in(asked[name]) for name in ("region", "organization") if number_in(asked.get(name))}
        source = self.get_queryset().filter(pk=number_in(asked.get("copy")) or 0).first()
        if source is None:
            return initial
        return {name: getattr(source, name) for name in self.copied} | {
            "region": source.region_id,
            "organization": source.organization_id,
            "venue": source.venue_id,
        }

    def form_valid(self, form):
        try:
            self.enter(form)
        except ValidationError as refused:
            form.take(refused)
            return self.form_invalid(form)
        messages.success(self.request, self.said(form.instance))
        return redirect(form.instance)


class ActivityCreate(AnnouncedCreate):
    draft_title = gettext_lazy("Enter activity")
    model = Activity
    form_class = ActivityForm
    template_name = "communities/activities/activity_form.html"
    copied = ("kind", "title", "description", "place", "joining", "open_to_residents", "competition", "level")

    def get_initial(self):
        """A copy keeps the hours; the day is chosen anew."""
        initial = super().get_initial()
        source = self.get_queryset().filter(pk=number_in(self.request.GET.get("copy")) or 0).first()
        if source is None:
            return initial
        _last, hour = shown_end(source.ends_at)
        return initial | {"begins": timezone.localtime(source.starts_at).time(), "finishes": hour}

    def cancel_url(self):
        return reverse("communities:activity-list")

    def enter(self, form):
        form.instance.plan(by=self.request.user)

    def said(self, row):
        return _("%(activity)s was entered. Residents see it once it is published.") % {"activity": row.title}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"title": _("Enter activity"), "held": False}


class HeldActivityCreate(ActivityCreate):
    """Enter afterwards what took place, with its counts."""

    draft_title = gettext_lazy("Enter what took place")
    form_class = HeldActivityForm

    def enter(self, form):
        form.instance.enter_held(by=self.request.user, **form.counts)

    def said(self, row):
        return _("%(activity)s was entered with its counts.") % {"activity": row.title}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"title": _("Enter what took place"), "held": True}


class AnnouncedUpdate(PickingMixin, EditPage):
    """Change what is announced."""

    permission = Permission.ACTIVITY_EDIT

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": self.object.get_absolute_url()}


class ActivityUpdate(AnnouncedUpdate):
    model = Activity
    form_class = ActivityForm
    template_name = "communities/activities/activity_form.html"

    def get_queryset(self):
        return super().get_queryset().exclude(state=Activity.State.CANCELLED)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"title": _("Change activity"), "held": False}


def organization_in_reach(user, number):
    """The organization a query names, or None when it is not in reach."""
    if not number:
        return None
    return Organization.objects.permitted(user, Permission.ACTIVITY_VIEW).filter(pk=number).first()
