from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.assessments.models import is_assessed, refuse_unassessed
from communities.organizations.models.legal_status import LEGAL_CONSTRAINTS, LegalStanding
from communities.organizations.models.on_file import FiledFacts
from communities.organizations.models.shown import PUBLISHED, is_shown
from communities.records.endings import let_go
from communities.records.placed import PlacePath, follow, settle
from communities.records.refusals import refuse
from communities.records.versioned import Versioned
from communities.regions.models import Level, Region
from communities.scope import ScopedQuerySet
from communities.search import ByteOrderedCharField, SearchToken, tokens_of_place
from communities.text.dates import Precision, shown
from communities.text.fields import (
    DayField,
    FreeCharField,
    FreeTextField,
    KeyField,
    OrganizationNameField,
    PartialDayField,
)
from communities.text.names import organization_key
from communities.text.pinyin import place_keys
from registry.audit.log import differences, record, snapshot
from registry.ui.signs import told
from registry.upkeep.constraints import Check

ESTABLISHED = _(
    "It is on file, public, hosted or supported: its closing is proposed, and a manager of the street decides."
)
ORGANIZATION_LEVELS = (Level.STREET, Level.COMMUNITY, Level.COMPOUND)


class NationalClass(models.TextChoices):
    """The five classes of 民政部, 培育发展社区社会组织专项行动方案（2021—2023年）."""

    SERVICE = "service", _("Serving the people")
    CHARITY = "charity", _("Charity")
    NEIGHBOURS = "neighbours", _("Neighbours' mutual help")
    CULTURE = "culture", _("Culture and sports")
    FARMING = "farming", _("Rural production skills")


class Category(models.Model):
    """Two levels, extendable; each second-level category belongs to one national class."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("group")
    )
    name = FreeCharField(_("name"), max_length=20)
    national_class = models.CharField(_("national class"), max_length=10, choices=NationalClass)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(name="category_name_once_in_its_group", fields=["parent", "name"]),
            models.UniqueConstraint(name="category_group_name_once", fields=["name"], condition=Q(parent=None)),
        ]

    def __str__(self):
        return self.name


class OrganizationQuerySet(ScopedQuerySet):
    def current(self):
        return self.filter(ended_on=None)

    def published(self):
        """What residents may see: published, not ended, under no decision of an authority."""
        return self.filter(**PUBLISHED)

    def in_place_order(self):
        return self.order_by("region_path", "id")

    def namesakes(self, name, region):
        """Current organizations of the same name below the same street as `region`."""
        street = Region.objects.above(region.path, Level.STREET)
        return self.current().within(street or region).filter(name_key=organization_key(name))


class Organization(FiledFacts, LegalStanding, Versioned):
    class LegalStatus(models.TextChoices):
        GUIDED = "guided", _("Guided by the community")
        FILED = "filed", _("Filed with the street")
        REGISTERED = "registered", _("Registered with civil affairs")

    class ManagementMode(models.TextChoices):
        SELF_RUN = "self_run", _("Self-run")
        KEY_SUPPORT = "key_support", _("Key support")
        CENTER_MANAGED = "center_managed", _("Managed by the service centre")

    class Restraint(models.TextChoices):
        """What a competent authority decided last; the register only records it."""

        NONE = "", _("None")
        RESTRICTED = "restricted", _("Activities restricted")
        CANCELLED = "cancelled", _("Cancelled by the authority")
        BANNED = "banned", _("Banned by the authority")

    name = OrganizationNameField(_("name"), max_length=60)
    name_key = KeyField(max_length=120, derive=lambda row: organization_key(row.name))
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="organizations",
        related_query_name="organization",
        verbose_name=_("region"),
    )
    region_path = PlacePath()
    category = models.ForeignKey(Category, models.PROTECT, related_name="organizations", verbose_name=_("category"))
    purpose = FreeTextField(_("purpose"), max_length=500, blank=True)
    activity_forms = FreeCharField(_("forms of activity"), max_length=100, blank=True)
    meeting_times = FreeCharField(_("meeting times"), max_length=100, blank=True)
    meeting_place = FreeCharField(_("meeting place"), max_length=100, blank=True)
    founded_on = PartialDayField(_("founded on"), null=True, blank=True, precision="founded_precision")
    founded_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY, editable=False)
    is_recruiting = models.BooleanField(_("takes new members"), default=False)
    is_published = models.BooleanField(_("shown in the public directory"), default=False)
    legal_status = models.CharField(
        _("legal status"), max_length=10, choices=LegalStatus, default=LegalStatus.GUIDED, editable=False
    )
    management_mode = models.CharField(
        _("management mode"),
        max_length=14,
        choices=ManagementMode,
        default=ManagementMode.SELF_RUN,
        editable=False,
    )
    restraint = models.CharField(
        _("decision of an authority"), max_length=10, choices=Restraint, blank=True, default="", editable=False
    )
    ended_on = DayField(_("ended on"), null=True, blank=True, editable=False)
    pinyin = ByteOrderedCharField(max_length=120, editable=False)
    initials = ByteOrderedCharField(max_length=60, editable=False)
    created_at = models.DateTimeField(_("registered at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("registered by"),
    )

    hangs_by = "on_closing"  # what models whose rows hang on a group declare, see `records.endings`
    objects = OrganizationQuerySet.as_manager()
    unlogged_fields = ("pinyin", "initials", "created_at", "created_by", "name_key", "founded_precision")

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            Check(name="organization_ended_is_not_public", condition=Q(ended_on=None) | Q(is_published=False)),
            Check(
                name="organization_ends_after_it_is_founded",
                condition=Q(ended_on=None) | Q(founded_on=None) | Q(ended_on__gte=F("founded_on")),
            ),
            *LEGAL_CONSTRAINTS,
        ]
        indexes = [
            models.Index(name="org_by_place", fields=["region_path", "id"]),
            models.Index(name="org_place_pinyin", fields=["region_path", "pinyin"]),
            models.Index(name="org_by_pinyin", fields=["pinyin", "id"]),
            models.Index(name="org_by_name_key", fields=["name_key", "region_path"]),
        ]

    def __str__(self):
        return self.name

    @property
    def founded_shown(self):
        """As far as it is known: 2019年, 2019年5月 or the whole date."""
        return shown(self.founded_on, self.founded_precision)

    @property
    def founded_when(self):
        """The year, with the month where only that is known."""
        is_day = self.founded_precision == Precision.DAY
        return shown(self.founded_on, Precision.YEAR if is_day else self.founded_precision)

    def get_absolute_url(self):
        return reverse("communities:organization-detail", args=[self.pk])

    def clean(self):
        if self.region_id and self.region.level not in ORGANIZATION_LEVELS:
            raise ValidationError({"region": _("An organization belongs to a street, a community or a compound.")})
        if self.region_id and not self.region.is_current:
            raise ValidationError({"region": _("%(region)s is retired.") % {"region": self.region}})
        if self.founded_on and self.founded_on > timezone.localdate():
            raise ValidationError({"founded_on": _("The founding date lies in the future.")})

    @property
    def is_current(self):
        return self.ended_on is None

    @property
    def is_public(self):
        """Whether residents see it, as `PUBLISHED` asks the database."""
        return is_shown(*(getattr(self, name) for name in PUBLISHED))

    @property
    def has_ended(self):
        """See `records.endings`."""
        return not self.is_current

    def refuse_while_restrained(self):
        """Raise ValidationError "restrained" while a decision of an authority stands, "ended" after the end.

        Called inside the transaction of whatever gives the organization something new; locks its row.
        """
        self._lock().refuse_new()

    def refuse_new(self, *, is_restrained=True):
        """The same for the row as it was read; without `is_restrained` for its end alone."""
        if self.ended_on is not None:
            raise ValidationError(_("The registration of %(name)s has ended.") % {"name": self}, code="ended")
        if self.restraint and is_restrained:
            raise ValidationError(
                _("%(name)s: %(restraint)s. Nothing new is given until the decision is lifted.")
                % {"name": self, "restraint": self.get_restraint_display()},
                code="restrained",
            )

    @transaction.atomic
    def register(self, *, by):
        """Write a new organization with its search tokens."""
        self.created_by = by
        self._derive()
        if self.is_published:
            refuse_unassessed(self.region.path, field="is_published")
        self.save(force_insert=True)
        OrganizationToken.rewrite(self, tokens_of_place(self.name))
        record("organization.create", self, by=by, changes=differences({}, self))

    @transaction.atomic
    def revise(self, *, by, before):
        """Write changed fields; `before` is the snapshot taken when the row was read.

        Raises ValidationError "stale" when somebody wrote the row since `self.version` was read, by field for what a
        filing holds.
        """
        changes = differences(before, self)
        self.refuse_to_change(changes)
        if self.is_published and {"is_published", "region"} & changes.keys():
            refuse_unassessed(self.region.path, field="is_published")
        self._rewrite(before)
        record("organization.update", self, by=by, changes=differences(before, self))

    def _rewrite(self, before):
        self._derive()
        has_moved = settle(self)
        self._lift_version()
        self.save()
        if has_moved:
            follow(self)
        OrganizationToken.rewrite(self, tokens_of_place(self.name))

    @transaction.atomic
    def publish(self, *, by, shown=True):
        """Show it in (or take it out of) the public directory."""
        locked = self._lock()
        if locked.ended_on is not None:
            raise ValidationError(_("This organization has ended."), code="stale")
        if shown and not locked.is_published:
            refuse_unassessed(locked.region_path)
        before = snapshot(locked)
        self.is_published = locked.is_published = shown
        locked.version += 1
        locked.save(update_fields=["is_published", "version"])
        record(
            "organization.publish" if shown else "organization.unpublish",
            locked,
            by=by,
            changes=differences(before, locked),
        )

    @transaction.atomic
    def set_members(self, *, by, year, members, over_sixty=None):
        """Enter or correct the count of one year."""
        counted = self.member_counts.filter(year=year).first() or MemberCount(organization=self, year=year)
        was = counted.told if counted.pk else None
        counted.members, counted.over_sixty = members, over_sixty
        counted.save()
        record(
            "organization.members",
            self,
            by=by,
            changes={str(year): [was, counted.told]},
        )

    @property
    def known_members(self):
        """The counts of all years in one line, for a page to say which it knew of."""
        return " ".join(["-", *(counted.key for counted in self.member_counts.all())])

    @transaction.atomic
    def end(self, *, by, note):
        """Take it out of the register's current part with all that hangs on it; returns what `let_go` returns.

        Raises ValidationError "manager" for an established group unless its closing was decided by a second person.
        """
        locked = self._lock()
        if locked.ended_on is not None:
            raise ValidationError(_("This organization has ended."), code="stale")
        if locked.is_established and not self.closings.filter(state="agreed").exclude(decided_by=None).exists():
            refuse("manager", ESTABLISHED)
        before = snapshot(locked)
        locked.ended_on, locked.is_published = timezone.localdate(), False
        self._write_standing(locked)
        record("organization.end", locked, by=by, changes=differences(before, locked), note=note)
        return let_go(locked, by=by, note=note)

    @transaction.atomic
    def reopen(self, *, by, note, shown):
        """Into the register again, and before residents when it stood there; called when its closing is taken back.

        Where nobody has assessed publication it comes back unpublished.
        """
        locked = self._lock()
        before = snapshot(locked)
        locked.ended_on, locked.is_published = None, shown and is_assessed(locked.region_path)
        self._write_standing(locked)
        record("organization.reopen", locked, by=by, changes=differences(before, locked), note=note)

    def _write_standing(self, locked):
        locked.version += 1
        locked.save(update_fields=["ended_on", "is_published", "version"])
        self.ended_on, self.is_published, self.version = locked.ended_on, locked.is_published, locked.version

    @property
    def is_established(self):
        """On file or registered, public, hosted or supported: more hangs on it than on a group just taken in."""
        if self.is_published or self.legal_status != self.LegalStatus.GUIDED:
            return True
        granted = self.supports.filter(state__in=["pending", "granted"])
        return self.hostings.filter(ended_on=None).exists() or granted.exists()

    def _derive(self):
        keys = place_keys(self.name)
        self.pinyin, self.initials = keys.pinyin[:120], keys.initials[:60]


class OrganizationToken(SearchToken):
    target = models.ForeignKey(Organization, models.CASCADE, related_name="tokens")
    region_path = PlacePath("target", is_checked=False, editable=True)

    class Meta:
        indexes = [models.Index(name="org_token", fields=["token", "region_path", "target"])]


class MemberCount(models.Model):
    """How many members in one year: a count, not a roster of residents."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="member_counts", verbose_name=_("organization")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1950), MaxValueValidator(2100)])
    members = models.PositiveIntegerField(_("members"), validators=[MaxValueValidator(100_000)])
    over_sixty = models.PositiveIntegerField(_("of them over 60"), null=True, blank=True)

    class Meta:
        verbose_name = _("members in a year")
        verbose_name_plural = _("members by year")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(name="members_once_a_year", fields=["organization", "year"]),
            Check(
                name="members_over_sixty_are_members",
                condition=Q(over_sixty=None) | Q(over_sixty__lte=F("members")),
                violation_error_message=_("There cannot be more members over 60 than members."),
            ),
        ]

    def __str__(self):
        return told(self.year, self.members)

    @property
    def key(self):
        return f"{self.year}:{self.members}:{self.over_sixty}"

    @property
    def told(self):
        """The count as the log tells it, with those over 60 where they were counted."""
        if self.over_sixty is None:
            return str(self.members)
        return gettext("%(n)s, %(over)s of them over 60") % {"n": self.members, "over": self.over_sixty}
