from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.oversight.models import AuthorityDecision, Inspection
from communities.pages.refusing import RefusableForm
from communities.text.form_fields import DayField
from registry.ui.forms import FormBar, Section, When


class InspectionForm(RefusableForm):
    """What was looked at and what was found: about the group and its rooms, not about a person."""

    inspected_on = DayField(label=_("Inspected on"), widget=forms.DateInput)
    kind = forms.ChoiceField(label=_("Kind of inspection"), choices=Inspection.Kind, widget=forms.RadioSelect)
    findings = forms.CharField(
        label=_("Findings"),
        max_length=500,
        widget=forms.Textarea,
        help_text=_("About the group, its rooms and its papers; names of persons do not belong here"),
    )
    result = forms.ChoiceField(
        label=pgettext_lazy("inspection", "Result"),
        choices=[(state, Inspection.State(state).label) for state in ("passed", "to_rectify")],
        widget=forms.RadioSelect,
    )
    due_on = DayField(label=_("To be rectified by"), required=False, widget=forms.DateInput)

    needed = ("due_on",)
    choice_hints = {
        "result": {"passed": _("nothing is to be changed"), "to_rectify": _("comes back to the to-do list when due")}
    }

    def __init__(self, *args, cancel_url, inspection=None, **kwargs):
        initial = {"inspected_on": timezone.localdate()} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        submit, result = _("Enter inspection"), ["result", When("result=to_rectify", "due_on")]
        if inspection is not None:
            del self.fields["result"]
            submit, result = _("Save inspection"), ["due_on"]
            if inspection.state == Inspection.State.PASSED:
                del self.fields["due_on"]
                result = []
        self.helper.layout = Layout(
            Section(_("1. Inspection"), "inspected_on", "kind", "findings"),
            *([Section(_("2. Result"), *result)] if result else []),
            FormBar(submit, cancel_url=cancel_url),
        )


class RectifyForm(RefusableForm):
    """That what was found is put right, and was looked at again."""

    rectified_on = DayField(label=_("Looked at again on"), widget=forms.DateInput)
    rectification = forms.CharField(
        label=pgettext_lazy("inspection", "What was done"), max_length=300, widget=forms.Textarea
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"rectified_on": timezone.localdate()}, **kwargs)


class AuthorityForm(RefusableForm):
    """A decision as its paper says it. A second person compares it with the paper."""

    kind = forms.ChoiceField(label=_("Kind of decision"), choices=AuthorityDecision.Kind, widget=forms.RadioSelect)
    lifts = forms.ModelChoiceField(
        AuthorityDecision.objects.none(), label=_("Decision lifted"), required=False, empty_label=_("Choose a decision")
    )
    authority = forms.CharField(label=_("Authority"), max_length=60, help_text=_("Its full name, as on the document"))
    document_number = forms.CharField(label=_("Document number"), max_length=60)
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=200, help_text=_("Law and article, as quoted"))
    decided_on = DayField(label=_("Decided on"), widget=forms.DateInput)
    effective_on = DayField(label=_("Effective from"), widget=forms.DateInput)
    summary = forms.CharField(label=_("Summary"), max_length=500, widget=forms.Textarea)
    remedy_told = forms.CharField(
        label=_("Remedies told"),
        max_length=300,
        required=False,
        widget=forms.Textarea,
        help_text=_("Such as review or appeal, with the days allowed"),
    )
    remedy_told_on = DayField(label=_("Told on"), required=False, widget=forms.DateInput)

    needed = ("lifts",)
    choice_hints = {
        "kind": {
            "restrict": _("until it is lifted nothing new is given, and it is not shown in public"),
            "lift": _("ends one decision that stands"),
            "cancel": _("leaves the public directory, the history stays"),
            "ban": _("leaves the public directory, the history stays"),
        }
    }

    def __init__(self, *args, organization, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        standing = AuthorityDecision.objects.standing().filter(organization=organization)
        self.fields["lifts"].queryset = standing.select_related("organization")
        self.helper.layout = Layout(
            Section(_("1. Document"), "kind", When("kind=lift", "lifts"), "authority", "document_number"),
            Section(_("2. Content"), "legal_basis", "summary", "decided_on", "effective_on"),
            Section(_("3. Remedies"), "remedy_told", "remedy_told_on"),
            FormBar(_("Enter decision"), cancel_url=cancel_url),
        )


class ReplyForm(RefusableForm):
    """What the organization answered, in its own words."""

    reply = forms.CharField(label=_("Reply of the organization"), max_length=500, widget=forms.Textarea)
    reply_on = DayField(label=_("Replied on"), widget=forms.DateInput)
