"""Decisions of competent authorities: entered from the paper by one person, confirmed by another."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.documents.views import DocumentAdd, documents_of
from communities.organizations.models import Organization
from communities.organizations.views.for_organization import ForOrganization, ReturnedToCorrect
from communities.oversight.filters import AuthorityFilter
from communities.oversight.forms import AuthorityForm, ReplyForm
from communities.oversight.models import AuthorityDecision
from communities.pages.acts import RowAct, TransitionView, newest
from communities.pages.decisions import DecisionPage
from communities.pages.drafts import DraftedAct
from communities.pages.exports import Export
from communities.pages.plain_list import PlainList, Shown, Way
from communities.scope import reaches
from registry.accounts.roles import Permission
from registry.sheets.columns import Column

State = AuthorityDecision.State
SHOWN = 50
TYPED = (
    "kind", "lifts", "authority", "document_number", "legal_basis", "decided_on", "effective_on", "summary",
    "remedy_told", "remedy_told_on",
)  # fmt: skip


EXPORT = Export(
    name="authority",
    title=gettext_lazy("Decisions of authorities"),
    permission=Permission.ORGANIZATION_EXPORT,
    prepare=lambda rows: rows.with_names().with_lifted(),
    columns=(
        Column("organization", gettext_lazy("Organization"), "organization.name"),
        Column("region", gettext_lazy("Region"), "organization.region.name"),
        Column("kind", gettext_lazy("Kind of decision"), "get_kind_display"),
        Column("authority", gettext_lazy("Authority"), "authority"),
        Column("document", gettext_lazy("Document number"), "document_number"),
        Column("basis", gettext_lazy("Legal basis"), "legal_basis"),
        Column("decided", gettext_lazy("Decided on"), "decided_on"),
        Column("effective", gettext_lazy("Effective from"), "effective_on"),
        Column("state", gettext_lazy("State"), lambda row: row.tag[1]),
        Column("summary", gettext_lazy("Summary"), "summary"),
    ),
)


class AuthorityList(PlainList):
    permission = Permission.OVERSIGHT_VIEW
    model = AuthorityDecision
    filterset_class = AuthorityFilter
    exports = EXPORT
    orders = {"newest": ("newest", "id"), "place": ("region_path", "id")}
    title = gettext_lazy("Decisions of authorities")
    lead = gettext_lazy("On record only; the register rules nothing")
    nothing = gettext_lazy("No decision of an authority is on record here")
    hint = gettext_lazy("Restrictions, liftings, cancellations and bans are entered as their documents say.")
    shown = (
        Shown(gettext_lazy("Organization"), "organization.name", order="place", sub="organization.region.name"),
        Shown(gettext_lazy("Kind of decision"), "get_kind_display"),
        Shown(gettext_lazy("Authority"), "authority", sub="document_number"),
        Shown(gettext_lazy("Decided on"), "decided_on", order="newest", falls=True),
        Shown(gettext_lazy("Effective from"), "effective_on"),
        Shown(gettext_lazy("State"), "tag"),
    )
    adds = Way("communities:authority-enter", gettext_lazy("Enter decision"), Permission.AUTHORITY_ENTER)
    takes_away = "communities:authority-export"
    part_of = "communities:inspection-list"

    def prepare(self, queryset):
        return queryset.with_names().with_lifted().annotate(newest=newest("decided_on"))


class AuthorityEnter(DraftedAct, ForOrganization):
    model = Organization
    draft_query = "organization"
    draft_title = gettext_lazy("Enter a decision of an authority")
    permission = Permission.AUTHORITY_ENTER
    decided_with = Permission.AUTHORITY_CONFIRM
    template_name = "communities/oversight/authority_form.html"
    title = gettext_lazy("Enter a decision of an authority")

    def make_form(self, organization, data=None):
        return AuthorityForm(data, organization=organization, cancel_url=organization.get_absolute_url())

    def act(self, organization, values):
        decision = AuthorityDecision(organization=organization, **values)
        decision.enter(by=self.request.user)
        return _("The decision was entered. A second person compares it with the document."), decision

    def more_context(self, organization):
        return {"returned": None}


class AuthorityCorrect(DraftedAct, ReturnedToCorrect):
    """Correct a decision that was sent back and hand it in again."""

    draft_title = gettext_lazy("Correct the decision entered")
    permission = Permission.AUTHORITY_ENTER
    decided_with = Permission.AUTHORITY_CONFIRM
    model = AuthorityDecision
    template_name = "communities/oversight/authority_form.html"
    title = gettext_lazy("Correct the decision entered")

    def rows(self):
        return super().rows().with_names()

    def is_open(self, row):
        return row.state == State.RETURNED

    def make_form(self, row, data=None):
        return AuthorityForm(
            data,
            organization=row.organization,
            cancel_url=row.get_absolute_url(),
            initial={name: getattr(row, name) for name in TYPED},
        )

    def act(self, row, values):
        for name, value in values.items():
            setattr(row, name, value)
        row.enter(by=self.request.user)
        return _("The decision was entered. A second person compares it with the document.")


class AuthorityDetail(DecisionPage):
    """One decision with its document, its effect and the group's reply; a second person confirms the entry."""

    model = AuthorityDecision
    permission = Permission.OVERSIGHT_VIEW
    decide_permission = Permission.AUTHORITY_CONFIRM
    submitter = "entered_by"
    template_name = "communities/oversight/authority_detail.html"
    withdraw_url = "communities:authority-withdraw"
    passes = (
        gettext_lazy("Confirm the entry"),
        gettext_lazy("it is as the document says, and takes effect at once"),
    )

    def facts(self, row):
        user = self.request.user
        may_enter = reaches(user, Permission.AUTHORITY_ENTER, row.region_path)
        return {
            "may_correct": may_enter and row.state == State.RETURNED,
            "may_reply": may_enter and row.state not in row.NOT_COUNTED and not row.reply,
            "lifted_by": row.lifted_by.filter(state=State.CONFIRMED).first(),
            "documents": documents_of(row, user),
            "add_url": reverse("communities:authority-document", args=[row.pk])
            if may_enter and row.takes_documents
            else "",
            "may_remove": row.documents_changed_by(user),
        }


class AuthorityWithdraw(TransitionView):
    """Whoever entered it takes it back before it is confirmed."""

    permission = Permission.AUTHORITY_ENTER
    model = AuthorityDecision
    verb = "withdraw"
    done = gettext_lazy("%(row)s was withdrawn.")


class AuthorityReply(RowAct):
    """Keep what the organization answered. Once."""

    permission = Permission.AUTHORITY_ENTER
    model = AuthorityDecision
    form_class = ReplyForm
    title = gettext_lazy("Enter the reply of the organization")
    submit = gettext_lazy("Keep reply")

    def rows(self):
        return super().rows().select_related("organization")

    def is_open(self, row):
        return row.state != State.RETURNED and not row.reply

    def make_form(self, row, data=None):
        return ReplyForm(data, initial={"reply_on": timezone.localdate()})

    def act(self, row, values):
        row.take_reply(by=self.request.user, text=values["reply"], on=values["reply_on"])
        return _("The reply was kept; it stays as it is.")


class AuthorityDocument(DocumentAdd):
    permission = Permission.AUTHORITY_ENTER
    model = AuthorityDecision


def standing_of(row):
    """What stands against an organization, for the note at the top of its page; asked only when something does."""
    if not row.restraint:
        return []
    standing = AuthorityDecision.objects.standing().filter(organization=row)
    return list(standing.select_related("organization").order_by("-decided_on", "-id"))
