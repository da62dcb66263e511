"""Hours earned elsewhere or before: the list, one entry with its decision, entering, correcting, taking back."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from communities.documents.views import DocumentAdd, documents_of
from communities.pages.acts import RowAct, TransitionView
from communities.pages.decisions import DecisionPage
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.pages.state_tabs import state_tabs
from communities.pages.tabbed import counted
from communities.scope import holds_anywhere, reaches
from leaders.people.entering import CorrectForLeader, EnterForLeader
from leaders.training.filters import OutsideFilter
from leaders.training.forms import OutsideHoursForm
from leaders.training.models import Enrolment, OutsideHours
from registry.accounts.roles import Permission
from registry.sheets.columns import Column

FOUND = 20
State = OutsideHours.State

EXPORT = Export(
    name="training_outside",
    verb="outside_hours.export",
    title=gettext_lazy("Hours earned elsewhere"),
    permission=Permission.LEADER_EXPORT,
    prepare=lambda rows: rows.with_names(),
    columns=(
        Column("number", gettext_lazy("Number"), "leader.number"),
        Column("name", gettext_lazy("Full name"), "leader.name"),
        Column("region", gettext_lazy("Region"), "leader.region.place_label"),
        Column("course", gettext_lazy("Course"), "title"),
        Column("organizer", gettext_lazy("Held by"), "organizer"),
        Column("day", gettext_lazy("Day of the course"), "held_on"),
        Column("year", gettext_lazy("Year"), "year"),
        Column("area", gettext_lazy("Content area"), "get_content_area_display"),
        Column("hours", gettext_lazy("Training hours"), "lessons"),
        Column("state", gettext_lazy("State"), "get_state_display"),
    ),
)


class OutsideList(KeysetList):
    permission = Permission.TRAINING_VIEW
    model = OutsideHours
    filterset_class = OutsideFilter
    template_name = "leaders/training/outside_list.html"
    exports = EXPORT
    orders = {"newest": ("-id",), "place": ("region_path", "id")}
    rights = {"may_export": Permission.LEADER_EXPORT}

    def prepare(self, queryset):
        return queryset.with_names()

    def more_context(self, filterset, scoped, found):
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        within = counted(filterset, scoped)
        tabs, total = state_tabs(within, State.choices, values.get("state", ""))
        may_edit = holds_anywhere(self.request.user, Permission.TRAINING_EDIT)
        return {
            "tabs": tabs,
            "total": total,
            "is_filtered": any(values.values()),
            "new_url": reverse("leaders:training-outside-create") if may_edit else "",
        }


class OutsideDetail(DecisionPage):
    """One entry beside what else the person was credited that year, so that nothing is confirmed twice."""

    model = OutsideHours
    permission, decide_permission = Permission.TRAINING_VIEW, Permission.HOURS_CONFIRM
    template_name = "leaders/training/outside_detail.html"
    withdraw_url = "leaders:training-outside-withdraw"
    passes = (gettext_lazy("Confirm the hours"), gettext_lazy("They count at once in the person's year"))

    def facts(self, row):
        user = self.request.user
        edits = reaches(user, Permission.TRAINING_EDIT, row.region_path)
        attended = Enrolment.objects.attended().filter(leader=row.leader_id, session__starts_at__year=row.year)
        others = OutsideHours.objects.confirmed().filter(leader=row.leader_id, year=row.year).exclude(pk=row.pk)
        return {
            "attended": list(attended.select_related("session").order_by("session__starts_at")),
            "others": list(others.order_by("held_on", "id")),
            "documents": documents_of(row, user),
            "add_url": reverse("leaders:training-outside-document", args=[row.pk])
            if edits and row.takes_documents
            else "",
            "may_remove": row.documents_changed_by(user),
            "may_correct": edits and row.state == State.RETURNED,
            "may_revoke": row.state == State.CONFIRMED and reaches(user, Permission.HOURS_CONFIRM, row.region_path),
            "sees_person": reaches(user, Permission.LEADER_VIEW, row.region_path),
        }


class OutsideCreate(EnterForLeader):
    """Enter one course."""

    permission = Permission.TRAINING_EDIT
    model, form_class = OutsideHours, OutsideHoursForm
    template_name = "leaders/training/outside_form.html"
    find_title, find_question = gettext_lazy("Enter hours earned elsewhere"), gettext_lazy("Whose hours are they?")
    find_lead = gettext_lazy("Find the person; the hours can also be entered from the person's own page.")
    tab = "training"


class OutsideUpdate(CorrectForLeader):
    model = OutsideHours
    permission = Permission.TRAINING_EDIT
    form_class = OutsideHoursForm
    template_name = "leaders/training/outside_form.html"


class OutsideWithdraw(TransitionView):
    """Whoever entered it takes it back while it waits; what was returned, whoever may correct it."""

    model = OutsideHours
    permission = Permission.TRAINING_EDIT
    verb = "withdraw"
    done = gettext_lazy("%(row)s was withdrawn.")


class OutsideRevoke(RowAct):
    """Take off hours that were confirmed by mistake."""

    model = OutsideHours
    permission = Permission.HOURS_CONFIRM
    verb, target = "revoke", State.REVOKED
    title = gettext_lazy("Take the hours off")
    lead = gettext_lazy("%(row)s: the hours no longer count; the entry stays with the reason.")
    done = gettext_lazy("%(row)s: the hours were taken off.")
    is_grave = True

    def rows(self):
        return super().rows().with_names()


class OutsideDocument(DocumentAdd):
    model = OutsideHours
    permission = Permission.TRAINING_EDIT
