"""Hours earned elsewhere or before: the list, one entry with its decision, entering, correcting, taking back."""

from django.utils.translation import gettext_lazy

from communities.documents.views import DocumentAdd
from communities.pages.acts import RowAct, TransitionView
from communities.pages.exports import Export
from communities.pages.plain_list import PlainList, Shown, Way
from leaders.people.entering import CorrectForLeader, EnteredPage, EnterForLeader
from leaders.training.filters import OutsideFilter
from leaders.training.forms import OutsideHoursForm
from leaders.training.models import Enrolment, OutsideHours
from leaders.training.models.lessons import counted
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
        Column("hours", gettext_lazy("Training hours"), lambda row: counted(row.lessons)),
        Column("state", gettext_lazy("State"), "get_state_display"),
    ),
)


class OutsideList(PlainList):
    permission = Permission.TRAINING_VIEW
    model = OutsideHours
    filterset_class = OutsideFilter
    exports = EXPORT
    orders = {"newest": ("-id",), "place": ("region_path", "id")}
    title = gettext_lazy("Hours earned elsewhere")
    lead = gettext_lazy(
        "Courses of the district or of earlier years; entered by one, confirmed by somebody else, then counted like "
        "sessions held here."
    )
    nothing = gettext_lazy("No hours earned elsewhere are entered yet")
    hint = gettext_lazy(
        "What people learned at the district or before this register began is entered one by one, with what proves it."
    )
    shown = (
        Shown(gettext_lazy("Course"), "title", sub="organizer"),
        Shown(gettext_lazy("Full name"), "leader.name", order="place", sub="leader.region.place_label"),
        Shown(gettext_lazy("Day or year"), "when"),
        Shown(gettext_lazy("Content area"), "get_content_area_display"),
        Shown(gettext_lazy("Training hours"), "lessons"),
        Shown(gettext_lazy("State"), "tag"),
    )
    adds = Way("leaders:training-outside-create", gettext_lazy("Enter hours"), Permission.TRAINING_EDIT)
    takes_away = "leaders:training-outside-export"
    part_of = "leaders:training-list"

    def prepare(self, queryset):
        return queryset.with_names()


class OutsideDetail(EnteredPage):
    """Beside what else the person was credited that year, so that nothing is confirmed twice."""

    model = OutsideHours
    permission, decide_permission = Permission.TRAINING_VIEW, Permission.HOURS_CONFIRM
    edit_permission = Permission.TRAINING_EDIT
    template_name = "leaders/training/outside_detail.html"
    pages, tab, withdraw_url = "leaders:training-outside", "training", "leaders:training-outside-withdraw"
    of_list, corrects = gettext_lazy("Hours earned elsewhere"), gettext_lazy("Correct hours")
    revokes = gettext_lazy("Take the hours off")
    passes = (gettext_lazy("Confirm the hours"), gettext_lazy("They count at once in the person's year"))
    told = (
        Column("organizer", gettext_lazy("Held by"), "organizer"),
        Column("day", gettext_lazy("Day or year"), "when"),
        Column("area", gettext_lazy("Content area"), "get_content_area_display"),
        Column("hours", gettext_lazy("Training hours"), "lessons"),
    )

    def besides(self, row):
        attended = Enrolment.objects.attended().filter(leader=row.leader_id, session__starts_at__year=row.year)
        others = OutsideHours.objects.confirmed().filter(leader=row.leader_id, year=row.year).exclude(pk=row.pk)
        return {
            "attended": list(attended.select_related("session").order_by("session__starts_at")),
            "others": list(others.order_by("held_on", "id")),
        }


class OutsideCreate(EnterForLeader):
    """Enter one course."""

    permission = Permission.TRAINING_EDIT
    decided_with = Permission.HOURS_CONFIRM
    model, form_class = OutsideHours, OutsideHoursForm
    template_name = "leaders/training/outside_form.html"
    find_title, find_question = gettext_lazy("Enter hours earned elsewhere"), gettext_lazy("Whose hours are they?")
    find_lead = gettext_lazy("Find the person; the hours can also be entered from the person's own page.")
    tab = "training"


class OutsideUpdate(CorrectForLeader):
    model = OutsideHours
    permission = Permission.TRAINING_EDIT
    decided_with = Permission.HOURS_CONFIRM
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
