"""The form of a decision: pass it, or send it back and say what is to be changed."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.pages.base import Row
from communities.pages.refusing import RefusableForm
from communities.pages.seen import SeenField

PASS, RETURN = "pass", "return"


class VerdictForm(RefusableForm):
    """`passes` is (what passing is called here, what follows); `seen` carries what the decider was shown of `row`."""

    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason for returning"),
        max_length=200,
        required=False,
        widget=forms.Textarea,
    )
    needed_when = {"reason": _("needed when it is returned")}

    def __init__(self, *args: Any, row: Row, passes: tuple[Any, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"] = SeenField(row)
        decision: Any = self.fields["decision"]
        decision.choices = [(PASS, passes[0]), (RETURN, pgettext_lazy("decision", "Return"))]
        decision.hints = {PASS: passes[1], RETURN: _("Say what is to be changed; it goes back to who submitted it")}
        self.helper.layout = Layout("decision", *self.extra_fields(), "reason", "seen")

    def extra_fields(self) -> tuple[str, ...]:
        """Names of the fields a subclass asks besides, in their order."""
        return ()

    @property
    def sends_back(self) -> bool:
        return self.cleaned_data.get("decision") == RETURN

    def clean(self) -> dict[str, Any]:
        values: Any = super().clean()
        if self.sends_back and not values.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say what is to be changed."))
        return values
