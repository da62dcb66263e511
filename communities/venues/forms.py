from crispy_forms.layout import Layout
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.organizations.forms.field import OrganizationChoice
from communities.organizations.models.organization import ORGANIZATION_LEVELS
from communities.pages.named_choice import NamedChoice
from communities.pages.refusing import NoteForm, RefusableForm
from communities.regions.forms.picker import RegionField
from communities.scope import ancestor_paths
from communities.text.digits import refuse_text
from communities.text.form_fields import ClockField, DayField
from communities.venues.models import Venue, Weekday
from registry.accounts.roles import Permission
from registry.ui.forms import FormBar, RegistryForm, Section


class VenueForm(RegistryForm, forms.ModelForm):
    """A room."""

    region = RegionField(Permission.VENUE_EDIT, levels=ORGANIZATION_LEVELS, is_own=True, label=_("Region"))

    class Meta:
        model = Venue
        fields = ["name", "region", "address", "capacity", "note"]

    def __init__(self, *args, user, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].set_user(user)
        for name in ("name", "address", "note"):
            self.fields[name].validators.append(refuse_text)
        self.helper.layout = Layout(
            Section(_("Room"), "name", "region", "address", "capacity", "note"),
            FormBar(_("Save venue"), cancel_url=cancel_url),
        )


class VenueChoice(NamedChoice):
    """A room that is lent, in reach or of a place above it; `current` stays a choice wherever it lies."""

    model = Venue
    default_error_messages = {"invalid_choice": _("Choose a room that is lent to your communities.")}
    typed_help = _("Type the full name of the room.")
    not_one = _("No single room of this name is in reach.")
    current = None

    def reach(self, user):
        reach = Venue.objects.open().lent_to(user, self.permission)
        return Venue.objects.filter(Q(pk__in=reach.values("pk")) | Q(pk=self.current)).order_by("region_path", "id")


class VenueRetireForm(NoteForm):
    """The reason, and the room that takes over what is ahead; nobody is asked where nothing is."""

    to = forms.ModelChoiceField(
        Venue.objects.none(), label=_("Everything ahead goes to the room"),
        help_text=_("Where none can be chosen: enter another room first, or end what is ahead."),
    )  # fmt: skip
    field_order = ["to", "note"]

    def __init__(self, *args, venue, must, **kwargs):
        super().__init__(*args, **kwargs)
        rooms = Venue.objects.open().filter(region_path__in=ancestor_paths(venue.region_path)).exclude(pk=venue.pk)
        self.fields["to"].queryset = rooms.order_by("-region_path", "id")
        if not must:
            del self.fields["to"]
        self.helper.layout = Layout(*self.fields)


class BookingForm(RefusableForm):
    """A room for one group."""

    organization = OrganizationChoice(Permission.SUPPORT_EDIT, gives=True, label=_("Organization"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].set_user(user)


class SlotForm(BookingForm):
    """A weekly slot."""

    weekday = forms.TypedChoiceField(label=_("Day of the week"), choices=Weekday.choices, coerce=int)
    starts = ClockField(label=_("Begins at"))
    ends = ClockField(label=_("Ends at"))
    valid_from = DayField(label=_("First day"), widget=forms.DateInput)
    valid_until = DayField(label=_("Last day"), widget=forms.DateInput)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["valid_from"].initial = today
        self.fields["valid_until"].initial = today.replace(month=12, day=31)


class OnceForm(BookingForm):
    """One day."""

    day = DayField(label=_("Day"), widget=forms.DateInput)
    starts = ClockField(label=_("Begins at"))
    ends = ClockField(label=_("Ends at"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def take(self, refused):
        """A single booking asks for one day where a slot has two."""
        for field, errors in getattr(refused, "error_dict", {None: refused.messages}).items():
            field = {"valid_from": "day", "valid_until": "day"}.get(field, field)
            self.add_error(field if field in self.fields else None, errors)
