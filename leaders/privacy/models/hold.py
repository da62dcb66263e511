"""What a law still asks to be kept of a person who was to be erased: out of every table, sealed in one column.

个人信息保护法 第四十七条末款: what a law still wants kept is stored and protected, and nothing else is done with it.
No list, search, export, form or nightly job finds it, for it is not where any of them looks.
"""

import json
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import Storage
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.records.images import delete_on_commit
from communities.records.placed import PlacePath
from communities.records.signed import Signed
from communities.scope import ScopedQuerySet
from communities.text.fields import DayField, FreeCharField
from leaders.people.models import Leader
from leaders.privacy.models.copying import Table, all_of
from leaders.privacy.models.wiping import wipe
from registry.accounts.models import User
from registry.seal import seal, unseal
from registry.ui.display import office_language
from registry.upkeep.constraints import Check

SEAL = "hold.kept"


class Hold(models.Model):
    """One record kept sealed; `Erasure.hold` makes it, `Erasure.end_hold` empties it."""

    erasure = models.OneToOneField("leaders.Erasure", models.PROTECT, editable=False, related_name="kept")
    region_path = PlacePath("erasure")
    basis = FreeCharField(pgettext_lazy("hold", "law and reason"), max_length=200)
    until = DayField(pgettext_lazy("hold", "kept until"))
    sealed = models.TextField(blank=True, editable=False)
    sealed_columns = {"sealed": SEAL}
    end_reason = FreeCharField(pgettext_lazy("hold", "why it ended"), max_length=200, blank=True, editable=False)
    ending = Signed("ended", at=_("ended at"), by=_("ended by"))

    objects = ScopedQuerySet.as_manager()
    unlogged_fields = ("sealed",)

    class Meta:
        verbose_name = pgettext_lazy("hold", "record kept sealed")
        verbose_name_plural = pgettext_lazy("hold", "records kept sealed")
        constraints = [
            Check(
                name="hold_sealed_until_it_ended",
                condition=(Q(ended_by=None, end_reason="") & ~Q(sealed=""))
                | (Q(ended_by__isnull=False, sealed="") & ~Q(end_reason="")),
            ),
            Check(name="hold_with_a_basis", condition=~Q(basis="")),
        ]
        indexes = [models.Index(name="hold_by_day", fields=["until", "id"], condition=Q(ended_at=None))]

    def __str__(self):
        return str(self.erasure)

    @property
    def is_over(self):
        return self.ended_at is None and self.until < timezone.localdate()

    @classmethod
    def keep(cls, leader: Leader, erasure: Any, *, by: User | None, basis: str, until: Any) -> list[list[Any]]:
        """Seal all there is about the person and take it out of the tables; runs in the caller's transaction, the
        person locked. Returns what `wipe` returns.
        """
        files: dict[str, str] = {}

        def set_aside(_storage: Storage, name: str, title: str) -> None:
            if name:
                files[name] = title

        name = leader.name
        with office_language():
            tables = all_of(leader)
            left = wipe(leader, by=by, drop=set_aside)
        kept = {"name": name, "tables": tables, "files": [[file, str(title)] for file, title in files.items()]}
        text = seal(json.dumps(kept, ensure_ascii=False), field=SEAL)
        erasure.refresh_from_db(fields=["region_path"])  # where the person lived is gone from it as well
        row = cls.objects.create(erasure=erasure, basis=basis[:200], until=until, sealed=text)
        HeldFile.objects.bulk_create(HeldFile(hold=row, file=file) for file in files)
        return left

    def open(self) -> tuple[list[Table], list[tuple[int, str]]]:
        """(tables, [(number of a file, its title)]). The caller writes the read log."""
        kept = json.loads(unseal(self.sealed, field=SEAL))
        numbers = dict(self.files.values_list("file", "pk"))
        files = [(numbers[name], title) for name, title in kept["files"] if name in numbers]
        return [Table(*table) for table in kept["tables"]], files

    def named_in(self, text: str) -> bool:
        """Whether `text` says the name that is sealed."""
        return json.loads(unseal(self.sealed, field=SEAL))["name"] in text

    def empty(self, *, by: User, reason: str) -> None:
        """Throw away what was kept; runs in the caller's transaction."""
        for one in self.files.all():
            delete_on_commit(one.file.storage, one.file.name)
        self.files.all().delete()
        self.sealed, self.end_reason, self.ended_at, self.ended_by = "", reason[:200], timezone.now(), by
        self.save(update_fields=["sealed", "end_reason", "ended_at", "ended_by"])


class HeldFile(models.Model):
    """A file of the record: named here alone, so that it is neither swept away nor found. Its title is sealed."""

    hold = models.ForeignKey(Hold, models.CASCADE, editable=False, related_name="files")
    file = models.FileField(_("file"), max_length=120, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("hold", "file kept sealed")
        verbose_name_plural = pgettext_lazy("hold", "files kept sealed")

    def __str__(self):
        return f"{self.hold_id} {self.pk}"

    @property
    def is_picture(self):
        return PurePosixPath(self.file.name).suffix == ".jpg"
