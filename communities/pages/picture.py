from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.records.images import MEDIA_TYPES, clean_image


class PictureField(forms.FileField):
    """An optional picture; its cleaned value is a file drawn anew, or None."""

    widget = forms.FileInput(attrs={"accept": MEDIA_TYPES, "data-shrink": "1600"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("JPEG, PNG, WebP or HEIC, at most 5 MB"))
        super().__init__(**{"required": False} | kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data)
        return clean_image(upload) if upload else None
