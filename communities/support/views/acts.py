"""What is done to a grant: book a line, take one back, settle, cancel, attach a document."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.documents.views import DocumentAdd
from communities.pages.acts import RowAct, TransitionView
from communities.pages.refusing import NoteForm
from communities.support.forms.support import EntryForm, TakeBackForm
from communities.support.models import Support, SupportEntry
from registry.accounts.roles import Permission
from registry.ui.money import money


class SupportBook(RowAct):
    """One line of the ledger."""

    model = Support
    permission = Permission.SUPPORT_EDIT
    form_class = EntryForm
    title = gettext_lazy("Book a line")

    def is_open(self, row):
        return row.state == Support.State.GRANTED and row.granted > 0

    def lead_of(self, row):
        return _("%(row)s, %(rest)s yuan left") % {"row": row, "rest": money(row.remaining)}

    def act(self, row, values):
        entry = row.book(values.pop("kind"), values.pop("amount"), by=self.request.user, **values)
        return _("Booked: %(line)s. %(rest)s yuan are left.") % {"line": entry, "rest": money(row.remaining)}


class SupportClose(RowAct):
    model = Support
    permission = Permission.SUPPORT_EDIT
    form_class = NoteForm
    title = gettext_lazy("Settle support")
    lead = gettext_lazy("Settle %(row)s? No line is booked any more.")
    is_grave = True

    verb, target = "close", Support.State.CLOSED
    done = gettext_lazy("%(row)s is settled.")

    def lead_of(self, row):
        if not row.remaining:
            return super().lead_of(row)
        said = _("Settle %(row)s? The %(rest)s yuan that are left count as given back, and no line is booked any more.")
        return said % {"row": row, "rest": money(row.remaining)}


class SupportCancel(RowAct):
    model = Support
    permission = Permission.SUPPORT_EDIT
    form_class = NoteForm
    title = gettext_lazy("Withdraw support")
    lead = gettext_lazy("Withdraw %(row)s? It leaves the sums; the record stays.")
    is_grave = True

    verb = "cancel"
    done = gettext_lazy("%(row)s was withdrawn.")

    def is_open(self, row):
        return row.may_be_cancelled


class SupportTakeBackOwn(TransitionView):
    """Whoever entered it takes it back while it waits."""

    model = Support
    permission = Permission.SUPPORT_EDIT
    verb = "withdraw"
    done = gettext_lazy("%(row)s was withdrawn.")


class EntryTakeBack(RowAct):
    """Meet a wrong line with a counter line."""

    model = SupportEntry
    permission = Permission.SUPPORT_EDIT
    form_class = TakeBackForm
    title = gettext_lazy("Take back a line")
    is_grave = True

    def rows(self):
        return super().rows().select_related("support__organization")

    def is_open(self, row):
        return row.support.state == Support.State.GRANTED and not row.reverses_id

    def act(self, row, values):
        row.take_back(by=self.request.user, what_for=values["what_for"])
        return _("The line was taken back.")


class SupportDocument(DocumentAdd):
    model = Support
    permission = Permission.SUPPORT_EDIT


class EntryReceipt(DocumentAdd):
    """A receipt of one line, also after the support is settled."""

    model = SupportEntry
    permission = Permission.SUPPORT_EDIT
