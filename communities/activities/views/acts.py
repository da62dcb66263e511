"""What is done to activities: publish, count, call off, export."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from communities.activities.forms.activity import CancelForm, CountForm, counts_of
from communities.activities.models import Activity
from communities.pages.acts import RowAct, TransitionView
from communities.pages.base import ScopedMixin
from communities.pages.bulk import back_to_list, picked_rows, tell_done, tell_refused
from communities.pages.edit import EditAct
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


class ActivityBulkPublish(ScopedMixin, View):
    """Publish or hide the picked rows; those that may not be shown are named with the reason."""

    http_method_names = ["post"]
    permission = Permission.ACTIVITY_EDIT
    model = Activity
    back = "communities:activity-list"

    def post(self, request):
        shown, done, kept = request.POST.get("shown") == "1", 0, []
        reach = self.model.objects.permitted(request.user, self.permission).with_names()
        for row in picked_rows(request, reach):
            try:
                row.publish(by=request.user, shown=shown)
                done += 1
            except ValidationError as refused:
                tell_refused(request, row, refused)
                kept.append(row.pk)
        if shown:
            text = ngettext("%(n)s entry was published.", "%(n)s entries were published.", done)
        else:
            text = ngettext("%(n)s entry was taken out.", "%(n)s entries were taken out.", done)
        tell_done(request, text, done)
        return back_to_list(request, self.back, kept=kept)


class ActivityCount(EditAct):
    """Enter the counts of what took place, or correct them."""

    needs_note = False
    permission = Permission.ACTIVITY_EDIT
    model = Activity
    submit = gettext_lazy("Save counts")

    def rows(self):
        return super().rows().with_names()

    def is_open(self, row):
        return row.state in (Activity.State.PLANNED, Activity.State.HELD)

    def make_form(self, row, data=None):
        names = ("attended", "new_members", "volunteers", "result", "prize")
        initial = {name: getattr(row, name) for name in names}
        return CountForm(data, initial=initial, is_competition=row.kind == Activity.Kind.COMPETITION)

    def act(self, row, values):
        counts = counts_of(values)
        if row.state == Activity.State.HELD:
            row.recount(by=self.request.user, **counts)
            return _("The counts of %(activity)s were corrected.") % {"activity": row.title}
        row.hold(by=self.request.user, **counts)
        return _("The counts of %(activity)s were saved.") % {"activity": row.title}

    def lead_of(self, row):
        return told(row, _("Numbers only; names of residents are not kept."))

    def more_context(self, row):
        held = row.state == Activity.State.HELD
        return {"title": _("Correct counts") if held else _("Enter counts")}


class ActivityCancel(RowAct):
    """Call it off, with the reason; residents see it marked so."""

    permission = Permission.ACTIVITY_EDIT
    model = Activity
    target = Activity.State.CANCELLED
    form_class = CancelForm
    submit = gettext_lazy("Call off activity")
    is_grave = True

    def rows(self):
        return super().rows().with_names()

    def act(self, row, values):
        row.cancel(by=self.request.user, reason=values["reason"])
        return _("%(activity)s was called off.") % {"activity": row.title}

    def lead_of(self, row):
        said = _("It cannot be taken back. If it is published, residents see it as called off, with the reason.")
        return told(row, said)

    def more_context(self, row):
        return {"title": _("Call off %(activity)s?") % {"activity": row.title}}
