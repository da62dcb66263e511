from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from communities.pages.base import ScopedMixin
from communities.pages.bulk import back_to_list, picked_rows, tell_done, tell_refused
from communities.pages.exports import Export
from communities.pages.lists import KeysetList, filtered, tell_invalid
from communities.pages.readers import day_in, picked
from communities.pages.stored import picture_response
from communities.pages.tabbed import counted
from communities.regions.forms.picker import crumbs_to
from communities.scope import COUNT_CAP
from leaders.appointments.models import Appointment
from leaders.departures.views import with_departure
from leaders.people.filters import RESERVES, LeaderFilter
from leaders.people.models import Kind, Leader
from registry.accounts.roles import Permission
from registry.audit.log import record_read
from registry.sheets.columns import Column
from registry.sheets.forms import GIVEN, GivenForm
from registry.sheets.ledger import Ledger
from registry.ui.signs import told

BULK_CAP = 200
ROSTER_CAP = 1000
LIST = "leaders:leader-list"
OPEN = ("current", "pending")


def with_posts(queryset):
    """What a row of a list shows: the region and the open appointments with their names."""
    open_posts = Appointment.objects.filter(state__in=OPEN).select_related("organization", "region__parent")
    return with_departure(queryset.select_related("region__parent")).prefetch_related(
        Prefetch("appointments", queryset=open_posts, to_attr="open_posts")
    )


def posts_of(row):
    return "；".join(str(post.post_told) for post in row.open_posts)


def posts_of_many(people):
    """{number of a person: the open posts in words}, as `posts_of` tells them of each."""
    told, words = {}, Appointment.POST_WORDS
    rows = Appointment.objects.filter(leader__in=people, state__in=OPEN).values_list("leader_id", "state", *words)
    for leader, state, *post in rows:
        told.setdefault(leader, []).append(Appointment.told_post(state, Appointment.post_of(*post)))
    return {leader: "；".join(posts) for leader, posts in told.items()}


EXPORT = Export(
    name="leader",
    title=gettext_lazy("Community leaders"),
    permission=Permission.LEADER_EXPORT,
    prepare=with_posts,
    ledger=Ledger(
        gettext_lazy("Roster of building heads"),
        ("number", "name", "gender", "birth_year", "posts", "region", "phone", "term"),
    ),
    columns=(
        Column("number", gettext_lazy("Number"), "number"),
        Column("name", gettext_lazy("Full name"), "name"),
        Column("gender", gettext_lazy("Gender"), "get_gender_display"),
        Column("birth_year", gettext_lazy("Birth year"), "birth_year"),
        Column("posts", gettext_lazy("Posts"), posts_of, many=posts_of_many),
        Column("region", gettext_lazy("Region"), "region.place_label"),
        Column("phone", gettext_lazy("Phone"), "phone_masked"),
        Column("phone_full", gettext_lazy("Full phone number"), "open_phone", Permission.LEADER_REVEAL, is_usual=False),
        Column("term", gettext_lazy("Term until"), "term_ends_on"),
        Column("stage", gettext_lazy("Stage"), "get_stage_display"),
    ),
)


class LeaderList(KeysetList):
    permission = Permission.LEADER_LIST
    model = Leader
    filterset_class = LeaderFilter
    template_name = "leaders/registration/leader_list.html"
    exports = EXPORT
    orders = {"place": ("region_path", "id"), "name": ("pinyin", "id"), "term": ("term_ends_on?", "id")}
    rights = {
        "sees_contact": Permission.LEADER_VIEW,
        "may_edit": Permission.LEADER_EDIT,
        "may_export": Permission.LEADER_EXPORT,
        "may_extend": Permission.APPOINTMENT_DECIDE,
    }

    def prepare(self, queryset):
        return with_posts(queryset)

    def more_context(self, filterset, scoped, found):
        region = filterset.form.cleaned_data.get("region") if filterset.form.is_valid() else None
        return {
            "tabs": _tabs(counted(filterset, scoped), self.request.GET.get("kind", "")),
            "crumbs": crumbs_to(region),
            "chips": _chips(filterset, region),
            "region": region,
            "until": self.typed.get("until", ""),
        }


def _tabs(scoped, chosen):
    """[(kind, label, count text, chosen)]: over at most 10,001 rows; beyond that no counts by kind."""
    # Counted by a column of the index leader_tabs: the key is none, and would fetch every row on PostgreSQL.
    counted = {kind: Count("stage", filter=Q(**{f"leads_{kind}": True})) for kind in Kind.values}
    row = scoped.order_by()[: COUNT_CAP + 1].aggregate(
        all=Count("stage"), reserve=Count("stage", filter=Q(stage__in=RESERVES)), **counted
    )
    over = row["all"] > COUNT_CAP
    if row["reserve"] and not over:  # which of them are here still, no index knows
        row["reserve"] = scoped.at_stage(*RESERVES).count()
    names = [("", _("All")), *Kind.choices, ("reserve", _("Backbone and reserve"))]
    return [
        (
            kind,
            label,
            _("%(count)s+") % {"count": COUNT_CAP} if over and not kind else "" if over else row[kind or "all"],
            kind == chosen,
        )
        for kind, label in names
    ]


def _chips(filterset, region):
    """[(text, parameter)] of the conditions now in force, each to be taken away by itself."""
    if not filterset.form.is_valid():
        return []
    values = filterset.form.cleaned_data
    chips = [(values["q"], "q")] if values.get("q") else []
    chips += [(region.place_label, "region")] if region else []
    for name in ("stage", "term", "consents"):
        label = dict(filterset.form.fields[name].choices).get(values.get(name) or "")
        chips += [(label, name)] if values.get(name) else []
    return chips


class LeaderReveal(ScopedMixin, View):
    """POST shows one full number once, and writes down who looked."""

    http_method_names = ["post"]
    permission = Permission.LEADER_REVEAL

    def post(self, request, pk):
        leader = get_object_or_404(Leader.objects.permitted(request.user, self.permission), pk=pk)
        record_read("leader.reveal", leader, by=request.user)
        return render(
            request, "leaders/registration/leader_phone.html", {"leader": leader, "phone": leader.open_phone()}
        )


class LeaderPhoto(ScopedMixin, View):
    """The photo for staff in reach, consent or not; residents have a view of their own."""

    permission = Permission.LEADER_VIEW

    def get(self, request, pk):
        leader = get_object_or_404(Leader.objects.permitted(request.user, self.permission), pk=pk)
        return picture_response(leader.photo)


def record_summary_of_export(user, queryset, **given):
    first = queryset.order_by("region_path", "id").first()
    if first is not None:
        record_read("leader.export", first, by=user, rows=queryset.order_by().count(), **given)


class LeaderRoster(ScopedMixin, View):
    """The filtered list as a page to print, at most ROSTER_CAP people; logged like an export.

    POST names the other office that gets it (个人信息保护法 第二十三条): it stands on the paper and in the log.
    """

    permission = Permission.LEADER_EXPORT

    def get(self, request):
        return self._show(request, GivenForm())

    def post(self, request):
        form = GivenForm(request.POST)
        if not form.is_valid():
            return self._show(request, form)
        return self._show(request, form, purpose=str(GIVEN), recipient=form.cleaned_data["recipient"])

    def _show(self, request, form, **given):
        scoped = Leader.objects.permitted(request.user, self.permission)
        filterset = LeaderFilter(request.GET, queryset=scoped, request=request)
        found = filtered(filterset, scoped)
        tell_invalid(request, filterset)
        record_summary_of_export(request.user, found, **given)
        rows = list(with_posts(found).order_by("region_path", "id")[:ROSTER_CAP])
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        kinds = dict(filterset.form.fields["kind"].choices)
        context = {
            "form": form,
            "recipient": given.get("recipient", ""),
            "rows": rows,
            "maker": request.user,
            "today": timezone.localdate(),
            "place": values["region"].place_label if values.get("region") else "",
            "kind": kinds[values["kind"]] if values.get("kind") else _("Community leaders"),
        }
        return render(request, "leaders/registration/leader_roster.html", context)


class LeaderExtend(ScopedMixin, View):
    """Give the picked people's current appointments a later end of term; each refusal is named."""

    http_method_names = ["post"]
    permission = Permission.APPOINTMENT_DECIDE

    def post(self, request):
        typed = request.POST.get("until", "")
        until = day_in(typed)
        if until is None:
            messages.error(request, _("Give the new end of term as a date."))
            return back_to_list(request, LIST, kept=picked(request), until=typed)
        people = picked_rows(request, Leader.objects.permitted(request.user, Permission.LEADER_VIEW))
        current = Appointment.objects.current().permitted(request.user, self.permission).with_names()
        terms = list(current.filter(leader__in=people))
        in_office, done, kept = {term.leader_id for term in terms}, 0, []
        for leader in people:
            if leader.pk not in in_office:
                messages.warning(request, told(leader.name, _("holds no post by now whose term can be extended here.")))
        for appointment in terms:
            try:
                appointment.extend(by=request.user, until=until)
                done += 1
            except ValidationError as refused:
                tell_refused(request, appointment, refused)
                kept.append(appointment.leader_id)
        tell_done(request, ngettext("%(n)s term was extended.", "%(n)s terms were extended.", done), done)
        return back_to_list(request, LIST, kept=kept, until=typed)
