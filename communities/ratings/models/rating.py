"""Star ratings 星级 of organizations and buildings, by indicators of a dated version. Never of people."""

from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.documents.models import Document
from communities.notices.models import OnNotice
from communities.organizations.models import Organization
from communities.ratings.models.scheme import FULL, RatingScheme, Score
from communities.records.endings import Ending
from communities.records.moves import StateMachine
from communities.records.placed import PlacePath
from communities.records.refusals import refuse, refuse_without
from communities.records.terms import last_day
from communities.regions.models import Level, Region
from communities.scope import ScopedQuerySet, reaches
from communities.settings_of_street.models import RuleName, rule
from communities.text.fields import DayField, FreeCharField
from registry.accounts.roles import Permission
from registry.audit.log import differences, record
from registry.upkeep.constraints import Check
from registry.upkeep.written import Given, ask

HIGHEST = 5
REVIEWER = _("Whoever scored a rating does not decide it.")


class StarRatingQuerySet(ScopedQuerySet):
    def with_names(self):
        return self.select_related("organization", "building__parent", "scheme", "notice")

    def for_residents(self):
        return self.with_names().exclude(state=StarRating.State.WITHDRAWN)

    def standing(self):
        """In force and not run out."""
        return self.filter(state=StarRating.State.IN_FORCE, ends_on__gte=timezone.localdate())


class StarRating(OnNotice, StateMachine):
    """The rating of one organization or one building for one cycle."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being scored")
        SCORED = "scored", _("Awaiting decision")
        ON_NOTICE = "on_notice", _("On public notice")
        IN_FORCE = "in_force", _("In force")
        REPLACED = "replaced", _("Replaced by a newer one")
        WITHDRAWN = "withdrawn", _("Revoked")

    MOVES = {
        State.DRAFT: {State.SCORED, State.WITHDRAWN},
        State.SCORED: {State.DRAFT, State.ON_NOTICE, State.WITHDRAWN},
        State.ON_NOTICE: {State.SCORED, State.IN_FORCE, State.WITHDRAWN},
        State.IN_FORCE: {State.REPLACED, State.WITHDRAWN},
        State.REPLACED: set(),
        State.WITHDRAWN: set(),
    }
    OPEN = (State.DRAFT, State.SCORED, State.ON_NOTICE)
    WAITING = {State.SCORED}
    on_closing = Ending(
        _("Star ratings"), _("what is not in force yet is revoked"), lambda: Q(state__in=StarRating.OPEN)
    )
    noun = "rating"
    stale_message = _("This rating has already moved on; reload the page.")
    document_permission = Permission.RATING_VIEW

    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="ratings", verbose_name=_("organization")
    )
    building = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="ratings", verbose_name=_("building")
    )
    region_path = PlacePath("organization", "building")
    scheme = models.ForeignKey(
        RatingScheme, models.PROTECT, related_name="ratings", editable=False, verbose_name=_("rating scheme")
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT, editable=False)
    total = models.DecimalField(_("total"), max_digits=5, decimal_places=2, null=True, editable=False)
    stars = models.PositiveSmallIntegerField(_("stars"), null=True, editable=False)
    reason = FreeCharField(_("reason"), max_length=200, blank=True, editable=False)
    started_on = DayField(_("in force from"), null=True, editable=False)
    ends_on = DayField(_("in force until"), null=True, editable=False)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("opened by")
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("submitted by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("decided by"),
    )

    objects = StarRatingQuerySet.as_manager()
    unlogged_fields = ("opened_at", "opened_by")

    class Meta:
        verbose_name = _("star rating")
        verbose_name_plural = _("star ratings")
        ordering = ["-id"]
        constraints = [
            Check(
                name="rating_of_one_subject",
                condition=Q(organization__isnull=False, building=None) | Q(organization=None, building__isnull=False),
            ),
            Check(
                name="rating_scored_iff_signed",
                condition=Q(
                    state__in=["draft", "withdrawn"], submitted_at=None, submitted_by=None, total=None, stars=None
                )
                | (
                    ~Q(state="draft")
                    & Q(submitted_at__isnull=False, submitted_by__isnull=False, total__isnull=False)
                    & Q(stars__isnull=False, stars__lte=HIGHEST)
                ),
            ),
            Check(
                name="rating_decided_iff_signed",
                condition=Q(decided_at=None, decided_by=None, state__in=["draft", "scored", "withdrawn"])
                | (
                    Q(decided_at__isnull=False, decided_by__isnull=False, notice__isnull=False, stars__gte=1)
                    & ~Q(state__in=["draft", "scored"])
                ),
            ),
            Check(
                name="rating_not_decided_by_its_submitter",
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")),
            ),
            Check(
                name="rating_in_force_iff_dated",
                condition=Q(started_on=None, ends_on=None) & ~Q(state__in=["in_force", "replaced"])
                | Q(
                    state__in=["in_force", "replaced", "withdrawn"],
                    started_on__isnull=False,
                    ends_on__isnull=False,
                    ends_on__gt=F("started_on"),
                ),
            ),
            Check(name="rating_withdrawn_with_a_reason", condition=~Q(state="withdrawn") | ~Q(reason="")),
            models.UniqueConstraint(
                name="one_open_rating_per_organization",
                fields=["organization"],
                condition=Q(state__in=["draft", "scored", "on_notice"]),
            ),
            models.UniqueConstraint(
                name="one_open_rating_per_building",
                fields=["building"],
                condition=Q(state__in=["draft", "scored", "on_notice"]),
            ),
            models.UniqueConstraint(
                name="one_rating_in_force_per_organization", fields=["organization"], condition=Q(state="in_force")
            ),
            models.UniqueConstraint(
                name="one_rating_in_force_per_building", fields=["building"], condition=Q(state="in_force")
            ),
        ]
        indexes = [
            models.Index(name="rating_by_place", fields=["region_path", "id"]),
            models.Index(name="rating_of_state", fields=["region_path", "state", "id"]),
            models.Index(name="rating_by_end", fields=["region_path", "ends_on", "id"]),
        ]

    def __str__(self):
        return self.subject_name

    def get_absolute_url(self):
        return reverse("communities:rating-detail", args=[self.pk])

    @property
    def subject(self):
        return self.organization if self.organization_id else self.building

    @property
    def subject_name(self):
        """Read it on rows of `with_names()`."""
        return self.organization.name if self.organization_id else self.building.place_label

    @property
    def is_expired(self):
        return self.state == self.State.IN_FORCE and self.ends_on < timezone.localdate()

    @property
    def is_standing(self):
        return self.state == self.State.IN_FORCE and not self.is_expired

    @property
    def tag(self):
        if self.is_expired:
            return "mute", _("Cycle over")
        if self.is_told:
            return "info", _("Notice over, to take effect")
        tones = {
            self.State.DRAFT: "plain",
            self.State.SCORED: "info",
            self.State.ON_NOTICE: "info",
            self.State.IN_FORCE: "ok",
            self.State.WITHDRAWN: "bad",
        }
        return tones.get(self.state, "mute"), self.get_state_display()

    # --- documents: the evidence of the scores -----------------------------------
    @property
    def takes_documents(self):
        return self.state == self.State.DRAFT

    def documents_changed_by(self, user):
        return reaches(user, Permission.RATING_EDIT, self.region_path)

    # --- verbs ------------------------------------------------------------------
    @transaction.atomic
    def open(self, *, by):
        """Begin a rating with the indicators in force today. Refused while another one of the subject is open."""
        if self.building_id and self.building.level != Level.BUILDING:
            raise ValidationError({"building": _("Only buildings and organizations are rated.")})
        if self.building_id and not self.building.is_current:
            raise ValidationError({"building": _("%(region)s is retired.") % {"region": self.building}})
        if self.organization_id:
            self.organization.refuse_while_restrained()
        kind = RatingScheme.Kind.ORGANIZATION if self.organization_id else RatingScheme.Kind.BUILDING
        scheme = RatingScheme.in_force(kind)
        if scheme is None:
            raise ValidationError(_("No indicators are in force; an administrator enters them first."), code="scheme")
        scheme.refuse_uneven_weights()
        self.scheme, self.opened_by = scheme, by
        try:
            with transaction.atomic():
                self.save(force_insert=True)
        except IntegrityError as clash:
            raise ValidationError(
                _("A rating of %(name)s is open already.") % {"name": self.subject_name}, code="open"
            ) from clash
        record("rating.open", self, by=by, changes=differences({}, self))

    @transaction.atomic
    def score(self, *, by, points):
        """Keep one reviewer's sheet: {Indicator: (points, evidence in words, Document or None)}."""
        locked = self._lock()
        if locked.state != self.State.DRAFT:
            raise self._stale()
        own = set(Document.objects.of(locked).values_list("pk", flat=True))
        changes = {}
        for indicator, (value, evidence, document) in points.items():
            if indicator.scheme_id != locked.scheme_id or (document is not None and document.pk not in own):
                raise ValidationError(_("This belongs to another rating."), code="foreign")
            row = self.scores.filter(indicator=indicator, reviewer=by).first()
            was = str(row.points) if row else None
            row = row or Score(rating=self, indicator=indicator, reviewer=by)
            row.points, row.evidence, row.document = value, evidence, document
            row.full_clean()
            row.save()
            if was != str(value):
                changes[indicator.name] = [was, str(value)]
        locked.version += 1  # whoever hands the scores in, or decides, does so on what was shown
        locked.save(update_fields=["version"])
        self.version = locked.version
        record("rating.score", locked, by=by, changes=changes)

    @transaction.atomic
    def submit(self, *, by):
        """Hand the scores in; the total is the weighted mean of all reviewers' points."""
        locked = self._lock()
        if locked.state != self.State.DRAFT:  # back from a notice it is scored already
            raise self._stale()
        total = locked.reckon()
        self._move(
            self.State.SCORED,
            by=by,
            verb="submit",
            locked=locked,
            submitted_at=timezone.now(),
            submitted_by=by,
            total=total,
            stars=locked.scheme.stars_for(total),
            reason="",
        )

    def reckon(self):
        """The total of the sheets so far; raises ValidationError "incomplete" when a sheet has a gap."""
        indicators = list(self.scheme.indicators.all())
        sheets = {}
        for score in self.scores.all():
            sheets.setdefault(score.reviewer_id, {})[score.indicator_id] = score.points
        if not sheets or any(len(sheet) < len(indicators) for sheet in sheets.values()):
            raise ValidationError(_("Every indicator needs points from every reviewer who began."), code="incomplete")
        weighted = sum(
            Decimal(indicator.weight) * sum(sheet[indicator.pk] for sheet in sheets.values())
            for indicator in indicators
        )
        return (weighted / (FULL * len(sheets))).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @transaction.atomic
    def send_back(self, *, by, reason):
        """Back to the reviewers, with what is to be looked at again."""
        refuse_without(reason)
        locked = self._lock_for(self.State.DRAFT, by=by)
        locked._refuse_reviewer(by)
        self._move(
            self.State.DRAFT,
            by=by,
            verb="return",
            locked=locked,
            note=reason,
            reason=reason[:200],
            submitted_at=None,
            submitted_by=None,
            total=None,
            stars=None,
        )

    @transaction.atomic
    def decide(self, *, by, notice):
        """Agree to the stars and put them on `notice`; refused to everybody who scored."""
        locked = self._lock_for(self.State.ON_NOTICE, by=by)
        locked._refuse_reviewer(by)
        if not locked.stars:
            raise ValidationError(
                _("A total of %(total)s reaches no star; return it or revoke it.") % {"total": locked.total}, code="low"
            )
        self._move(
            self.State.ON_NOTICE,
            by=by,
            verb="decide",
            locked=locked,
            notice=notice,
            decided_at=timezone.now(),
            decided_by=by,
            reason="",
        )

    @transaction.atomic
    def put_in_force(self, *, by):
        """After the notice: the stars hold for the street's cycle; an earlier rating is replaced."""
        locked = self._lock_for(self.State.IN_FORCE)
        locked._refuse_before_notice_ends()
        if locked.organization_id:
            locked.organization.refuse_while_restrained()
        about = Q(organization=locked.organization_id) if locked.organization_id else Q(building=locked.building_id)
        for earlier in StarRating.objects.filter(about, state=self.State.IN_FORCE):
            earlier._move(self.State.REPLACED, by=by)
        today = timezone.localdate()
        until = last_day(today, rule(RuleName.RATING_YEARS, locked.region_path))
        self._move(self.State.IN_FORCE, by=by, locked=locked, started_on=today, ends_on=until)

    @transaction.atomic
    def withdraw(self, *, by, reason):
        """Revoke it, with the reason; the history keeps it."""
        refuse_without(reason, _("Give the reason."))
        self._move(self.State.WITHDRAWN, by=by, note=reason, reason=reason[:200])

    def leave_notice(self, *, by, reason):
        if self.state == self.State.ON_NOTICE:
            self._move(
                self.State.SCORED,
                by=by,
                verb="leave_notice",
                note=reason,
                notice=None,
                decided_at=None,
                decided_by=None,
                reason=reason[:200],
            )

    def public_line(self):
        return {"text": self.subject_name, "note": "★" * (self.stars or 0), "deeds": ""}

    def _refuse_reviewer(self, user):
        if self.scores.filter(reviewer=user).exists():
            refuse("own", REVIEWER)


def stars_of(*, organization=None, building=None):
    """The stars in force today, as {"stars", "until"}, or None."""
    field, row = ("organization", organization) if organization is not None else ("building", building)

    def build():
        return StarRating.objects.standing().filter(**{field: Given("row")}).values_list("stars", "ends_on")[:1]

    for stars, until in ask(("stars of", field), build, row=row.pk):
        return {"stars": stars, "until": until}
    return None
