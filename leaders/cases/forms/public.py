"""What residents fill in: three short steps and, with the key of a matter, what may follow."""

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.notices.forms.public import PublicForm, printable
from communities.records.images import MEDIA_TYPES, clean_image
from communities.text.digits import refuse_cards
from leaders.cases.models import Case
from leaders.cases.models.photo import PHOTOS_EACH
from leaders.cases.models.reporter import plain_key
from registry.ui.forms import RegistryForm

TEXT_MOST = 2000
LONGEST_SIDE = 1600
KIND_HINTS = {
    Case.Category.INTEREST: _("stairs, lifts, parking, noise, repairs, cleanliness"),
    Case.Category.ENTERPRISE: _("property management, shops, works around the house"),
    Case.Category.RESOURCE: _("rooms, squares, sports grounds, equipment"),
    Case.Category.COMMITTEE: _("how the committee decides, informs and works"),
}


def short_enough(text):
    """Says how much is too much instead of cutting it silently."""
    if len(text) > TEXT_MOST:
        raise ValidationError(
            _("At most %(most)s characters; now there are %(now)s. Details can be told later."),
            params={"most": TEXT_MOST, "now": len(text)},
        )


class MatterText(forms.Form):
    category = forms.ChoiceField(label=_("What is it about?"), choices=Case.Category.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What is the matter?"),
        help_text=_("What happens where and when, and what would help. Please no names or telephone numbers here."),
        widget=forms.Textarea,
        validators=[printable, refuse_cards, short_enough],
    )


class WhatForm(RegistryForm, MatterText):
    """Step 2: what it is about."""

    numbers_pass = ("text",)

    choice_hints = {"category": KIND_HINTS}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 6
        self.helper.layout = Layout("category", "text")


class MatterPhotos(forms.FileField):
    """At most PHOTOS_EACH pictures, each decided by its content and drawn anew; a wrong one is named."""

    class widget(forms.FileInput):
        allow_multiple_selected = True

    def clean(self, data, initial=None):
        uploads = [upload for upload in (data if isinstance(data, (list, tuple)) else [data]) if upload]
        if len(uploads) > PHOTOS_EACH:
            raise ValidationError(
                _("At most %(cap)s photos; now there are %(n)s.") % {"cap": PHOTOS_EACH, "n": len(uploads)}
            )
        return [self._picture(upload) for upload in uploads]

    def _picture(self, upload):
        try:
            return clean_image(upload, longest=LONGEST_SIDE)
        except ValidationError as wrong:
            words = {"name": upload.name[:60], "wrong": " ".join(wrong.messages)}
            raise ValidationError(_("%(name)s: %(wrong)s") % words, code=wrong.code) from wrong


class ReachForm(PublicForm, MatterText):
    """Step 3: how to reach whoever writes, all of it optional. Carries what step 2 asked, hidden."""

    numbers_pass = (
        "text",
        "contact",
    )

    photos = MatterPhotos(
        label=_("Photos"),
        required=False,
        help_text=_("At most 3; place and device are taken out of the file"),
    )
    name = forms.CharField(label=_("Your name"), max_length=30, required=False, validators=[printable])
    contact = forms.CharField(
        label=_("Telephone or other way to reach you"),
        max_length=60,
        required=False,
        validators=[printable],
        help_text=_("Only the worker who handles the matter can open it; it is forgotten some time after the end."),
    )
    may_publish = forms.BooleanField(
        label=_("The outcome may be shown in public, without names"),
        required=False,
        help_text=_("You can take this back at any time."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].widget = forms.HiddenInput()
        self.fields["text"].widget = forms.HiddenInput()
        self.fields["photos"].widget.attrs |= {"accept": MEDIA_TYPES, "data-shrink": "1600"}
        self.fields["name"].widget.attrs |= {"autocomplete": "name", "class": "form-control w-10"}
        self.fields["contact"].widget.attrs |= {"autocomplete": "tel", "class": "form-control w-20"}
        self.helper.layout = Layout(
            "category", "text", "photos", "name", "contact", "may_publish", self.guard()
        )  # fmt: skip


class KeyForm(RegistryForm, forms.Form):
    """Number and key from the slip."""

    numbers_pass = (
        "number",
        "key",
    )

    number = forms.CharField(
        label=_("Number"), max_length=20, widget=forms.TextInput(attrs={"class": "w-10", "autocomplete": "off"})
    )
    key = forms.CharField(
        label=_("Key"),
        max_length=20,
        help_text=_("Ten letters and digits, on the slip beside the number"),
        widget=forms.TextInput(attrs={"class": "w-10", "autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("number", "key")

    def clean_key(self):
        return plain_key(self.cleaned_data["key"])


class MessageForm(RegistryForm, forms.Form):
    """A text for the staff: an answer back, or why it is opened again."""

    numbers_pass = ("text",)

    text = forms.CharField(
        label=_("Your message"), widget=forms.Textarea, validators=[printable, refuse_cards, short_enough]
    )

    def __init__(self, *args, label=None, **kwargs):
        super().__init__(*args, **kwargs)
        if label:
            self.fields["text"].label = label
        self.helper.layout = Layout("text")


class ScoreForm(RegistryForm, forms.Form):
    score = forms.TypedChoiceField(
        label=_("How satisfied are you with the way it was handled?"),
        coerce=int,
        choices=[
            (5, _("Very satisfied")),
            (4, _("Satisfied")),
            (3, _("So so")),
            (2, _("Not satisfied")),
            (1, _("Not satisfied at all")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("score")
