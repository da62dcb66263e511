"""What is done to a matter: one page an act, each calls the verb of the model."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from communities.pages.acts import RowAct, TransitionView
from communities.pages.base import ScopedMixin
from communities.pages.bulk import back_to_list, picked_rows, tell_done, tell_refused
from communities.pages.readers import chosen_row, picked
from communities.regions.forms.picker import wants_picking
from communities.scope import common_path
from communities.text.digits import refuse_text
from leaders.cases.forms.acts import CloseForm, HandOverForm, TransferForm, WordForm
from leaders.cases.forms.case import MergeForm, PartnerForm, SortForm
from leaders.cases.models import Case, ReplyTemplate
from registry.accounts.roles import Permission

BULK_CAP = 200


class CaseAct(RowAct):
    """`of` names the states in which the page makes sense; a matter joined with another has no acts of its own."""

    model = Case
    permission = Permission.CASE_EDIT
    of = Case.OPEN
    label = hint = ""
    lead = gettext_lazy("%(row)s")
    masks = False  # whether the text is read by whoever raised it

    def rows(self):
        return super().rows().with_names()

    def is_open(self, row):
        return row.state in self.of and row.merged_into_id is None

    def make_form(self, row, data=None):
        form = WordForm(data, label=self.label, hint=self.hint)
        if self.masks:
            form.fields["text"].validators.append(refuse_text)
        return form


class CaseAccept(TransitionView):
    model = Case
    permission = Permission.CASE_EDIT
    verb = "accept"
    done = gettext_lazy("%(row)s was taken up; whoever raised it reads that it is in hand.")


class CaseUnmerge(TransitionView):
    model = Case
    permission = Permission.CASE_EDIT
    verb = "unmerge"
    done = gettext_lazy("%(row)s is handled by itself again.")


class CaseSort(CaseAct):
    title = gettext_lazy("Correct the matter")
    submit = gettext_lazy("Save correction")

    def post(self, request, pk):
        if wants_picking(request.POST, SortForm.base_fields):
            row = self.find(pk)
            form = self.make_form(row, request.POST)
            form._errors = {}
            return self.show(row, form)
        return super().post(request, pk)

    def make_form(self, row, data=None):
        initial = {"title": row.title, "category": row.category, "region": row.region_id}
        return SortForm(data, user=self.request.user, initial=initial)

    def act(self, row, values):
        row.sort(by=self.request.user, **values)
        return _("The matter was corrected.")


class CaseAssign(CaseAct):
    title = gettext_lazy("Hand over the matter")
    submit = gettext_lazy("Hand over")

    def make_form(self, row, data=None):
        return HandOverForm(data, path=row.region_path)

    def act(self, row, values):
        row.assign(by=self.request.user, to=values["to"], note=values["note"])
        return _("%(person)s handles it from now on.") % {"person": values["to"]}


class CaseReply(CaseAct):
    """`?template=` begins the answer with a template of the street."""

    title = gettext_lazy("Answer the matter")
    submit = gettext_lazy("Send answer")
    of = (Case.State.HANDLING, Case.State.ANSWERED)
    label = gettext_lazy("Answer")
    hint = gettext_lazy("Whoever raised it reads this with the key. Say what happens, by whom and until when.")
    template_name = "leaders/cases/case_reply.html"

    def make_form(self, row, data=None):
        templates = ReplyTemplate.objects.for_place(row.region_path)
        chosen = chosen_row(templates, self.request.GET.get("template"))
        form = WordForm(data, label=self.label, hint=self.hint, rows=8, initial={"text": chosen.text if chosen else ""})
        form.fields["text"].validators.append(refuse_text)
        form.reply_templates = list(templates[:30])
        return form

    def act(self, row, values):
        row.reply(by=self.request.user, text=values["text"])
        return _("The answer was sent.")


class CaseNote(CaseAct):
    title = gettext_lazy("Internal note")
    submit = gettext_lazy("Save note")
    of = Case.State.values
    label = gettext_lazy("Note")
    hint = gettext_lazy("Only the staff reads it; whoever raised the matter does not.")

    def act(self, row, values):
        row.note(by=self.request.user, text=values["text"])
        return _("The note was saved.")


class CaseTransfer(CaseAct):
    title = gettext_lazy("Pass on the matter")
    submit = gettext_lazy("Pass on")

    def make_form(self, row, data=None):
        return TransferForm(data)

    def act(self, row, values):
        row.transfer(by=self.request.user, **values)
        return _("The matter was passed on; whoever raised it reads where to.")


class CaseDecline(CaseAct):
    title = gettext_lazy("Not take up the matter")
    submit = gettext_lazy("Close without taking up")
    of = (Case.State.RECEIVED,)
    label = gettext_lazy("Reason")
    hint = gettext_lazy("Whoever raised it reads it, with whom to turn to instead.")
    is_grave = masks = True

    def act(self, row, values):
        row.decline(by=self.request.user, text=values["text"])
        return _("The matter was closed without being taken up.")


class CaseClose(CaseAct):
    title = gettext_lazy("Close the matter")
    of = (Case.State.ANSWERED,)

    def make_form(self, row, data=None):
        return CloseForm(data, initial={"outcome": Case.Outcome.SOLVED})

    def act(self, row, values):
        row.close(by=self.request.user, **values)
        return _("The matter was closed; whoever raised it is asked how it was handled.")


class CaseReopen(CaseAct):
    title = gettext_lazy("Open the matter again")
    submit = gettext_lazy("Open again")
    of = (Case.State.CLOSED, Case.State.TRANSFERRED)
    label = gettext_lazy("Why it is opened again")
    hint = gettext_lazy("Whoever raised it reads it.")
    masks = True

    def act(self, row, values):
        row.reopen(by=self.request.user, text=values["text"])
        return _("The matter is in hand again, with a new clock.")


class CaseMerge(CaseAct):
    title = gettext_lazy("Join with another matter")
    submit = gettext_lazy("Join")

    def make_form(self, row, data=None):
        return MergeForm(data, rows=self.rows())

    def act(self, row, values):
        row.merge(by=self.request.user, into=values["into"])
        return _("Joined. Whoever raised it reads the answers given to %(number)s.") % {"number": values["into"].number}


class CasePartner(CaseAct):
    title = gettext_lazy("Add an organization")

    def make_form(self, row, data=None):
        return PartnerForm(data, user=self.request.user)

    def act(self, row, values):
        row.add_partner(values["organization"], by=self.request.user)
        return _("%(name)s raises it together with the others.") % {"name": values["organization"].name}


class CaseBulkAssign(ScopedMixin, View):
    """POST only: the picked matters of a list to one colleague; first the question to whom, then the act."""

    http_method_names = ["post"]
    permission = Permission.CASE_EDIT

    def post(self, request):
        rows = self._picked()
        if not rows:
            if not picked(request):
                messages.error(request, _("Choose matters in the list first."))
            return back_to_list(request, "leaders:case-list")
        form = HandOverForm(
            request.POST if "to" in request.POST else None, path=common_path([row.region_path for row in rows])
        )
        if not form.is_valid():
            context = {"form": form, "rows": rows}
            return render(request, "leaders/cases/case_bulk_assign.html", context)
        kept = [row.pk for row in rows if not self._hand_over(row, form.cleaned_data)]
        done = len(rows) - len(kept)
        said = ngettext("%(n)s matter was handed over.", "%(n)s matters were handed over.", done)
        tell_done(request, said, done)
        return back_to_list(request, "leaders:case-list", kept=kept)

    def _hand_over(self, row, values):
        try:
            row.assign(by=self.request.user, to=values["to"], note=values["note"])
        except ValidationError as refused:
            tell_refused(self.request, row, refused)
            return False
        return True

    def _picked(self):
        """The open ones; which of the picked is settled by now is told, with who did that."""
        reach = Case.objects.permitted(self.request.user, self.permission).with_names().order_by("id")
        rows, open_ones = picked_rows(self.request, reach, most=BULK_CAP), []
        for row in rows:
            if row.is_open:
                open_ones.append(row)
            else:
                tell_refused(self.request, row, ValidationError(row.stale_message, code="stale"))
        return open_ones
