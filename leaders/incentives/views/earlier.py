"""Honours given before or by others: the list, one entry with its decision, entering, correcting, taking back."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from communities.documents.views import DocumentAdd
from communities.pages.acts import RowAct, TransitionView
from communities.pages.exports import Export
from communities.pages.plain_list import PlainList, Shown, Way
from leaders.incentives.filters import EarlierHonourFilter
from leaders.incentives.forms import EarlierHonourForm
from leaders.incentives.models import EarlierHonour
from leaders.people.entering import CorrectForLeader, EnteredPage, EnterForLeader
from registry.accounts.roles import Permission
from registry.sheets.columns import Column

FOUND = 20
State = EarlierHonour.State

EXPORT = Export(
    name="earlier_honour",
    verb="earlier_honour.export",
    title=gettext_lazy("Honours given before"),
    permission=Permission.LEADER_EXPORT,
    prepare=lambda rows: rows.with_names(),
    columns=(
        Column("number", gettext_lazy("Number"), "leader.number"),
        Column("name", gettext_lazy("Full name"), "leader.name"),
        Column("region", gettext_lazy("Region"), "leader.region.place_label"),
        Column("honour", gettext_lazy("Honour"), "title"),
        Column("issuer", pgettext_lazy("honour", "Given by"), "issuer"),
        Column("level", pgettext_lazy("honour", "Level"), "get_level_display"),
        Column("day", gettext_lazy("Given on"), "given_on"),
        Column("year", gettext_lazy("Year"), "year"),
        Column("document", gettext_lazy("Number of the paper"), "document_number"),
        Column("state", gettext_lazy("State"), "get_state_display"),
    ),
)


class HonourList(PlainList):
    permission = Permission.INCENTIVE_VIEW
    model = EarlierHonour
    filterset_class = EarlierHonourFilter
    exports = EXPORT
    orders = {"newest": ("-id",), "place": ("region_path", "id")}
    title = gettext_lazy("Honours given before")
    lead = gettext_lazy(
        "Honours of earlier years or of other bodies, with the name on their paper; entered by one, confirmed by "
        "somebody else."
    )
    nothing = gettext_lazy("No honour given before is entered yet")
    hint = gettext_lazy(
        "What people were honoured with before this register began is entered one by one, or a whole table at once by "
        "bulk import."
    )
    shown = (
        Shown(gettext_lazy("Honour"), "title", sub="issuer"),
        Shown(gettext_lazy("Full name"), "leader.name", order="place", sub="leader.region.place_label"),
        Shown(gettext_lazy("Day or year"), "when"),
        Shown(pgettext_lazy("honour", "Level"), "get_level_display"),
        Shown(gettext_lazy("Number of the paper"), "document_number"),
        Shown(gettext_lazy("State"), "tag"),
    )
    adds = Way("leaders:honour-create", gettext_lazy("Enter an honour"), Permission.INCENTIVE_PROPOSE)
    takes_away = "leaders:honour-export"
    part_of = "leaders:incentive-list"
    beside = ("communities/ratings/_honour_tabs.html", "earlier")

    def prepare(self, queryset):
        return queryset.with_names()


class HonourDetail(EnteredPage):
    """Beside the other honours of the person, so that nothing is confirmed twice."""

    model = EarlierHonour
    permission, decide_permission = Permission.INCENTIVE_VIEW, Permission.INCENTIVE_DECIDE
    edit_permission = Permission.INCENTIVE_PROPOSE
    template_name = "leaders/incentives/honour_detail.html"
    pages, tab, withdraw_url = "leaders:honour", "incentives", "leaders:honour-withdraw"
    of_list, corrects = gettext_lazy("Honours given before"), gettext_lazy("Correct honour")
    revokes = gettext_lazy("Strike the honour out")
    passes = (gettext_lazy("Confirm the honour"), gettext_lazy("It stands on the person's page from then on"))
    told = (
        Column("issuer", pgettext_lazy("honour", "Given by"), "issuer"),
        Column("day", gettext_lazy("Day or year"), "when"),
        Column("level", pgettext_lazy("honour", "Level"), "get_level_display"),
        Column("document", gettext_lazy("Number of the paper"), "document_number"),
    )

    def besides(self, row):
        others = EarlierHonour.objects.confirmed().filter(leader=row.leader_id).exclude(pk=row.pk)
        return {"others": list(others.order_by("-year", "-id")[:FOUND])}


class HonourCreate(EnterForLeader):
    """Enter one honour."""

    permission = Permission.INCENTIVE_PROPOSE
    decided_with = Permission.INCENTIVE_DECIDE
    model, form_class = EarlierHonour, EarlierHonourForm
    template_name = "leaders/incentives/honour_form.html"
    find_title, find_question = gettext_lazy("Enter an honour given before"), gettext_lazy("Whose honour is it?")
    find_lead = gettext_lazy("Find the person; the honour can also be entered from the person's own page.")
    tab = "incentives"


class HonourUpdate(CorrectForLeader):
    model = EarlierHonour
    permission = Permission.INCENTIVE_PROPOSE
    decided_with = Permission.INCENTIVE_DECIDE
    form_class = EarlierHonourForm
    template_name = "leaders/incentives/honour_form.html"


class HonourWithdraw(TransitionView):
    """Whoever entered it takes it back while it waits; what was returned, whoever may correct it."""

    model = EarlierHonour
    permission = Permission.INCENTIVE_PROPOSE
    verb = "withdraw"
    done = gettext_lazy("%(row)s was withdrawn.")


class HonourRevoke(RowAct):
    """Strike out an honour that was confirmed by mistake."""

    model = EarlierHonour
    permission = Permission.INCENTIVE_DECIDE
    verb, target = "revoke", State.REVOKED
    title = gettext_lazy("Strike the honour out")
    lead = gettext_lazy("%(row)s: it is shown nowhere any more; the entry stays with the reason.")
    done = gettext_lazy("%(row)s was struck out.")
    is_grave = True

    def rows(self):
        return super().rows().with_names()


class HonourDocument(DocumentAdd):
    model = EarlierHonour
    permission = Permission.INCENTIVE_PROPOSE
