from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.activities.models.photo import PHOTOS_EACH
from communities.records.images import MEDIA_TYPES, clean_image
from communities.text.digits import refuse_text
from registry.ui.forms import RegistryForm


class PicturesInput(forms.FileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several pictures at once, each decided by its content and drawn anew; a wrong one is named."""

    def clean(self, data, initial=None):
        uploads = data if isinstance(data, (list, tuple)) else [data]
        if len(uploads) > PHOTOS_EACH:
            raise ValidationError(
                _("At most %(cap)s photos at once; now there are %(n)s.") % {"cap": PHOTOS_EACH, "n": len(uploads)}
            )
        return [self._picture(super(PicturesField, self).clean(upload, initial)) for upload in uploads or [None]]

    def _picture(self, upload):
        try:
            return clean_image(upload, longest=1600)
        except ValidationError as wrong:
            words = {"name": upload.name[:60], "wrong": " ".join(wrong.messages)}
            raise ValidationError(_("%(name)s: %(wrong)s") % words, code=wrong.code) from wrong


class PhotoForm(RegistryForm, forms.Form):
    pictures = PicturesField(
        label=_("Photos"),
        help_text=_("JPEG, PNG, WebP or HEIC, at most 5 MB each; place and device are taken out of the file"),
        widget=PicturesInput(attrs={"accept": MEDIA_TYPES, "data-shrink": "1600"}),
    )
    caption = forms.CharField(
        label=_("What they show"),
        max_length=60,
        validators=[refuse_text],
        help_text=_("Read aloud to those who cannot see the picture; no names"),
    )
    agreed = forms.BooleanField(
        label=_("Everybody shown agreed that residents may see it"),
        required=False,
        help_text=_("Without this box only workers see the photos. It can be withdrawn at any time."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("pictures", "caption", "agreed")
