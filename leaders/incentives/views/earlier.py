"""Honours given before or by others: the list, one entry with its decision, entering, correcting, taking back."""

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from communities.documents.views import DocumentAdd, documents_of
from communities.pages.acts import RowAct, TransitionView
from communities.pages.decisions import DecisionPage
from communities.pages.exports import Export
from communities.pages.lists import KeysetList
from communities.pages.state_tabs import state_tabs
from communities.pages.tabbed import counted
from communities.scope import holds_anywhere, reaches
from leaders.incentives.filters import EarlierHonourFilter
from leaders.incentives.forms import EarlierHonourForm
from leaders.incentives.models import EarlierHonour
from leaders.people.entering import CorrectForLeader, EnterForLeader
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


class HonourList(KeysetList):
    permission = Permission.INCENTIVE_VIEW
    model = EarlierHonour
    filterset_class = EarlierHonourFilter
    template_name = "leaders/incentives/honour_list.html"
    exports = EXPORT
    orders = {"newest": ("-id",), "place": ("region_path", "id")}
    rights = {"may_export": Permission.LEADER_EXPORT}

    def prepare(self, queryset):
        return queryset.with_names()

    def more_context(self, filterset, scoped, found):
        values = filterset.form.cleaned_data if filterset.form.is_valid() else {}
        tabs, total = state_tabs(counted(filterset, scoped), State.choices, values.get("state", ""))
        may_enter = holds_anywhere(self.request.user, Permission.INCENTIVE_PROPOSE)
        return {
            "tabs": tabs,
            "total": total,
            "is_filtered": any(values.values()),
            "new_url": reverse("leaders:honour-create") if may_enter else "",
        }


class HonourDetail(DecisionPage):
    """One entry beside the other honours of the person, so that nothing is confirmed twice."""

    model = EarlierHonour
    permission, decide_permission = Permission.INCENTIVE_VIEW, Permission.INCENTIVE_DECIDE
    template_name = "leaders/incentives/honour_detail.html"
    withdraw_url = "leaders:honour-withdraw"
    passes = (gettext_lazy("Confirm the honour"), gettext_lazy("It stands on the person's page from then on"))

    def facts(self, row):
        user = self.request.user
        edits = reaches(user, Permission.INCENTIVE_PROPOSE, row.region_path)
        others = EarlierHonour.objects.confirmed().filter(leader=row.leader_id).exclude(pk=row.pk)
        return {
            "others": list(others.order_by("-year", "-id")[:FOUND]),
            "documents": documents_of(row, user),
            "add_url": reverse("leaders:honour-document", args=[row.pk]) if edits and row.takes_documents else "",
            "may_remove": row.documents_changed_by(user),
            "may_correct": edits and row.state == State.RETURNED,
            "may_revoke": row.state == State.CONFIRMED and reaches(user, Permission.INCENTIVE_DECIDE, row.region_path),
            "sees_person": reaches(user, Permission.LEADER_VIEW, row.region_path),
        }


class HonourCreate(EnterForLeader):
    """Enter one honour."""

    permission = Permission.INCENTIVE_PROPOSE
    model, form_class = EarlierHonour, EarlierHonourForm
    template_name = "leaders/incentives/honour_form.html"
    find_title, find_question = gettext_lazy("Enter an honour given before"), gettext_lazy("Whose honour is it?")
    find_lead = gettext_lazy("Find the person; the honour can also be entered from the person's own page.")
    tab = "incentives"


class HonourUpdate(CorrectForLeader):
    model = EarlierHonour
    permission = Permission.INCENTIVE_PROPOSE
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
