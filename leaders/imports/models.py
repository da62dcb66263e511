"""A table on its way into the register: one batch an upload, its rows sealed, what it made remembered."""

import base64
import json
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.moves import StateMachine
from communities.records.placed import PlacePath
from communities.regions.models import Region
from communities.scope import ScopedQuerySet
from communities.text.fields import FreeCharField
from registry.audit.rows import insert_rows
from registry.seal import seal, unseal

SEAL = "import.row"
SILENT = timedelta(seconds=60)  # without a sign of life the work counts as broken off


KEPT = timedelta(days=90)  # so long the rows of a finished import can be looked at
LEFT_LYING = timedelta(days=30)  # so long an unfinished one waits


class ImportBatchQuerySet(ScopedQuerySet):
    def forgettable(self):
        """Finished long ago with rows still there, and unfinished ones nobody went on with."""
        now, state = timezone.now(), ImportBatch.State
        finished = Q(state__in=[state.DONE, state.UNDONE], done_at__lt=now - KEPT)
        unfinished = Q(state__in=[state.CHECKING, state.CHECKED], created_at__lt=now - LEFT_LYING)
        return self.filter(finished | unfinished, pk__in=ImportRow.objects.values("batch"))

    def awaiting_decision(self):
        return self.filter(state=ImportBatch.State.DONE, posts_pending__gt=0)


class ImportBatch(StateMachine):
    """One uploaded table. All of its chosen rows are written together or none is."""

    class Subject(models.TextChoices):
        PLACES = "places", _("Compounds and buildings")
        ORGANIZATIONS = "organizations", _("Organizations")  # with the filings they have on paper
        PEOPLE = "people", _("Leaders and posts")
        HOURS = "hours", _("Hours earned before or elsewhere")
        HONOURS = "honours", _("Honours given before")

    class State(models.TextChoices):
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        WRITING = "writing", _("Being written")
        DONE = "done", _("Imported")
        UNDONE = "undone", _("Taken back")
        DROPPED = "dropped", _("Given up")

    MOVES = {
        State.CHECKING: {State.CHECKED, State.DROPPED},
        State.CHECKED: {State.CHECKING, State.WRITING, State.DROPPED},
        State.WRITING: {State.DONE, State.CHECKED},
        State.DONE: {State.UNDONE},
        State.UNDONE: set(),
        State.DROPPED: set(),
    }
    noun = "import"

    subject = models.CharField(_("what it holds"), max_length=13, choices=Subject)
    region = models.ForeignKey(Region, models.PROTECT, related_name="imports", verbose_name=_("region"))
    region_path = PlacePath(noun="import")
    file_name = FreeCharField(_("file"), max_length=120)
    digest = models.CharField(max_length=64, editable=False)
    # What `UploadForm.given` takes from the form and `_read` of actions.py from the sheets: "sheets", "unread", …
    given = models.JSONField(_("what the table does not say"), default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.CHECKING, editable=False)
    counts = models.JSONField(_("counts"), default=dict)
    left_out = models.PositiveIntegerField(_("rows left out"), default=0)
    posts_pending = models.PositiveIntegerField(_("posts awaiting review"), default=0)
    failure = models.CharField(_("what went wrong"), max_length=300, blank=True)
    run = models.UUIDField(null=True, editable=False)  # whose turn it is; a run that lost it writes nothing
    beat_at = models.DateTimeField(_("last sign of life"), null=True, editable=False)
    handled = models.PositiveIntegerField(default=0, editable=False)
    total = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("uploaded by")
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("confirmed by"),
    )
    started_at = models.DateTimeField(_("started at"), null=True, editable=False)
    done_at = models.DateTimeField(_("done at"), null=True, editable=False)
    made = models.JSONField(default=list, editable=False)  # [[model, number, version]] in the order of writing

    objects = ImportBatchQuerySet.as_manager()
    unlogged_fields = ("region_path", "digest", "counts", "run", "beat_at", "handled", "total", "made", "given")

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(name="import_by_place", fields=["region_path", "-id"])]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("leaders:import-detail", args=[self.pk])

    @property
    def is_running(self):
        return self.state in (self.State.CHECKING, self.State.WRITING)

    @property
    def is_broken_off(self):
        return self.is_running and (self.beat_at is None or timezone.now() - self.beat_at > SILENT)

    @property
    def tag(self):
        if self.is_broken_off:
            return "bad", _("Broken off")
        tones = {"done": "ok", "checked": "info", "checking": "info", "writing": "info"}
        return tones.get(self.state, "mute"), self.get_state_display()

    @property
    def per_second(self):
        if not self.started_at or not self.handled:
            return 0
        end = self.done_at or self.beat_at or timezone.now()
        return round(self.handled / max((end - self.started_at).total_seconds(), 0.1))

    @property
    def percent(self):
        return round(100 * self.handled / self.total) if self.total else 0

    # --- verbs -------------------------------------------------------------------
    def begin(self, target, *, by):
        """Move to checking or writing; return the run that may go on with it."""
        run, now = uuid.uuid4(), timezone.now()
        more = {"confirmed_by": by} if target == self.State.WRITING else {}
        self._move(target, by=by, run=run, beat_at=now, started_at=now, handled=0, failure="", **more)
        return run

    def take_over(self):
        """The run of a new try at what a dead worker left; the dead one's run, should it wake, writes nothing."""
        run, now = uuid.uuid4(), timezone.now()
        ImportBatch.objects.filter(pk=self.pk).update(run=run, beat_at=now, started_at=now, handled=0, failure="")
        self.run = run
        return run

    def beat(self, handled):
        """Say that the work goes on; False when another run has taken over."""
        return bool(
            ImportBatch.objects.filter(pk=self.pk, run=self.run).update(beat_at=timezone.now(), handled=handled)
        )

    def settle_check(self, counts, *, failure=""):
        """The last statement of the transaction that wrote the checked rows."""
        more = {"counts": counts, "handled": self.total, "failure": failure[:300]}
        self._move(self.State.CHECKED, by=self.created_by, run=None, **more)

    def settle_write(self, *, by, counts, made, posts_pending):
        """The last statement of the writing transaction."""
        self._move(
            self.State.DONE,
            by=by,
            counts=counts,
            made=made,
            posts_pending=posts_pending,
            done_at=timezone.now(),
            handled=self.total,
            run=None,
        )

    def drop(self, *, by):
        with transaction.atomic():
            self._move(self.State.DROPPED, by=by, run=None)
            self.rows.all().delete()
            ImportFile.objects.filter(batch=self).delete()

    @transaction.atomic
    def forget(self):
        """Nothing of the table stays but its name and what it made."""
        self.rows.all().delete()
        ImportFile.objects.filter(batch=self).delete()

    def mark_undone(self, *, by):
        self._move(self.State.UNDONE, by=by, posts_pending=0, made=[])


class ImportFile(models.Model):
    """The uploaded table itself, sealed, until its batch is done: for reading it again with other columns."""

    batch = models.OneToOneField(ImportBatch, models.CASCADE, related_name="file", verbose_name=_("import"))
    sealed = models.TextField(editable=False)
    sealed_columns = {"sealed": SEAL}

    class Meta:
        verbose_name = _("uploaded table")
        verbose_name_plural = _("uploaded tables")

    def __str__(self):
        return str(self.batch_id)

    @classmethod
    def keep(cls, batch, data):
        return cls.objects.create(batch=batch, sealed=seal(base64.b64encode(data).decode(), field=SEAL))

    def data(self):
        return base64.b64decode(unseal(self.sealed, field=SEAL))


class ImportRow(models.Model):
    """One row of the table. What it says lies sealed: names and numbers of people, not all of them to be kept."""

    class State(models.TextChoices):
        READY = "ready", _("Can be imported")
        SAME = "same", _("Registered already, nothing to change")
        DOUBTFUL = "doubtful", _("Perhaps registered already")
        WRONG = "wrong", _("To be corrected")
        WRITTEN = "written", _("Imported")
        SKIPPED = "skipped", _("Left out")

    class Choice(models.TextChoices):
        NONE = "", _("Choose")
        NEW = "new", _("Not the same: register anew")
        UPDATE = "update", _("The same: fill in what is missing")
        SKIP = "skip", _("Leave this row out")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name=_("import"))
    position = models.PositiveIntegerField(_("position"))
    sheet = models.CharField(_("sheet"), max_length=100)
    number = models.PositiveIntegerField(_("row"))
    state = models.CharField(_("state"), max_length=8, choices=State)
    choice = models.CharField(_("what is to be done"), max_length=6, choices=Choice, blank=True)
    sealed = models.TextField(editable=False)
    sealed_columns = {"sealed": SEAL}
    WRITTEN = ("position", "sheet", "number", "state", "choice", "sealed")  # beside the batch, see `rewrite`

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        constraints = [models.UniqueConstraint(name="import_row_once", fields=["batch", "position"])]
        indexes = [models.Index(name="import_row_of_state", fields=["batch", "state", "position"])]

    def __str__(self):
        return f"{self.sheet} {self.number}"

    @property
    def said(self):
        """{"cells", "headings", "values", "errors", "notes", "matches", "chosen"} of the row."""
        if not hasattr(self, "_said"):
            self._said = json.loads(unseal(self.sealed, field=SEAL))
        return self._said

    def say(self, said):
        self._said, self.sealed = said, self.sealed_form(said)

    @staticmethod
    def sealed_form(said):
        return seal(json.dumps(said, ensure_ascii=False), field=SEAL)

    @classmethod
    def rewrite(cls, batch, rows):
        """Put `rows`, values of the fields `WRITTEN`, in the place of those the batch had."""
        batch.rows.all().delete()
        insert_rows(cls, ("batch", *cls.WRITTEN), ((batch.pk, *row) for row in rows))


class ImportLayout(models.Model):
    """Columns somebody put right once, for the next table with the same header."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="import_layouts", verbose_name=_("account")
    )
    subject = models.CharField(_("what it holds"), max_length=13, choices=ImportBatch.Subject)
    signature = models.CharField(_("header"), max_length=500)
    columns = models.JSONField(_("columns"), default=dict)

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        constraints = [models.UniqueConstraint(name="one_layout_a_header", fields=["user", "subject", "signature"])]

    def __str__(self):
        return self.signature[:60]
