from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import CreateView

from communities.organizations.models import Organization
from communities.pages.base import ScopedMixin, UserFormMixin
from communities.pages.drafts import Drafted
from communities.pages.edit import EditPage
from communities.pages.readers import number_in, words_in
from communities.regions.models import Region
from communities.regions.views.picker import PickingMixin
from communities.scope import holds_anywhere
from communities.text.names import LONGEST_NAME
from leaders.appointments.models import usual_end
from leaders.people.models import Leader
from leaders.registration.actions import possible_duplicates, register_leader, revise_leader
from leaders.registration.forms import LeaderEditForm, PhoneField, RegistrationForm
from registry.accounts.roles import Permission


class LeaderCreate(Drafted, PickingMixin, ScopedMixin, UserFormMixin, CreateView):
    """Register a person, with the first post where there is one."""

    draft_title = gettext_lazy("Register leader")

    model = Leader
    permission = Permission.LEADER_EDIT
    decided_with = Permission.APPOINTMENT_DECIDE
    form_class = RegistrationForm
    template_name = "leaders/registration/leader_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": reverse("leaders:leader-list")}

    def get_initial(self):
        query = self.request.GET
        seats = {name: number_in(query.get(name)) for name in ("building", "compound", "organization")}
        team = self._team(seats["organization"])
        home = seats["building"] or seats["compound"] or (team.region_id if team else None)
        today = timezone.localdate()
        wanted = {"kind": query.get("kind"), **seats, "region": home}
        usual = {"started_on": today, "term_ends_on": usual_end(today)}
        return usual | {name: value for name, value in wanted.items() if value}

    def _team(self, pk):
        reach = Organization.objects.permitted(self.request.user, Permission.LEADER_EDIT)
        return reach.filter(pk=pk).first() if pk else None

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"is_new": True}

    def form_valid(self, form):
        leader, values = form.instance, form.cleaned_data
        leader.set_keys(pinyin=values["pinyin"], initials=values["initials"])
        leader.set_phone(values["phone"])
        leader.stage = values.get("stage") or leader.stage
        try:
            register_leader(
                leader,
                by=self.request.user,
                appointment=form.post,
                expertise=values["expertise"],
                consents=values["consents"],
                consent_facts=form.consent_facts,
                photo=values["photo"],
            )
        except ValidationError as refused:
            leader.pk = None
            form.add_error(None, refused)
            return self.form_invalid(form)
        said = _("%(leader)s was registered.") % {"leader": leader}
        said += _(" The street reviews the post.") if form.post else ""
        messages.success(self.request, said)
        return redirect(leader)


class LeaderUpdate(PickingMixin, EditPage):
    model = Leader
    permission = Permission.LEADER_EDIT
    form_class = LeaderEditForm
    template_name = "leaders/registration/leader_form.html"

    def get_queryset(self):
        return super().get_queryset().filter(erased_on=None)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cancel_url": self.object.get_absolute_url()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"is_new": False}

    def save_row(self, form):
        leader, values = form.instance, form.cleaned_data
        renamed = "name" in form.changed_data and "pinyin" not in form.changed_data
        leader.set_keys(pinyin="" if renamed else values["pinyin"], initials="" if renamed else values["initials"])
        if values["phone"] or values["without_phone"]:
            leader.set_phone(values["phone"])
        revise_leader(
            leader,
            by=self.request.user,
            before=self.before,
            expertise=values["expertise"],
            photo=values["photo"],
            without_photo=values["without_photo"],
        )


@require_POST
def duplicates(request):
    """Who may be the same person, for the fields typed so far. POST, so that no phone stands in an address."""
    if not holds_anywhere(request.user, Permission.LEADER_EDIT):
        raise PermissionDenied
    data: QueryDict = request.POST
    reach = Region.objects.permitted(request.user, Permission.LEADER_EDIT)
    try:
        phone = PhoneField(required=False).clean(data.get("phone", ""))
    except ValidationError:
        phone = ""
    found = possible_duplicates(
        user=request.user,
        name=words_in(data.get("name", ""), most=LONGEST_NAME),
        phone=phone,
        region=reach.filter(pk=number_in(data.get("region")) or 0).first(),
        birth_year=number_in(data.get("birth_year")),
        exclude=number_in(data.get("exclude")),
    )
    return render(request, "leaders/registration/_duplicates.html", {"duplicates": found})
