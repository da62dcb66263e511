"""Long forms keep a draft: what one user typed and has not sent yet, sealed; the desk says that it waits."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.pages.base import Context, Mixin, Row
from communities.pages.readers import number_in
from registry.accounts.models import FormDraft, User
from registry.ui.signs import told

NOT_KEPT = {"csrfmiddlewaretoken", "draft", "drawn"}
FORGOTTEN_AFTER = timedelta(days=30)  # a draft may hold a name or a number that nobody else keeps


LONG = 8  # fields, about a screen of a phone: from there on a form keeps drafts


class Drafted(Mixin):
    """Mixin, the first, of a view with a long form; `draft_title` names it on the desk.

    The form's bar of buttons then keeps and drops the draft; what is sent whole makes it obsolete. The form of one
    row has a draft for each row. What the page had shown of the row is kept with it, so that a draft sent after
    somebody else wrote is merged like any other form (EditPage).
    """

    draft_title: Any = ""
    draft_query = ""  # the parameter that names the row, where the address does not

    @classmethod
    def drafted_row(cls, user: User, pk: int | str) -> Row | None:
        """The row a draft is about, while it is in reach; None otherwise."""
        return cls.model._default_manager.permitted(user, cls.permission).filter(pk=pk).first()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.kept is not None:
            messages.info(request, _("A draft was taken up again."))
        return super().get(request, *args, **kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        name = name_of(request)
        if "drop" in request.POST:
            FormDraft.drop(request.user, name)
            messages.success(request, _("The draft was discarded."))
            return redirect(request.get_full_path())
        if "draft" in request.POST:
            pk = row_of(request)
            if ("pk" in kwargs or self.draft_query) and not (pk and self.drafted_row(request.user, pk)):
                raise Http404
            kept = {field: values for field, values in request.POST.lists() if field not in NOT_KEPT}
            FormDraft.keep(request.user, name, kept)
            messages.success(request, _("The draft is kept. It comes back when this page is opened again."))
            return redirect("desk:dashboard")
        response = super().post(request, *args, **kwargs)
        if response.status_code == 302:
            FormDraft.drop(request.user, name)
        return response

    @property
    def kept(self) -> FormDraft | None:
        """The draft of this page, asked for once and only where the page is opened."""
        if not hasattr(self, "_kept"):
            rows = FormDraft.objects.filter(user=self.request.user, form=name_of(self.request))
            self._kept = rows.first() if self.request.method == "GET" else None
        return self._kept

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.kept is not None:
            kwargs["initial"] = as_initial(self.kept.values, self.get_form_class().base_fields)
        return kwargs

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(**kwargs) | {"keeps_drafts": True, "has_draft": self.kept is not None}

    def with_draft(self, form: Any) -> Any:
        """A form the view makes by itself, as it was kept, and with the buttons."""
        form.keeps_drafts, form.has_draft = True, self.kept is not None
        if self.kept is not None:
            form.initial = form.initial | as_initial(self.kept.values, form.fields)
        return form


class DraftedAct(Drafted):
    """Mixin, the first, of a page whose long form is made for a row by `dressed` (RowAct, ForOrganization)."""

    def dressed(self, row: Row, data: QueryDict | None = None) -> Any:
        return self.with_draft(super().dressed(row, data))

    @classmethod
    def drafted_row(cls, user: User, pk: int | str) -> Row | None:
        row = super().drafted_row(user, pk)
        return row if row and getattr(cls(), "is_open", bool)(row) else None


def row_of(request: HttpRequest) -> int | None:
    """The number of the row a page is about, or None."""
    match: Any = request.resolver_match
    return match.kwargs.get("pk") or number_in(request.GET.get(match.func.view_class.draft_query))


def name_of(request: HttpRequest) -> str:
    """“leaders:leader-create”, or “leaders:leader-update 12” where the page is about one row."""
    match: Any = request.resolver_match
    name, pk = match.view_name, row_of(request)
    return f"{name} {pk}" if pk else name


def as_initial(values: dict[str, list[str]], fields: dict[str, forms.Field]) -> dict[str, Any]:
    """A draft's lists as initial values: those of fields that take several as they are, the last of the others.

    A box without its mark is not sent at all, and is kept as that.
    """
    several = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
    empty: dict[str, Any] = {
        name: [] if isinstance(field, several) else False
        for name, field in fields.items()
        if isinstance(field, (*several, forms.BooleanField))
    }
    return empty | {
        name: kept if isinstance(fields.get(name), several) else kept[-1] for name, kept in values.items() if kept
    }


class Waiting(NamedTuple):
    title: str
    url: str


def waiting(user: User, names: Iterable[str]) -> list[Waiting]:
    """[Waiting] for the names of drafts; one whose page is gone, or whose row is out of reach, is left out."""
    found = []
    for name in sorted(names):
        page, _space, pk = name.partition(" ")
        url = address_of(page, pk)
        if not url:
            continue
        func: Any = resolve(url.partition("?")[0]).func
        row = func.view_class.drafted_row(user, pk) if pk else None
        if pk and row is None:
            continue
        title = func.view_class.draft_title
        found.append(Waiting(told(row, title) if row else title, url))
    return found


def address_of(page: str, pk: str) -> str:
    """The page of a draft, "" for one that is gone; the row stands in the address or in its query."""
    try:
        return reverse(page, args=[pk] if pk else [])
    except NoReverseMatch:
        pass
    try:
        url = reverse(page)
    except NoReverseMatch:
        return ""
    func: Any = resolve(url).func
    return f"{url}?{func.view_class.draft_query}={pk}" if func.view_class.draft_query else ""


def forget_drafts(*, dry_run: bool) -> str:
    """For the daily jobs."""
    old = FormDraft.objects.filter(updated_at__lt=timezone.now() - FORGOTTEN_AFTER)
    return f"{old.count() if dry_run else old.delete()[0]} drafts are forgotten"
