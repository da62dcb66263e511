"""Weekly sessions: the rules, their changed days, their end, and the counts of a single day."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import DetailView

from communities.activities.filters import ActivityRuleFilter
from communities.activities.forms.activity import CountForm
from communities.activities.forms.rule import ActivityRuleForm, RuleChangeForm, RuleEndForm
from communities.activities.happenings import sessions_of
from communities.activities.models import ActivityRule
from communities.activities.views.activity import AnnouncedCreate, AnnouncedUpdate
from communities.activities.views.acts import ActivityBulkPublish
from communities.pages.acts import TransitionView, refused_in_one_line, take_refusal, tell_stale
from communities.pages.base import FoundMixin, ScopedMixin
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.pages.readers import day_in
from communities.pages.seen import SeenField, renew, unpack
from communities.regions.forms.picker import crumbs_to
from communities.scope import holds_anywhere, reaches
from registry.accounts.roles import Permission
from registry.audit.history import history_of
from registry.sheets.columns import Column

BACK, AHEAD = timedelta(days=28), timedelta(days=28)


EXPORT = Export(
    name="activity_rule",
    title=gettext_lazy("Weekly sessions"),
    permission=Permission.ACTIVITY_EDIT,
    prepare=lambda rows: rows.with_names().select_related("venue"),
    columns=(
        Column("organization", gettext_lazy("Organization"), "organization.name"),
        Column("region", gettext_lazy("Region"), "region.name"),
        Column("title", gettext_lazy("Title of the activity"), "title"),
        Column("days", gettext_lazy("Day of the week"), "get_weekdays_display"),
        Column("begins", gettext_lazy("Begins"), lambda row: f"{row.starts:%H:%M}"),
        Column("ends", gettext_lazy("Ends"), lambda row: f"{row.ends:%H:%M}"),
        Column("place", gettext_lazy("Place"), "place"),
        Column("venue", gettext_lazy("Room"), lambda row: row.venue.name if row.venue_id else ""),
        Column("first", gettext_lazy("First day"), "starts_on"),
        Column("last", gettext_lazy("Last day"), "ends_on"),
        Column("published", gettext_lazy("Published"), lambda row: _("yes") if row.is_published else _("no")),
    ),
)


class ActivityRuleList(KeysetList):
    permission = Permission.ACTIVITY_VIEW
    model = ActivityRule
    filterset_class = ActivityRuleFilter
    template_name = "communities/activities/activity_rule_list.html"
    rights = {"may_edit": Permission.ACTIVITY_EDIT}
    exports = EXPORT

    def prepare(self, queryset):
        return queryset.with_names()

    def more_context(self, filterset, scoped, found):
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        region = values.get("region")
        return {
            "crumbs": crumbs_to(region),
            "is_filtered": any(values.values()),
            "may_export": holds_anywhere(self.request.user, EXPORT.permission),
        }


class ActivityRuleDetail(FoundMixin, DetailView):
    """The rule, its days four weeks back and ahead, and what was changed about it."""

    model = ActivityRule
    permission = Permission.ACTIVITY_VIEW
    template_name = "communities/activities/activity_rule_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("organization", "region", "venue", "created_by", "ended_by")

    def get_context_data(self, **kwargs):
        row, today = self.object, timezone.localdate()
        changes = list(row.changes.all())
        held = list(row.activities.filter(rule_date__gte=today - BACK).order_by("-starts_at"))
        counted = {(row.pk, activity.rule_date) for activity in held}
        days = sessions_of(row, today - BACK, today + AHEAD, changes, counted)
        context = {
            "row": row,
            "may_edit": reaches(self.request.user, Permission.ACTIVITY_EDIT, row.region_path),
            "coming": [day for day in days if not day.is_over],
            "over": [day for day in reversed(days) if day.is_over],
            "held": held,
            "entries": history_of(row),
        }
        return super().get_context_data(**kwargs) | context


class ActivityRuleCreate(AnnouncedCreate):
    model = ActivityRule
    form_class = ActivityRuleForm
    template_name = "communities/activities/activity_form.html"
    draft_title = gettext_lazy("Enter weekly sessions")
    copied = (
        "title", "description", "place", "joining", "open_to_residents", "weekdays", "starts", "ends",
    )  # fmt: skip

    def get_initial(self):
        initial = super().get_initial()
        if "weekdays" in initial:
            initial["weekdays"] = [day for day in range(7) if initial["weekdays"] >> day & 1]
        return {"starts_on": timezone.localdate()} | initial

    def cancel_url(self):
        return reverse("communities:activity-rule-list")

    def enter(self, form):
        form.instance.enter(by=self.request.user)

    def said(self, row):
        return _("%(title)s was entered. Residents see its days once it is published.") % {"title": row.title}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"title": _("Enter weekly sessions"), "held": False}


class ActivityRuleUpdate(AnnouncedUpdate):
    model = ActivityRule
    form_class = ActivityRuleForm
    template_name = "communities/activities/activity_form.html"

    def get_queryset(self):
        return super().get_queryset().filter(ended_at=None)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"title": _("Change weekly sessions"), "held": False}


class ActivityRulePublish(TransitionView):
    model = ActivityRule
    permission = Permission.ACTIVITY_EDIT
    verb = "publish"
    done = gettext_lazy("%(row)s stands in the public calendar.")


class ActivityRuleUnpublish(TransitionView):
    model = ActivityRule
    permission = Permission.ACTIVITY_EDIT
    done = gettext_lazy("%(row)s no longer stands in the public calendar.")

    def act(self, row):
        row.publish(by=self.request.user, shown=False)


class ActivityRuleBulkPublish(ActivityBulkPublish):
    model = ActivityRule
    back = "communities:activity-rule-list"


class RuleAct(ScopedMixin, View):
    """A form about one rule in reach; subclasses say which and what it does."""

    permission = Permission.ACTIVITY_EDIT

    def get(self, request, pk, **day):
        row = self.find(pk)
        return self._show(row, self.dressed(row))

    def post(self, request, pk, **day):
        row = self.find(pk)
        form = self.dressed(row, request.POST)
        shown = unpack(request.POST.get("seen", ""), row)
        if shown and shown.version != row.version:
            form.is_valid()
            tell_stale(form, row)
            renew(form, row)
            return self._show(row, form, status=409)
        if not form.is_valid():
            return self._show(row, form)
        form.cleaned_data.pop("seen", None)
        try:
            said, page = self.act(row, form)
        except ValidationError as refused:
            take_refusal(form, refused, row)
            return self._show(row, form, status=409)
        messages.success(request, said)
        return redirect(page)

    def find(self, pk):
        rows = ActivityRule.objects.permitted(self.request.user, self.permission).with_names()
        return get_object_or_404(rows, pk=pk)

    def dressed(self, row, data=None):
        """The form with the hidden field that says what the page showed."""
        form = self.make_form(row, data)
        form.fields["seen"] = SeenField(row, required=False)
        form.helper.layout.append("seen")
        return form

    def _show(self, row, form, status=200):
        context = {"row": row, "back": row, "form": form, **self.words(row)}
        return render(self.request, "communities/activities/activity_act.html", context, status=status)


class ActivityRuleChange(RuleAct):
    """Call one day off or move it; the day may be given by the link that led here."""

    def words(self, row):
        return {
            "title": _("Change one day"),
            "hint": _("Its days: %(days)s") % {"days": row.get_weekdays_display()},
            "submit": _("Save this day"),
            "keep": _("Discard"),
            "danger": False,
        }

    def make_form(self, row, data=None):
        asked = self.request.GET.get("on", "")
        return RuleChangeForm(data, rule=row, initial={"on": asked if day_in(asked) else None, "what": "skip"})

    def act(self, row, form):
        changed = row.change(by=self.request.user, **form.change)
        if changed.is_moved:
            return _("The session of %(day)s was moved.") % {"day": changed.on}, row
        return _("The session of %(day)s is called off.") % {"day": changed.on}, row


class ActivityRuleEnd(RuleAct):
    def words(self, row):
        return {
            "title": _("End the weekly sessions %(title)s?") % {"title": row.title},
            "hint": _("Later days leave the calendar; what was held stays. It cannot be taken back."),
            "submit": _("End weekly sessions"),
            "keep": _("Keep them"),
            "danger": True,
        }

    def make_form(self, row, data=None):
        return RuleEndForm(data, initial={"last_day": timezone.localdate()})

    def act(self, row, form):
        row.end(by=self.request.user, **form.cleaned_data)
        return _("The weekly sessions %(title)s end on %(day)s.") % {"title": row.title, "day": row.ends_on}, row


class ActivityRuleRestore(ScopedMixin, View):
    """POST only: take the change of one day back."""

    http_method_names = ["post"]
    permission = Permission.ACTIVITY_EDIT

    def post(self, request, pk, on):
        row = get_object_or_404(ActivityRule.objects.permitted(request.user, self.permission), pk=pk)
        day = day_in(on)
        if day is None:
            raise Http404
        try:
            row.restore(on=day, by=request.user)
        except ValidationError as refused:
            messages.error(request, refused_in_one_line(refused, row))
        else:
            messages.success(request, _("The session of %(day)s takes place as usual.") % {"day": day})
        return redirect(row)


class SessionCount(RuleAct):
    """Count the session of one day; it becomes an activity of its own."""

    def find(self, pk):
        row = super().find(pk)
        self.day = day_in(self.kwargs["on"])
        if self.day is None or not row.hits(self.day):
            raise Http404
        return row

    def words(self, row):
        return {
            "title": _("Enter counts"),
            "hint": _("%(day)s. Numbers only; names of residents are not kept.") % {"day": self.day},
            "submit": _("Save counts"),
            "keep": _("Discard"),
            "danger": False,
        }

    def make_form(self, row, data=None):
        return CountForm(data)

    def act(self, row, form):
        counts = {name: value for name, value in form.counts.items() if name not in ("result", "prize")}
        session = row.hold(on=self.day, by=self.request.user, **counts)
        return _("The counts of %(day)s were saved.") % {"day": self.day}, session
