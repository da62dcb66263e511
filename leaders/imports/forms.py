from datetime import timedelta

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.regions.forms.picker import RegionField
from communities.regions.models import Level
from communities.scope import open_postings, reaches
from communities.text.digits import refuse_text
from communities.text.form_fields import DayField
from leaders.imports.models import ImportBatch
from leaders.imports.subjects.catalogue import SUBJECTS
from leaders.people.models import Leader
from registry.accounts.roles import Permission
from registry.sheets.gate import MOST_BYTES
from registry.ui.forms import FormBar, RegistryForm, Section, When

ASK, SKIP = "ask", "skip"
YEARS = 3
PLACES = (Level.STREET, Level.COMMUNITY, Level.COMPOUND)


class UploadForm(RegistryForm, forms.Form):
    """The table, what it holds, where it belongs, and what it does not say itself."""

    subject = forms.ChoiceField(label=_("What the table holds"), choices=ImportBatch.Subject, widget=forms.RadioSelect)
    region = RegionField(
        Permission.IMPORT_RUN,
        levels=PLACES,
        label=_("Whose table it is"),
        help_text=_("The community or the street; rows may name communities of their own"),
    )
    table = forms.FileField(
        label=_("Table"),
        help_text=_(".xlsx, .xls or .csv, at most 30,000 rows and 5 MB"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )
    known = forms.ChoiceField(
        label=_("Whoever is registered already"),
        choices=[(ASK, _("Ask me for each")), (SKIP, _("Leave out, change nothing"))],
        widget=forms.RadioSelect,
    )
    started_on = DayField(label=_("Terms begin on"), required=False, widget=forms.DateInput)
    term_ends_on = DayField(
        label=_("Terms end on"),
        required=False,
        widget=forms.DateInput,
        help_text=_("Where the table does not say"),
    )
    issuer = forms.CharField(
        label=_("Who held the courses or gave the honours"),
        max_length=60,
        required=False,
        validators=[refuse_text],
        help_text=_("Where the table does not say"),
    )
    basis = forms.ChoiceField(
        label=_("Ground for keeping the records"),
        choices=[(Leader.Basis.DUTY, Leader.Basis.DUTY.label), (Leader.Basis.CONSENT, Leader.Basis.CONSENT.label)],
        required=False,
    )

    def __init__(self, *args, user, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["region"].set_user(user)
        home = next(iter(open_postings(user)), None)
        today = timezone.localdate()
        self.initial = {
            "subject": ImportBatch.Subject.PEOPLE,
            "region": home.region_id if home else None,
            "known": ASK,
            "started_on": today,
            "term_ends_on": today + timedelta(days=365 * YEARS),
            "basis": Leader.Basis.DUTY,
        } | self.initial
        self.helper.layout = Layout(
            Section(_("Table"), "subject", "region", "table", "known"),
            When("subject=people", "started_on", "term_ends_on", "basis"),
            When("subject=hours,honours", "issuer"),
            FormBar(_("Upload and check"), cancel_url=cancel_url),
        )

    def clean_table(self):
        table = self.cleaned_data["table"]
        if table.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 5 MB."))
        return table

    def clean(self):
        values = super().clean()
        subject, region = values.get("subject"), values.get("region")
        if subject and region:
            wanted = SUBJECTS[subject]
            if not reaches(self.user, wanted.permission, region.path):
                self.add_error("subject", _("You may not register this here."))
            if region.level not in wanted.levels:
                self.add_error("region", _("Choose the community or the street."))
        if values.get("started_on") and values.get("term_ends_on") and values["term_ends_on"] <= values["started_on"]:
            self.add_error("term_ends_on", _("The end of the term should be later than its beginning."))
        return values

    @property
    def given(self):
        values = self.cleaned_data
        days = {name: values[name].isoformat() for name in ("started_on", "term_ends_on") if values[name]}
        return days | {
            "known": SKIP if values["known"] == SKIP else "",
            "basis": values["basis"],
            "issuer": values["issuer"],
        }
