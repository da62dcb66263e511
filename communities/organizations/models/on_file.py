"""What a filing puts on record with the street: from then on a filing alone changes it, whatever the door."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from registry.audit.log import differences, record, snapshot

ON_FILE = ("name", "region", "category", "purpose")
FILED = _("This is on file with the street: it is changed by a filing, on the page “Filings” of the organization.")
BEING_DECIDED = _(
    "A filing that names this waits for its decision; withdraw it first, on the page “Filings” of the organization."
)
WAITING = ("submitted", "reviewed")


class FiledFacts(models.Model):
    """Mixed into `Organization`. The charter and the person in charge are on file as well, as parts of the filing."""

    class Meta:
        abstract = True

    @property
    def is_on_file(self):
        return self.legal_status == self.LegalStatus.FILED

    @transaction.atomic
    def amend(self, *, by, note, **values):
        """Write what a filing changed, of `ON_FILE`; `note` is its number."""
        locked = self.lock_current()
        before = snapshot(locked)
        for name, value in values.items():
            setattr(locked, name, value)
            setattr(self, name, value)
        locked._rewrite(before)
        self.version, self.region_path = locked.version, locked.region_path
        record("organization.amend", locked, by=by, changes=differences(before, locked), note=note)

    def why_held(self, names):
        """(code, sentence) when a filing holds one of `names`, "filed" or "waits"; None otherwise."""
        if not set(names) & set(ON_FILE) or self.is_registered:
            return None
        if self.is_on_file:
            return "filed", FILED
        return ("waits", BEING_DECIDED) if self.filings.filter(state__in=WAITING).exists() else None

    def refuse_to_change(self, names):
        """Raise ValidationError by field for those of `names` that a filing holds."""
        held = [name for name in names if name in ON_FILE]
        if why := self.why_held(held):
            code, reason = why
            raise ValidationError({name: ValidationError(reason, code=code) for name in held})
