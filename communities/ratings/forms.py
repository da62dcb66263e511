from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from communities.documents.models import Document
from communities.notices.forms.notice import NoticeText
from communities.organizations.models import Organization
from communities.pages.readers import number_in
from communities.pages.verdict import PASS, RETURN, VerdictForm
from communities.ratings.models import RatingScheme, StarRating
from communities.ratings.models.scheme import FULL
from communities.regions.forms.picker import RegionField
from communities.regions.models import Level
from communities.text.digits import refuse_text
from registry.accounts.roles import Permission
from registry.ui.forms import FormBar, RegistryForm, Section, When


class OrganizationByName(forms.CharField):
    """A current organization in reach, by its full name or its number."""

    def set_user(self, user, permission):
        self.reach = Organization.objects.current().permitted(user, permission)

    def clean(self, value):
        text = super().clean(value).strip().replace("\x00", "")
        if not text:
            return None
        number = number_in(text)
        found = list(self.reach.filter(Q(name=text) | Q(pk=number or 0)).select_related("region")[:2])
        if len(found) != 1:
            raise ValidationError(_("No single organization of this name is in reach."), code="invalid_choice")
        return found[0]


class RatingForm(RegistryForm, forms.Form):
    """Which organization or which building is rated."""

    needed = ("organization", "building")
    kind = forms.ChoiceField(label=_("What is rated"), choices=RatingScheme.Kind.choices, widget=forms.RadioSelect)
    organization = OrganizationByName(
        label=_("Organization"), max_length=60, required=False, help_text=_("Type the full name of the organization.")
    )
    building = RegionField(Permission.RATING_EDIT, levels=(Level.BUILDING,), label=_("Building"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].set_user(user, Permission.RATING_EDIT)
        self.fields["building"].set_user(user)
        self.helper.layout = Layout(
            Section(
                _("What is rated"),
                "kind",
                When("kind=organization", "organization"),
                When("kind=building", "building"),
            ),
            FormBar(_("Begin rating"), cancel_url=reverse_lazy("communities:rating-list")),
        )

    def clean(self):
        values = super().clean()
        kind = values.get("kind")
        if kind and not values.get(kind) and kind not in self.errors:
            missing = {"organization": _("Choose the organization."), "building": _("Choose the building.")}
            self.add_error(kind, missing[kind])
        return values

    def rating(self):
        kind = self.cleaned_data["kind"]
        return StarRating(**{kind: self.cleaned_data[kind]})


class ScoreSheet(RegistryForm, forms.Form):
    """One reviewer's points with evidence for each indicator of a rating."""

    def __init__(self, *args, rating, reviewer, **kwargs):
        self.indicators = list(rating.scheme.indicators.all())
        self.papers = Document.objects.of(rating)
        self.named = [(paper.pk, str(paper)) for paper in self.papers]  # read once, not for each indicator
        own = {score.indicator_id: score for score in rating.scores.filter(reviewer=reviewer)}
        super().__init__(*args, **kwargs)
        sections = []
        for indicator in self.indicators:
            names = self._add(indicator, own.get(indicator.pk))
            title = _("%(indicator)s, weight %(weight)s") % {"indicator": indicator.name, "weight": indicator.weight}
            sections.append(Section(title, *names))
        self.helper.layout = Layout(
            *sections,
            FormBar(_("Save score sheet"), cancel_url=reverse_lazy("communities:rating-detail", args=[rating.pk])),
        )

    def _add(self, indicator, score):
        fields = {
            f"points_{indicator.pk}": forms.IntegerField(
                label=_("Points of 100"),
                min_value=0,
                max_value=FULL,
                initial=score.points if score else None,
                help_text=indicator.hint,
                widget=forms.NumberInput(attrs={"class": "w-5"}),
            ),
            f"evidence_{indicator.pk}": forms.CharField(
                label=_("Evidence"),
                max_length=200,
                initial=score.evidence if score else "",
                widget=forms.Textarea,
                validators=[refuse_text],
            ),
            f"document_{indicator.pk}": forms.ModelChoiceField(
                self.papers,
                label=_("Document of this rating"),
                required=False,
                initial=score.document_id if score else None,
            ),
        }
        for name, field in fields.items():
            self.fields[name] = field
            self._dress(name, field)
        paper = fields[f"document_{indicator.pk}"]
        paper.choices = [("", paper.empty_label), *self.named]
        return fields


def sheet_of(scheme, values):
    """{Indicator: (points, evidence, Document or None)} of what a ScoreSheet was sent."""
    return {
        indicator: tuple(values[f"{name}_{indicator.pk}"] for name in ("points", "evidence", "document"))
        for indicator in scheme.indicators.all()
    }


class RatingVerdict(VerdictForm, NoticeText):
    """Agree, which puts the stars on public notice with this text, or return with a reason."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "decision",
            When(f"decision={RETURN}", "reason"),
            When(f"decision={PASS}", "title", "body", "workdays"),
            "seen",
        )

    def clean(self):
        values = super().clean()
        if values.get("decision") == RETURN:
            for name in ("title", "body", "workdays"):
                self.errors.pop(name, None)
        return values
