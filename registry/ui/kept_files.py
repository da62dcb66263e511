"""A chosen file that is still there when a form comes back: browsers do not send one twice by themselves.

What came with a form that is shown again is put aside in the storage for a day, under a name nobody can guess; the
page carries that name signed. Whoever unticks it sends the form without it.
"""

from typing import Any
from uuid import uuid4

from django import forms
from django.core import signing
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

FOLDER = "kept"  # swept by the daily job for files that no row names
LARGEST = 10 * 1024 * 1024
LONGEST = 24 * 3600  # seconds
SALT = "registry.ui.kept_files"


def field_of(name: str) -> str:
    """The name under which a form sends what was kept of its file field `name`."""
    return f"{name}-kept"


def keep(upload: Any) -> str:
    """The token of a file put aside; "" where it is too large or the disk takes no more."""
    known: str = getattr(upload, "kept_as", "")
    if known or upload.size > LARGEST:
        return known
    upload.seek(0)
    try:
        path = default_storage.save(f"{FOLDER}/{uuid4().hex}.part", File(upload))
    except OSError:
        return ""
    return signing.dumps([path, upload.name[-100:], getattr(upload, "content_type", "")], salt=SALT)


def taken_back(token: str) -> SimpleUploadedFile | None:
    """The file behind a token of ours, or None."""
    try:
        path, name, content_type = signing.loads(token, salt=SALT, max_age=LONGEST)
        with default_storage.open(path) as file:
            found: Any = SimpleUploadedFile(name, file.read(), content_type)
    except (signing.BadSignature, OSError):
        return None
    found.kept_as = token
    return found


class KeepingInput(forms.FileInput):
    """Takes what was kept where nothing new is chosen; `keeps` is False where a form may not put files aside."""

    template_name = "registry_pack/file.html"
    keeps = True

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.uploads: list[Any] = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        chosen = super().value_from_datadict(data, files, name)
        new = chosen if isinstance(chosen, list) else [chosen]
        tokens = data.getlist(field_of(name)) if hasattr(data, "getlist") else []
        kept = map(taken_back, tokens)
        self.uploads = [one for one in new if one] or [one for one in kept if one]
        if self.allow_multiple_selected:
            return self.uploads
        return self.uploads[0] if self.uploads else chosen

    def use_required_attribute(self, initial: Any) -> bool:
        return super().use_required_attribute(initial) and not self.uploads

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        is_wrong = (attrs or {}).get("aria-invalid") == "true"
        kept = [(keep(one), one.name) for one in self.uploads] if self.keeps and not is_wrong else []
        context["widget"] |= {"kept": [(token, of) for token, of in kept if token], "kept_name": field_of(name)}
        return context


class KeepingSeveral(KeepingInput):
    allow_multiple_selected = True


def keeping(widget: forms.FileInput) -> KeepingInput:
    """The keeping input in the place of a plain one."""
    kind = KeepingSeveral if widget.allow_multiple_selected else KeepingInput
    return kind(widget.attrs)
