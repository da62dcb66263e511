"""The page of a record that somebody decides: what it says, the verdict of whoever may give it, and its history."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from communities.pages.acts import take_refusal, tell_stale
from communities.pages.base import Context, Row, ScopedMixin, found
from communities.pages.handed import changed_since_return
from communities.pages.seen import changes_since, renew, unpack
from communities.pages.verdict import VerdictForm
from communities.records.lines import QUEUE, waiting_key
from communities.records.moves import barred_accounts, why_barred
from communities.records.refusals import status_of
from communities.scope import holders, managers_for_good, named_holders, office_above, reaches
from registry.accounts.models import User
from registry.audit.history import history_of
from registry.ui.days import listed
from registry.ui.signs import stop, told

NAMED = 6
TAKEN_BACK = {"withdrawn", "cancelled"}  # the states in which what was taken back rests


def with_offices(accounts: QuerySet[User], permission: str, path: str) -> list[str]:
    """The first of `accounts` by name; beside one of the county the office to which the decision then goes."""
    found = named_holders(accounts, permission, path, NAMED)
    return [
        str(_("%(name)s (%(office)s)") % {"name": name, "office": office}) if office else name for name, office in found
    ]


def nobody_left(path: str) -> str:
    """As sentences, that no account of today may decide what lies at `path`, and who can change that, and where."""
    names, office = managers_for_good(path)[:NAMED], office_above(path)
    none = _("Nobody of the street is left who may decide it")
    said = [none if not office else _("%(none)s, and nobody of %(office)s") % {"none": none, "office": office}]
    if names:
        deputy = _("%(names)s can name a deputy for a time, on the page of somebody who works in the street")
        said += [deputy % {"names": listed(names)}, _("An administrator can post one more manager, there or above")]
    else:
        said.append(_("Ask an administrator to post a manager, in the street or above it"))
    return stop().join(map(str, said)) + stop().strip()


def after_decision(request: Any, page: str) -> str:
    """Where “submit, then the next” leads, else `page`; the queue the page was opened from stays beside either."""
    cache.delete(waiting_key(request.user))
    page = reverse("desk:review-next") if "next" in request.POST else page
    return page + queue_of(request)


def queue_of(request: Any) -> str:
    """The queue a page was opened from, as it stands behind an address; "" where it was opened from none."""
    kept = {name: request.GET[name] for name in QUEUE if name in request.GET}
    return f"?{urlencode(kept)}" if kept else ""


class DecisionPage(ScopedMixin, View):
    """GET shows a row; POST passes it or sends it back, and leads to the next in the queue.

    A verdict binds to what its page showed: a row changed since is answered 409 with what changed, and one more
    press decides on what is shown then. `permission` is to see the row, `decide_permission` to decide it there.
    """

    model: Any = None
    decide_permission = ""
    template_name = ""
    form_class: Any = VerdictForm
    submitter = "submitted_by"
    passes = (_("Pass"), "")
    withdraw_url = ""  # the name of the page on which whoever handed it in takes it back

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.find(pk)
        return self.show(row, self.make_form(row))

    def post(self, request: Any, pk: int) -> HttpResponse:
        row = self.find(pk)
        form = self.make_form(row, request.POST)
        shown = unpack(request.POST.get("seen", ""), row)
        if shown and shown.version != row.version:  # told first: by now the row may wait for somebody else
            form.is_valid()
            tell_stale(form, row)
            return self.show(row, form, status=409, changes=changes_since(shown, row))
        if not reaches(request.user, self.needed(row), row.region_path):
            raise PermissionDenied
        if not form.is_valid():
            return self.show(row, form)
        row.seen = row.version
        try:
            self.decide(row, form)
        except ValidationError as refused:
            row = self.find(pk)
            take_refusal(form, refused, row)
            changes = changes_since(shown, row) if shown else ()  # of whoever was quicker within this press
            return self.show(row, form, status=status_of(refused), changes=changes)
        messages.success(request, self.said(row))
        return redirect(self.after(row))

    def after(self, row: Row) -> str:
        """The next of the queue the page was opened from, or the row; either way the queue stays beside it."""
        return after_decision(self.request, row.get_absolute_url())

    def rows(self) -> Any:
        return self.model.objects.permitted(self.request.user, self.permission).with_names()

    def find(self, pk: int) -> Row:
        return found(self, self.rows, pk)

    def needed(self, row: Row) -> str:
        """The permission the next decision on this row takes."""
        return self.decide_permission

    def waits(self, row: Row) -> bool:
        """Whether somebody is to decide it now."""
        return row.state in self.model.WAITING

    def may_take_back(self, row: Row) -> bool:
        """Whether whoever handed it in may do away with it: while it waits, and when it was sent back to them."""
        ends = TAKEN_BACK & set(self.model.MOVES.get(row.state, ()))
        return bool(self.withdraw_url and ends) and (self.waits(row) or row.state == "returned")

    def why_not(self, row: Row) -> Any:
        """Why this user does not decide it, as a sentence, or ""."""
        barred = why_barred(getattr(row, self.submitter), self.request.user)
        return barred[1] if barred else ""

    def barred(self, row: Row) -> Any:
        """The accounts that may not decide this very row, whatever they hold."""
        return barred_accounts(getattr(row, self.submitter))

    def who_decides(self, row: Row) -> Any:
        """Who is left to decide it, as a sentence."""
        needed, path = self.needed(row), row.region_path
        names = with_offices(holders(needed, path).exclude(pk__in=self.barred(row)), needed, path)
        if not names:
            return nobody_left(path)
        return _("To be decided by one of: %(names)s.") % {"names": listed(names)}

    def who_follows(self, row: Row) -> Any:
        """Who is left after this decision for the one that follows it, as a sentence; "" where none follows."""
        return ""

    def make_form(self, row: Row, data: QueryDict | None = None) -> Any:
        return self.form_class(data, row=row, passes=self.passes)

    def decide(self, row: Row, form: Any) -> None:
        """Call the verb; what it refuses is shown."""
        if form.sends_back:
            row.send_back(by=self.request.user, reason=form.cleaned_data["reason"])
        else:
            row.decide(by=self.request.user)

    def said(self, row: Row) -> str:
        """The message after the decision: in which state it left the row, so that a pass and a return say which."""
        return f"{told(row, row.get_state_display())}{stop().strip()}"

    def facts(self, row: Row) -> Context:
        """What the template shows besides; a dict."""
        return {}

    def show(self, row: Row, form: Any, status: int = 200, changes: Sequence[Any] = ()) -> HttpResponse:
        if status == 409:
            renew(form, row)
        waits, here = self.waits(row), reaches(self.request.user, self.needed(row), row.region_path)
        why_not = self.why_not(row) if waits else ""
        may_decide = waits and here and not why_not
        is_own = getattr(row, f"{self.submitter}_id") == self.request.user.pk
        facts = self.facts(row)  # first: they say of which parts the history tells
        entries = history_of(row)
        row.changed_since = changed_since_return(row, entries) if waits else []
        context = {
            "row": row,
            "form": form,
            "waits": waits,
            "why_not": why_not if waits else "",
            "may_decide": may_decide,
            "who": self.who_decides(row) if waits and not may_decide else "",
            "after": self.who_follows(row) if may_decide else "",
            "withdraw_url": reverse(self.withdraw_url, args=[row.pk]) if is_own and self.may_take_back(row) else "",
            "changes": changes,
            "entries": entries,
        }
        return render(self.request, self.template_name, context | facts, status=status)
