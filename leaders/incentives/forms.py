from datetime import date

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.notices.forms.notice import NoticeText
from communities.regions.forms.picker import RegionField
from communities.text.dates import Precision
from communities.text.digits import refuse_text
from communities.text.form_fields import KnownDate, PartialDayField
from leaders.incentives.models import EarlierHonour, Incentive
from leaders.people.models import Kind
from registry.accounts.roles import Permission
from registry.ui.forms import FormBar, RegistryForm, Section, When

FORM_HINTS = {
    Incentive.Form.LETTER: _("thanks in words"),
    Incentive.Form.CERTIFICATE: _("printed, with a number"),
    Incentive.Form.PRAISE: _("told in the community"),
    Incentive.Form.RECOMMENDATION: _("put forward to others"),
    Incentive.Form.FUNDS: _("for what the group does"),
    Incentive.Form.GOODS: _("a small thing of use"),
    Incentive.Form.ALLOWANCE: _("for expenses"),
}
MATERIAL = "form=" + ",".join(Incentive.MATERIAL_FORMS)


class IncentiveFields(RegistryForm):
    """What is given, for what, and from which money: one person's, one organization's or a whole list's."""

    choice_hints = {"form": FORM_HINTS}
    needed = ("amount", "budget_source")

    def prepare(self):
        self.fields["form"].choices = Incentive.Form.choices
        self.fields["title"].help_text = _("What residents read, such as “Warm-hearted building head 2026”")
        self.fields["achievements"].help_text = _(
            "Printed on the certificate; at most 300 characters, no phone numbers"
        )
        self.fields["batch"].help_text = _("Those of one list go on notice together, such as “Thanks of 2026”")
        for name in ("title", "achievements", "budget_source", "batch"):
            self.fields[name].validators.append(refuse_text)
        self.fields["achievements"].widget.attrs["maxlength"] = 300

    def sections(self):
        return [
            Section(_("What is given"), "form", When(MATERIAL, "amount", "budget_source")),
            Section(_("For what"), "title", "achievements", "batch"),
        ]


class IncentiveForm(IncentiveFields, forms.ModelForm):
    """Propose one incentive, or hand a returned one in again. The model refuses what does not fit together."""

    class Meta:
        model = Incentive
        fields = ["form", "title", "achievements", "amount", "budget_source", "batch"]
        widgets = {"form": forms.RadioSelect, "achievements": forms.Textarea}

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()
        self.helper.layout = Layout(*self.sections(), FormBar(_("Propose incentive"), cancel_url=cancel_url))


class RecallForm(NoticeText):
    """Why an award is revoked, and the notice that tells residents."""

    reason = forms.CharField(
        label=_("Why the award is revoked"), max_length=200, widget=forms.Textarea, validators=[refuse_text]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("reason", Section(_("What residents read"), "title", "body", "workdays"))


class BatchForm(IncentiveForm):
    """The same for many people: the list needs a name."""

    def prepare(self):
        super().prepare()
        self.fields["batch"].required = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(*self.sections())

    def text(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class BatchPeople(RegistryForm, forms.Form):
    """Whom a list begins with: everybody in office of one kind in one region."""

    region = RegionField(Permission.INCENTIVE_PROPOSE, label=_("Region"))
    kind = forms.ChoiceField(label=_("Kind of leader"), choices=[("", _("All kinds")), *Kind.choices], required=False)

    def __init__(self, *args, user, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].set_user(user)
        self.helper.layout = Layout("region", "kind", FormBar(_("Show people"), cancel_url=cancel_url))


class EarlierHonourForm(RegistryForm, forms.ModelForm):
    """An honour as its paper says it: its name, who gave it, when."""

    when = PartialDayField(
        label=_("Day or year of the honour"), help_text=_("The day where the paper says it, else the year")
    )
    stands_for = {"given_on": "when", "year": "when"}

    class Meta:
        model = EarlierHonour
        fields = ["title", "issuer", "level", "document_number"]
        widgets = {"level": forms.RadioSelect}

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        if row.year:
            known = KnownDate.of(row.given_on) if row.given_on else KnownDate.of(date(row.year, 1, 1), Precision.YEAR)
            self.initial |= {"when": known}
        self.fields["level"].choices = EarlierHonour.Level.choices
        self.fields["title"].help_text = _("Word by word as it stands on the paper")
        self.fields["document_number"].help_text = _("Of the certificate or of the decision, where it has one")
        self.helper.layout = Layout(
            Section(_("The honour"), "title", "issuer", "level"),
            Section(_("When, and under which number"), "when", "document_number"),
            FormBar(_("Hand in the honour"), cancel_url=cancel_url),
        )

    def clean(self):
        values = super().clean()
        when = values.get("when")
        if when is not None:
            is_day = getattr(when, "precision", Precision.DAY) == Precision.DAY
            self.instance.given_on, self.instance.year = (date(*when.timetuple()[:3]) if is_day else None), when.year
        return values
