from crispy_forms.layout import Layout
from django import forms
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.postings.actions import roles_to_give
from communities.regions.forms.picker import RegionField
from communities.regions.models import Level, Region
from communities.text.digits import refuse_text
from communities.text.form_fields import DayField
from communities.text.names import person_name
from registry.accounts.models import User
from registry.accounts.roles import Permission, Role
from registry.ui.forms import FormBar, RegistryForm, Section

POSTING_LEVELS = (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY, Level.STREET, Level.COMMUNITY)
ROLE_HINTS = {
    Role.WORKER: _("Registers and edits organizations and leaders of the community"),
    Role.OFFICE: _("The same in the whole street; adds compounds and buildings, gives postings to workers"),
    Role.MANAGER: _("Confirms appointments; gives postings to workers and clerks"),
    Role.OVERSEER: _("Sees lists and figures without contact details; changes nothing"),
}


class PostingForm(RegistryForm, forms.Form):
    """Which role, and where. Only roles below the own one, only regions inside the own reach."""

    choice_hints = {"role": ROLE_HINTS}

    role = forms.ChoiceField(label=_("role"), widget=forms.RadioSelect)
    region = RegionField(Permission.POSTING_EDIT, levels=POSTING_LEVELS, label=_("region"))

    def __init__(self, *args, user, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        given = roles_to_give(user)
        self.fields["role"].choices = [(value, label) for value, label in Role.choices if value in given]
        self.fields["region"].set_user(user)
        self.helper.layout = self.make_layout(cancel_url)

    def make_layout(self, cancel_url):
        return Layout(Section(_("Posting"), "role", "region"), FormBar(_("Create posting"), cancel_url=cancel_url))

    def clean(self):
        values = super().clean()
        role, region = values.get("role"), values.get("region")
        if role and region and role not in roles_to_give(self.user, region):
            self.add_error("role", _("Nobody gives a role or a region they do not hold."))
        return values


class PersonForm(PostingForm):
    """A new account with its first posting."""

    username = UsernameField(
        label=_("user name"),
        max_length=30,
        validators=[UnicodeUsernameValidator()],
        help_text=_("For signing in: letters, digits and @ . + - _"),
    )
    display_name = forms.CharField(label=pgettext_lazy("person", "name"), max_length=50)

    field_order = ["username", "display_name", "role", "region"]

    def make_layout(self, cancel_url):
        return Layout(
            Section(_("Person"), "display_name", "username"),
            Section(_("Posting"), "role", "region"),
            FormBar(_("Create account"), cancel_url=cancel_url or reverse("communities:person-list")),
        )

    def clean_display_name(self):
        return person_name(self.cleaned_data["display_name"])

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(_("This user name is taken."), code="taken")
        return username


class DeputyForm(RegistryForm, forms.Form):
    """Where, among the own streets, and until when."""

    region = forms.ModelChoiceField(Region.objects.none(), label=_("Street"), empty_label=None)
    until = DayField(label=_("Until and including"), widget=forms.DateInput)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        streets = Region.objects.current().filter(level=Level.STREET).permitted(user, Permission.RULE_EDIT)
        self.fields["region"].queryset = streets.order_by("path")
        self.helper.layout = Layout("region", "until")


class PostingEndForm(RegistryForm, forms.Form):
    """Why, and who takes over what is held by name; nobody is asked for where nothing is."""

    to = forms.ModelChoiceField(
        User.objects.none(), label=_("Taken over by"),
        help_text=_("Where nobody can be chosen: give a posting to somebody first."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Reason"), max_length=200, required=False, widget=forms.Textarea, validators=[refuse_text]
    )

    def __init__(self, *args, people, must, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people
        if not must:
            del self.fields["to"]
        self.helper.layout = Layout(*self.fields)
