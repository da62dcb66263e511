"""Public notice 公示: something is told to residents for some working days, and their opinions are answered."""

from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from communities.records.moves import StateMachine
from communities.records.placed import PlacePath, settle
from communities.regions.models import Region
from communities.scope import ScopedQuerySet
from communities.settings_of_street.models import RuleName, rule
from communities.text.digits import mask
from communities.text.fields import DayField, FreeCharField, FreeTextField
from communities.workdays import add_workdays, known_until
from registry.audit.log import differences, record
from registry.upkeep.constraints import Check
from registry.upkeep.written import Given, ask

MOST_WORKDAYS = 60


class NoticeQuerySet(ScopedQuerySet):
    def public(self):
        """What residents may read: open, and the last day not over."""
        today = timezone.localdate()
        return self.filter(state=Notice.State.OPEN, published_on__lte=today, ends_on__gte=today)

    def past_their_end(self):
        """Open, though the last day is over: somebody has to close them with the result."""
        return self.filter(state=Notice.State.OPEN, ends_on__lt=timezone.localdate())

    def with_names(self):
        return self.select_related("region__parent")


class Notice(StateMachine):
    """One notice. What it is about points to it (see `OnNotice`); one without such a record stands for itself."""

    class Kind(models.TextChoices):
        INCENTIVE = "incentive", _("Incentives")
        RATING = "rating", _("Star ratings")
        OTHER = "other", _("Other matters")

    class State(models.TextChoices):
        OPEN = "open", _("On public notice")
        CLOSED = "closed", _("Notice closed")
        WITHDRAWN = "withdrawn", _("Notice withdrawn")

    MOVES = {State.OPEN: {State.CLOSED, State.WITHDRAWN}, State.CLOSED: set(), State.WITHDRAWN: set()}
    noun = "notice"
    keeps_place = staticmethod(lambda: Q(state="open"))
    stale_message = _("This notice has already ended; reload the page.")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OTHER, editable=False)
    title = FreeCharField(_("notice title"), max_length=60)
    body = FreeTextField(_("text"), max_length=1000)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="notices", verbose_name=_("where the notice applies")
    )
    region_path = PlacePath()
    workdays = models.PositiveSmallIntegerField(_("working days"))
    published_on = DayField(_("published on"), editable=False)
    ends_on = DayField(_("last day"), editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN, editable=False)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("opened by")
    )
    result = FreeCharField(_("result or reason"), max_length=300, blank=True, editable=False)
    told = FreeTextField(_("what residents are told at the end"), max_length=2000, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("ended by"),
    )

    objects = NoticeQuerySet.as_manager()
    unlogged_fields = ("opened_at", "opened_by")

    class Meta:
        verbose_name = _("public notice")
        verbose_name_plural = _("public notices")
        ordering = ["-published_on", "-id"]
        constraints = [
            Check(name="notice_ends_after_it_begins", condition=Q(ends_on__gt=F("published_on"))),
            Check(
                name="notice_ended_iff_signed_and_told",
                condition=Q(state="open", ended_at=None, ended_by=None, result="")
                | (
                    Q(state__in=["closed", "withdrawn"], ended_at__isnull=False, ended_by__isnull=False) & ~Q(result="")
                ),
            ),
        ]
        indexes = [
            models.Index(name="notice_by_place", fields=["region_path", "id"]),
            models.Index(name="notice_by_end", fields=["region_path", "ends_on", "id"]),
            models.Index(name="notice_open", fields=["ends_on", "id"], condition=Q(state="open")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("communities:notice-detail", args=[self.pk])

    @property
    def is_public(self):
        return self.state == self.State.OPEN and self.published_on <= timezone.localdate() <= self.ends_on

    @property
    def is_past_its_end(self):
        return self.state == self.State.OPEN and self.ends_on < timezone.localdate()

    @property
    def is_reckoned_without_holidays(self):
        """True while the holidays of the last day's year are not announced: the last day may then move."""
        return self.ends_on > known_until()

    @property
    def tag(self):
        if self.is_past_its_end:
            return "warn", _("To be closed")
        tones = {self.State.OPEN: "info", self.State.WITHDRAWN: "bad"}
        return tones.get(self.state, "mute"), self.get_state_display()

    def subjects(self, *, residents=False):
        """The records it is about, whatever app they live in; for `residents` with what `public_line` reads."""
        found = []
        for relation in self._meta.related_objects:
            if issubclass(relation.related_model, OnNotice):
                name = ("about a notice", relation.related_model, relation.field.name, residents)
                found += ask(name, partial(_about, relation, residents), notice=self.pk)
        return found

    def unanswered(self):
        return self.opinions.filter(answered_at=None)

    @transaction.atomic
    def open(self, *, by, on=None):
        """Publish it for `workdays` working days after the day; numbers in the text are masked.

        Returns True when something was masked. Raises ValidationError on fewer days than the street's setting.
        """
        day = on or timezone.localdate()
        settle(self)
        least = rule(RuleName.NOTICE_DAYS, self.region_path, on=day)
        self.workdays = self.workdays or least
        if not least <= self.workdays <= MOST_WORKDAYS:
            raise ValidationError(
                {
                    "workdays": _("Between %(least)s and %(most)s working days.")
                    % {"least": least, "most": MOST_WORKDAYS}
                },
                code="days",
            )
        typed = (self.title, self.body)
        self.title, self.body = mask(self.title), mask(self.body)
        self.published_on, self.ends_on = day, add_workdays(day, self.workdays)
        self.opened_by = by
        self.save(force_insert=True)
        record("notice.open", self, by=by, changes=differences({}, self))
        return typed != (self.title, self.body)

    @transaction.atomic
    def close(self, *, by, result, told=""):
        """End it with its result for the file and what residents are `told`.

        Refused: "early" before the last day is over, "unanswered" while opinions wait.
        """
        locked = self._lock_for(self.State.CLOSED)
        if locked.ends_on >= timezone.localdate():
            raise ValidationError(
                _("The notice runs until the end of %(day)s.") % {"day": locked.ends_on}, code="early"
            )
        locked._refuse_unanswered()
        missing = _("Say what the notice came to.")
        self._end(self.State.CLOSED, locked, by=by, text=result, missing=missing, told=mask(told.strip())[:2000])

    @transaction.atomic
    def withdraw(self, *, by, reason):
        """Take it down before its end; what it was about goes back to where it stood before."""
        locked = self._lock_for(self.State.WITHDRAWN)
        self._end(self.State.WITHDRAWN, locked, by=by, text=reason, missing=_("Say why the notice is taken down."))
        for row in locked.subjects():
            row.leave_notice(by=by, reason=reason)

    def _end(self, state, locked, *, by, text, missing, told=""):
        text = mask(text.strip())[:300]
        if not text:
            raise ValidationError(missing, code="reason")
        self._move(state, by=by, locked=locked, result=text, told=told, ended_at=timezone.now(), ended_by=by)

    def _refuse_unanswered(self):
        waiting = self.unanswered().count()
        if waiting:
            words = ngettext(
                "%(n)s opinion waits for an answer; answer it first.",
                "%(n)s opinions wait for an answer; answer them first.",
                waiting,
            )
            raise ValidationError(words % {"n": waiting}, code="unanswered")


class OnNotice(models.Model):
    """Mixed into what may stand on a public notice.

    A subclass's queryset has `with_names()` and `for_residents()`; it says in `leave_notice` what a withdrawn notice
    means for it, and in `public_line()` how residents read it ({"text", "note", "deeds"}): no name without consent.
    """

    notice = models.ForeignKey(
        Notice, models.PROTECT, null=True, editable=False, related_name="%(class)ss", verbose_name=_("public notice")
    )

    class Meta:
        abstract = True

    may_be_stopped = False

    @property
    def is_told(self):
        """Residents were told and the notice is closed: it waits for the last step."""
        return self.state == "on_notice" and self.notice.state == Notice.State.CLOSED

    def _stop(self, *, by, reason):
        """An objection that concerns it is looked into; a subclass that `may_be_stopped` says how."""

    def let_go(self, *, by, note):
        """Its organization is closed."""
        self.withdraw(by=by, reason=note)

    def _refuse_before_notice_ends(self):
        """Raise ValidationError unless the notice was closed with every opinion answered."""
        notice = Notice.objects.select_for_update().get(pk=self.notice_id)
        if notice.state == Notice.State.OPEN and not notice.is_past_its_end:
            raise ValidationError(
                _("It stands on public notice until the end of %(day)s.") % {"day": notice.ends_on}, code="early"
            )
        notice._refuse_unanswered()
        if notice.state != Notice.State.CLOSED:
            raise ValidationError(_("Close the public notice with its result first."), code="open")


def _about(relation, residents):
    rows = relation.related_model.objects.filter(**{relation.field.name: Given("notice")})
    return (rows.for_residents() if residents else rows.with_names()).order_by("region_path", "id")
