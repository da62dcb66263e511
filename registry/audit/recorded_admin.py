from typing import Any

from django.db.models import Model

from registry.accounts.admin_site import RegistryAdmin
from registry.audit.log import Texts, differences, record, snapshot


class RecordedAdmin(RegistryAdmin):
    """For small lists without verbs of their own: saves and records “noun.create” or “noun.update”."""

    noun = ""

    def save_model(self, request: Any, obj: Model, form: Any, change: bool) -> None:
        before = self.before(obj) if change else {}
        obj.save()
        record(
            f"{self.noun}.{'update' if change else 'create'}",
            obj,
            by=request.user,
            changes=differences(before, obj),
        )

    def before(self, obj: Model) -> Texts:
        """The snapshot of the row as the database has it, not yet as the form left it."""
        return snapshot(self.model.objects.get(pk=obj.pk))
