from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.centers.models import CENTER_LEVELS, ServiceCenter, ServiceRecord
from communities.pages.refusing import NoteForm, RefusableForm
from communities.regions.forms.picker import RegionField
from communities.text.form_fields import DayField, OfficePhoneField
from communities.text.names import person_name
from registry.accounts.roles import Permission
from registry.ui.forms import FormBar, Section


class CenterForm(RefusableForm):
    """Open a service centre, or change its facts; the place is chosen once."""

    numbers_pass = ("phone",)

    name = forms.CharField(label=_("Name"), max_length=60)
    region = RegionField(Permission.CENTER_EDIT, levels=CENTER_LEVELS, is_own=True, label=_("Street or county"))
    opened_on = DayField(label=_("Opened on"), widget=forms.DateInput)
    address = forms.CharField(label=_("Address"), max_length=100)
    phone = OfficePhoneField(label=_("Office telephone"))
    hours = forms.CharField(label=_("Opening hours"), max_length=60, required=False)
    contact_name = forms.CharField(
        label=pgettext_lazy("centre", "Contact"),
        max_length=30,
        help_text=_("Who answers for the centre on working days"),
    )

    def clean_contact_name(self):
        return person_name(self.cleaned_data["contact_name"])

    def __init__(self, *args, user, cancel_url, submit, is_new, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].set_user(user)
        place = ["name", "region", "opened_on"]
        if not is_new:
            del self.fields["region"]
            place.remove("region")
        self.helper.layout = Layout(
            Section(_("1. Centre"), *place),
            Section(_("2. How to reach it"), "address", "phone", "hours", "contact_name"),
            FormBar(submit, cancel_url=cancel_url),
        )


class HostForm(RefusableForm):
    """From which day, by which document."""

    started_on = DayField(label=_("From"), widget=forms.DateInput)
    document_number = forms.CharField(label=_("Document number"), max_length=60)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"started_on": timezone.localdate()}, **kwargs)


class TransferForm(HostForm):
    """To which centre; only those which serve the group's place and which the user runs."""

    center = forms.ModelChoiceField(
        ServiceCenter.objects.none(), label=_("New service centre"), empty_label=_("Choose a centre")
    )
    field_order = ["center", "started_on", "document_number"]

    def __init__(self, *args, user, hosting, **kwargs):
        super().__init__(*args, **kwargs)
        centers = ServiceCenter.objects.for_place(hosting.organization.region_path)
        reach = centers.permitted(user, Permission.CENTER_EDIT)
        self.fields["center"].queryset = reach.exclude(pk=hosting.center_id)
        if not self.fields["center"].queryset.exists():
            self.fields["center"].help_text = _(
                "No other centre that serves this place is in reach; a new one is opened first."
            )


class HostingEndForm(RefusableForm):
    started_on = DayField(label=_("Last day"), widget=forms.DateInput)
    note = forms.CharField(label=_("Reason or document number"), max_length=200, widget=forms.Textarea)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"started_on": timezone.localdate()}, **kwargs)


class ServiceForm(RefusableForm):
    """One thing the centre did for one group."""

    given_on = DayField(label=_("Day"), widget=forms.DateInput)
    kind = forms.ChoiceField(label=_("Kind of service"), choices=ServiceRecord.Kind, widget=forms.RadioSelect)
    what = forms.CharField(label=_("What was done"), max_length=300, widget=forms.Textarea)


class CenterRetireForm(NoteForm):
    """The reason, and the centre to which the hosted groups go; nobody is asked where none is hosted."""

    to = forms.ModelChoiceField(
        ServiceCenter.objects.none(), label=_("The hosted groups go to"),
        help_text=_("Where none can be chosen: enter another centre first, or end the hosting."),
    )  # fmt: skip
    field_order = ["to", "note"]

    def __init__(self, *args, user, center, **kwargs):
        super().__init__(*args, **kwargs)
        reach = ServiceCenter.objects.for_place(center.region_path).permitted(user, Permission.CENTER_EDIT)
        self.fields["to"].queryset = reach.exclude(pk=center.pk)
        if not center.hostings.current().exists():
            del self.fields["to"]
        self.helper.layout = Layout(*self.fields)
