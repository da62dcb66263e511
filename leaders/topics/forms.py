from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.notices.forms.public import PublicForm, printable
from communities.pages.refusing import RefusableForm
from communities.regions.forms.picker import RegionField
from communities.regions.models import Level
from communities.text import digits
from communities.text.form_fields import DayField
from communities.text.names import refuse_person_name
from leaders.topics.models import Representative, TopicEntry
from registry.accounts.roles import Permission

PLACES = (Level.STREET, Level.COMMUNITY, Level.COMPOUND)


class TopicForm(RefusableForm):
    region = RegionField(Permission.TOPIC_EDIT, levels=PLACES, is_own=True, label=_("Place"))
    title = forms.CharField(label=pgettext_lazy("matter", "Title"), max_length=40)
    summary = forms.CharField(
        label=pgettext_lazy("project", "What it is about"),
        max_length=1000, widget=forms.Textarea, validators=[digits.refuse_text],
        help_text=_("In plain words: what is planned, by whom, what is decided already and what is not"),
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].set_user(user)

    def without_place(self):
        """For a topic whose place is given."""
        del self.fields["region"]
        self.helper.layout.fields.remove("region")
        return self


class EntryForm(RefusableForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=TopicEntry.Kind.choices, widget=forms.RadioSelect)
    on = DayField(label=_("Day"), widget=forms.DateInput)
    title = forms.CharField(label=pgettext_lazy("matter", "Title"), max_length=60, validators=[digits.refuse_text])
    text = forms.CharField(
        label=_("Text or minutes"), max_length=3000, widget=forms.Textarea, validators=[digits.refuse_text]
    )


class RepresentativeForm(RefusableForm):
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=30, validators=[refuse_person_name])
    how = forms.ChoiceField(label=_("How chosen"), choices=Representative.How.choices, widget=forms.RadioSelect)
    chosen_on = DayField(label=_("Chosen on"), widget=forms.DateInput)
    consented_on = DayField(
        label=_("Agreed to be named on"), widget=forms.DateInput, help_text=_("Without consent nobody is named here")
    )


class QuestionForm(RefusableForm):
    text = forms.CharField(
        label=_("Question"), max_length=300, widget=forms.Textarea, validators=[digits.refuse_text],
        help_text=_("As residents ask it, without names"),
    )  # fmt: skip


class PromiseForm(RefusableForm):
    group = forms.CharField(label=_("Group of questions"), max_length=20, required=False)
    on = DayField(label=_("Answer promised by"), widget=forms.DateInput)


class AnswerForm(RefusableForm):
    group = forms.CharField(label=_("Group of questions"), max_length=20, required=False)
    text = forms.CharField(label=_("Answer"), max_length=1500, widget=forms.Textarea, validators=[digits.refuse_text])


class PublicQuestionForm(PublicForm):
    """A resident's question; cards are refused, other long numbers masked when it is kept."""

    numbers_pass = ("text",)

    text = forms.CharField(
        label=_("Your question"), max_length=300, widget=forms.Textarea,
        validators=[printable, digits.refuse_cards],
        help_text=_("Up to 300 characters; a worker reads it first, then it shows here without any name"),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("text", self.guard())
