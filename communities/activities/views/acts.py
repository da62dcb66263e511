"""What is done to activities: publish, count, call off, export."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from communities.activities.forms.activity import CancelForm, CountForm
from communities.activities.models import Activity
from communities.pages.acts import TransitionView
from communities.pages.base import ScopedMixin
from communities.pages.bulk import back_to_list, tell_done
from communities.pages.readers import picked
from registry.accounts.roles import Permission
from registry.ui.signs import told

BULK_CAP = 200


class ActivityPublish(TransitionView):
    model = Activity
    permission = Permission.ACTIVITY_EDIT
    verb = "publish"
    done = gettext_lazy("%(row)s stands in the public calendar.")


class ActivityUnpublish(TransitionView):
    model = Activity
    permission = Permission.ACTIVITY_EDIT
    done = gettext_lazy("%(row)s no longer stands in the public calendar.")

    def act(self, row):
        row.publish(by=self.request.user, shown=False)


def picked_rows(request, model, permission):
    """The picked rows that lie in reach; ids from elsewhere do not exist."""
    ids = picked(request)
    return model.objects.permitted(request.user, permission).with_names().filter(pk__in=ids)


class ActivityBulkPublish(ScopedMixin, View):
    """Publish or hide the picked rows; those that may not be shown are named with the reason."""

    http_method_names = ["post"]
    permission = Permission.ACTIVITY_EDIT
    model = Activity
    back = "communities:activity-list"

    def post(self, request):
        shown, done, kept = request.POST.get("shown") == "1", 0, []
        for row in picked_rows(request, self.model, self.permission):
            try:
                row.publish(by=request.user, shown=shown)
                done += 1
            except ValidationError as refused:
                messages.warning(request, told(row, " ".join(refused.messages)))
                kept.append(row.pk)
        if shown:
            text = ngettext("%(n)s entry was published.", "%(n)s entries were published.", done)
        else:
            text = ngettext("%(n)s entry was taken out.", "%(n)s entries were taken out.", done)
        tell_done(request, text, done)
        return back_to_list(request, self.back, kept=kept)


class ActivityAct(ScopedMixin, View):
    """A form about one activity in reach; subclasses say which and what it does."""

    permission = Permission.ACTIVITY_EDIT
    template_name = "communities/activities/activity_act.html"

    def get(self, request, pk):
        row = self.find(pk)
        return self._show(row, self.make_form(row))

    def post(self, request, pk):
        row = self.find(pk)
        form = self.make_form(row, request.POST)
        if not form.is_valid():
            return self._show(row, form)
        try:
            said = self.act(row, form)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self._show(row, form, status=409)
        messages.success(request, said)
        return redirect(row)

    def find(self, pk):
        rows = Activity.objects.permitted(self.request.user, self.permission).with_names()
        return get_object_or_404(rows, pk=pk)

    def _show(self, row, form, status=200):
        context = {"row": row, "back": row, "form": form, **self.words(row)}
        return render(self.request, self.template_name, context, status=status)


class ActivityCount(ActivityAct):
    """Enter the counts of what took place, or correct them."""

    def words(self, row):
        held = row.state == Activity.State.HELD
        return {
            "title": _("Correct counts") if held else _("Enter counts"),
            "hint": _("Numbers only; names of residents are not kept."),
            "submit": _("Save counts"),
            "keep": _("Discard"),
            "danger": False,
        }

    def make_form(self, row, data=None):
        names = ("attended", "new_members", "volunteers", "result", "prize", "version")
        initial = {name: getattr(row, name) for name in names}
        return CountForm(data, initial=initial, is_competition=row.kind == Activity.Kind.COMPETITION)

    def act(self, row, form):
        if row.state == Activity.State.HELD:
            row.version = form.cleaned_data["version"] or 0
            row.recount(by=self.request.user, **form.counts)
            return _("The counts of %(activity)s were corrected.") % {"activity": row.title}
        row.hold(by=self.request.user, **form.counts)
        return _("The counts of %(activity)s were saved.") % {"activity": row.title}


class ActivityCancel(ActivityAct):
    """Call it off, with the reason; residents see it marked so."""

    def words(self, row):
        return {
            "title": _("Call off %(activity)s?") % {"activity": row.title},
            "hint": _("It cannot be taken back. If it is published, residents see it as called off, with the reason."),
            "submit": _("Call off activity"),
            "keep": _("Keep it planned"),
            "danger": True,
        }

    def make_form(self, row, data=None):
        return CancelForm(data)

    def act(self, row, form):
        row.cancel(by=self.request.user, reason=form.cleaned_data["reason"])
        return _("%(activity)s was called off.") % {"activity": row.title}
