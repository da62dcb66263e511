"""Accounts and postings of people below: seen by those who hold POSTING_VIEW, changed by POSTING_EDIT."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from django.views.generic import DetailView, FormView

from communities.pages.acts import RowAct
from communities.pages.asking import AskFirst
from communities.pages.base import FoundMixin, ScopedMixin, UserFormMixin
from communities.pages.exports import Export
from communities.pages.hanging import ShowsHanging
from communities.pages.lists import KeysetList, tell_invalid
from communities.pages.readers import number_in
from communities.postings.actions import (
    add_posting,
    create_person,
    end_posting,
    managing_for_good,
    name_deputy,
    reset_factor,
    reset_password,
    roles_to_give,
    stands_below,
)
from communities.postings.duties import decides_alone, duties_of, hanging_on_posting, stuck_by_making, successors_of
from communities.postings.filters import PersonFilter
from communities.postings.forms import DeputyForm, PersonForm, PostingEndForm, PostingForm
from communities.postings.models import Posting
from communities.regions.views.picker import PickingMixin
from communities.scope import COUNT_CAP, holds_anywhere, reaches, rows_in_reach
from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.audit.models import AuditEntry
from registry.sheets.columns import Column
from registry.ui.signs import between_names

HISTORY = 20


def people_in_reach(user, permission):
    """Accounts with a posting, open or ended, inside what `user` reaches; for a superuser all."""
    if user.is_superuser:
        return User.objects.all()
    there = Posting.objects.permitted(user, permission).filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(there))


def _posts(person):
    return between_names().join(f"{row.get_role_display()} {row.region.name}" for row in person.postings_here)


EXPORT = Export(
    name="account",
    title=gettext_lazy("Accounts"),
    permission=Permission.POSTING_EDIT,
    order=("username", "id"),
    columns=(
        Column("name", pgettext_lazy("person", "Name"), "display_name"),
        Column("username", gettext_lazy("User name"), "username"),
        Column("postings", gettext_lazy("Postings"), _posts),
        Column("factor", gettext_lazy("Second factor"), lambda row: _("yes") if row.has_second_factor else _("no")),
        Column("made", gettext_lazy("Created on"), lambda row: localdate(row.date_joined)),
        Column("last", gettext_lazy("Last sign-in"), lambda row: row.last_login and localdate(row.last_login)),
        Column("closed", gettext_lazy("Closed"), lambda row: _("no") if row.is_active else _("yes")),
    ),
)


class PersonList(KeysetList):
    permission = Permission.POSTING_VIEW
    template_name = "communities/postings/people_list.html"
    orders = {"name": ("username", "id")}
    exports = EXPORT

    def get(self, request):
        filterset = self.asked()
        tell_invalid(request, filterset)
        found = self.held(filterset)
        context = {
            "filter": filterset,
            "page": self.page(found),
            "count": found.order_by()[: COUNT_CAP + 1].count(),
            "may_create": bool(roles_to_give(request.user)),
            "may_export": holds_anywhere(request.user, EXPORT.permission),
        }
        return render(request, self.template_name, context)

    def found(self):
        filterset = self.asked()
        tell_invalid(self.request, filterset)
        return self.held(filterset)

    def asked(self):
        people = people_in_reach(self.request.user, self.permission).prefetch_related(self.postings())
        return PersonFilter(self.request.GET, queryset=people, request=self.request)

    def held(self, filterset):
        return filterset.qs if filterset.form.is_valid() else User.objects.none()

    def postings(self):
        here = Posting.objects.standing().permitted(self.request.user, self.permission).select_related("region")
        return Prefetch("postings", queryset=here.order_by("region__path"), to_attr="postings_here")


class PersonDetail(FoundMixin, DetailView):
    permission = Permission.POSTING_VIEW
    template_name = "communities/postings/person_detail.html"
    context_object_name = "person"

    def get_queryset(self):
        people = people_in_reach(self.request.user, self.permission)
        return people.annotate(asked_by_manager=Exists(managing_for_good(self.request.user)))  # with the row: no query

    def get_context_data(self, **kwargs):
        user = self.request.user
        postings = Posting.objects.permitted(user, self.permission).filter(user=self.object)
        postings = list(postings.select_related("region__parent").order_by("ended_on", "-started_on", "id"))
        for posting in postings:
            may_give = posting.ended_on is None and posting.role in roles_to_give(user, posting.region)
            posting.may_end = may_give or (posting.is_deputy and self.is_manager(posting.region))
        return super().get_context_data(**kwargs) | {
            "postings": postings,
            "has_more_elsewhere": self.object.postings.count() > len(postings),
            "entries": self.entries(postings),
            "may_reset_factor": self.object.has_second_factor and stands_below(self.object, by=user),
            "may_reset": self.object.is_active and stands_below(self.object, by=user),
            "may_deputize": self.object.pk != user.pk and (user.is_superuser or self.object.asked_by_manager),
            "may_post": self.object.is_active and bool(roles_to_give(user)) and self.object.pk != user.pk,
        }

    def is_manager(self, region):
        return reaches(self.request.user, Permission.RULE_EDIT, region.path)

    def entries(self, postings):
        about = Q(object_type="accounts.user", object_id=self.object.pk)
        about |= Q(object_type="communities.posting", object_id__in=[posting.pk for posting in postings])
        log = rows_in_reach(AuditEntry.objects.filter(about), self.request.user, self.permission)
        return log.select_related("actor")[:HISTORY]


class PersonCreate(PickingMixin, UserFormMixin, ScopedMixin, FormView):
    permission = Permission.POSTING_EDIT
    form_class = PersonForm
    template_name = "communities/postings/person_form.html"
    extra_context = {"person": None}

    def get_initial(self):
        """A link may say which role and where; what the form offers decides."""
        return {"role": self.request.GET.get("role"), "region": number_in(self.request.GET.get("region"))}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"stuck_at": stuck_by_making(self.request.user)}

    def form_valid(self, form):
        try:
            person, password = create_person(**form.cleaned_data, by=self.request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        return show_first_password(self.request, person, password)


class PostingCreate(PickingMixin, UserFormMixin, ScopedMixin, FormView):
    permission = Permission.POSTING_EDIT
    form_class = PostingForm
    template_name = "communities/postings/person_form.html"

    def dispatch(self, request, *args, **kwargs):
        if holds_anywhere(request.user, self.permission):
            self.person = get_object_or_404(people_in_reach(request.user, self.permission), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": reverse("communities:person-detail", args=[self.person.pk])}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"person": self.person}

    def form_valid(self, form):
        try:
            posting = add_posting(user=self.person, **form.cleaned_data, by=self.request.user)
        except ValidationError as refused:
            form.add_error(None, ValidationError(refused.messages))
            return self.form_invalid(form)
        messages.success(self.request, _("The posting was created: %(posting)s.") % {"posting": posting})
        return redirect("communities:person-detail", self.person.pk)


class DeputyName(ScopedMixin, View):
    """A manager lets somebody of the street decide for a time."""

    permission = Permission.RULE_EDIT

    def get(self, request, pk):
        return self._show(self._person(pk), DeputyForm(user=request.user))

    def post(self, request, pk):
        person, form = self._person(pk), DeputyForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._show(person, form)
        try:
            posting = name_deputy(person=person, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.take(refused)
            return self._show(person, form)
        said = _("%(person)s decides as deputy until %(day)s.")
        messages.success(request, said % {"person": person, "day": posting.last_day})
        return redirect("communities:person-detail", person.pk)

    def _person(self, pk):
        return get_object_or_404(people_in_reach(self.request.user, self.permission), pk=pk)

    def _show(self, person, form):
        here, title = reverse("communities:person-detail", args=[person.pk]), _("Name %(person)s deputy manager")
        context = {
            "crumbs": [(str(person), here), (_("Name deputy"), "")],
            "form": form,
            "title": title % {"person": person},
            "lead": _("For a time, at most 60 days; it is written into the log and can be ended at any time."),
            "submit": _("Name deputy"),
            "is_grave": False,
            "changes": (),
            "back_url": here,
        }
        return render(self.request, "communities/pages/act_form.html", context)


ALONE = gettext_lazy(
    "Nobody else decides filings and posts there: give this posting to somebody, or name a deputy, first."
)


class PostingEnd(ShowsHanging, RowAct):
    """End a posting: what its account holds there by name is shown, and left to somebody."""

    model = Posting
    permission = Permission.POSTING_EDIT
    template_name = "communities/pages/ending_form.html"
    title = gettext_lazy("End the posting %(row)s?")
    lead = gettext_lazy(
        "The account works there no longer from today on. What is due by place stays on the desk there."
    )
    submit = gettext_lazy("End posting")
    is_grave = True

    def rows(self):
        return super().rows().select_related("user", "region")

    def is_open(self, row):
        return row.ended_on is None or row.is_deputy

    def make_form(self, row, data=None):
        return PostingEndForm(data, people=successors_of(row), must=bool(duties_of(row)))

    def act(self, row, values):
        end_posting(posting=row, by=self.request.user, note=values["note"], to=values.get("to"))
        return _("The posting was ended: %(posting)s.") % {"posting": row}

    def next_page(self, row):
        return reverse("communities:person-detail", args=[row.user_id])

    def hanging_of_row(self, row):
        return hanging_on_posting(row)

    def held(self, row):
        return [row.user]

    def more_context(self, row):
        return {
            "hanging": self.hanging(row),
            "warning": ALONE if decides_alone(row) else "",
            "back_url": self.next_page(row),
        }


class PersonResetPassword(AskFirst, ScopedMixin, View):
    question = gettext_lazy(
        "Give %(what)s a new first password? The old one ends at once, and every open session with it."
    )
    sure = gettext_lazy("Give new first password")
    http_method_names = ["post"]
    permission = Permission.POSTING_EDIT

    def post(self, request, pk):
        person = get_object_or_404(people_in_reach(request.user, self.permission), pk=pk)
        try:
            password = reset_password(person=person, by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("communities:person-detail", person.pk)
        return show_first_password(request, person, password)


class PersonResetFactor(AskFirst, ScopedMixin, View):
    question = gettext_lazy(
        "Take the second factor of %(what)s away? For whoever lost the phone and the printed codes. "
        "The password alone opens the account then, and every open session ends at once."
    )
    sure = gettext_lazy("Take second factor away")
    http_method_names = ["post"]
    permission = Permission.POSTING_EDIT

    def post(self, request, pk):
        person = get_object_or_404(people_in_reach(request.user, self.permission), pk=pk)
        try:
            reset_factor(person=person, by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("The second factor of %(person)s was taken away.") % {"person": person})
        return redirect("communities:person-detail", person.pk)


def show_first_password(request, person, password):
    """Shown in this one answer, which no cache keeps; no address, message or log holds it."""
    context = {"person": person, "password": password}
    response = render(request, "communities/postings/first_password.html", context)
    response.leads_to = reverse("communities:person-detail", args=[person.pk])
    return response
