from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import connection, models, transaction
from django.db.models import Exists, F, FilteredRelation, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.images import delete_on_commit, no_orphan
from communities.records.placed import PlacePath, follow, settle
from communities.records.refusals import refuse
from communities.records.versioned import Versioned
from communities.regions.models import Level, Region
from communities.scope import ScopedQuerySet
from communities.search import ByteOrderedCharField, SearchToken, tokens_of_person
from communities.text.fields import DayField, FreeCharField, FreeTextField, KeyField, PersonNameField
from communities.text.names import LONGEST_NAME, person_key
from communities.text.phones import find_key, last_digits, masked
from communities.text.pinyin import name_keys
from registry.audit.changes import note_changes
from registry.audit.log import differences, record, record_many, snapshot
from registry.audit.rows import insert_objects, rows_of
from registry.seal import blind_index, blind_indexes, seal, unseal
from registry.upkeep.constraints import Check

PHONE_FIELD = "leader.phone"
TAIL_FIELD = "leader.phone_tail"
LETTERS = RegexValidator(r"^(?:[a-z]|[^\x00-\x7f])*$", _("Letters a to z only."))


class Kind(models.TextChoices):
    """What a leader leads; the kind decides what an appointment needs."""

    TEAM = "team", _("Team leader")
    OPINION = "opinion", _("Opinion leader")
    BUILDING = "building", _("Building head")
    ESTATE = "estate", _("Owners' committee chair")


class Stage(models.TextChoices):
    NOMINATED = "nominated", _("Nominated")
    BACKBONE = "backbone", _("Backbone")
    RESERVE = "reserve", _("Reserve")
    LEADER = "leader", _("Leader")
    EMERITUS = "emeritus", _("Emeritus")


class Expertise(models.Model):
    """One entry of the curated list of what people are good at."""

    name = FreeCharField(_("name"), max_length=20, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("expertise")
        verbose_name_plural = _("expertise")
        ordering = ["position", "id"]

    def __str__(self):
        return self.name


class LeaderQuerySet(ScopedQuerySet):
    def leading(self, kind):
        """Those with a current appointment of this kind."""
        return self.filter(**{f"leads_{kind}": True})

    def here(self):
        """Those who have not moved away or died, nor were erased; also what still keeps a place open."""
        return self.filter(self.model.is_here())

    def at_stage(self, *stages):
        """Those on the way, at one of `stages`: who has left keeps the stage and is on no way any more."""
        return self.here().filter(stage__in=stages)

    def in_place_order(self):
        """The order of the index: the page of a province costs what the page of a community costs."""
        return self.order_by("region_path", "id")

    def with_stage_story(self):
        """The newest step as `newest_step` and the day each stage was entered last, in the same query."""
        moved = Q(leader=OuterRef("pk")) & ~Q(from_stage=F("to_stage"))
        steps = self.model._meta.get_field("stage_steps").related_model.objects.filter(moved).order_by("-on", "-id")
        entered = {f"{stage}_on": Subquery(steps.filter(to_stage=stage).values("on")[:1]) for stage in Stage.values}
        newest = FilteredRelation("stage_steps", condition=Q(stage_steps__is_last=True))
        return self.annotate(newest_step=newest, **entered)

    def with_phone_tail(self, digits):
        return self.filter(phone_tail_index__in=blind_indexes(digits, field=TAIL_FIELD))

    def with_phone(self, number):
        return self.filter(phone_index__in=blind_indexes(number, field=PHONE_FIELD))


class Leader(Versioned):
    """A person. What the person leads stands in `Appointment`."""

    hangs_by = "on_leaving"  # what models whose rows hang on a person declare, see `records.endings`
    Kind = Kind
    Stage = Stage

    class Gender(models.TextChoices):
        FEMALE = "female", _("Female")
        MALE = "male", _("Male")

    class Basis(models.TextChoices):
        """个人信息保护法 第十三条: on what ground the record is kept."""

        CONSENT = "consent", _("The person's consent")
        DUTY = "duty", _("Statutory duty of the committee")

    name = PersonNameField(_("full name"), max_length=LONGEST_NAME)
    name_key = KeyField(max_length=LONGEST_NAME, derive=lambda row: person_key(row.name))
    pinyin = ByteOrderedCharField(_("pinyin"), max_length=120, blank=True, validators=[LETTERS])
    initials = ByteOrderedCharField(_("initials"), max_length=30, blank=True, validators=[LETTERS])
    pinyin_by_hand = models.BooleanField(_("pinyin corrected by hand"), default=False, editable=False)
    gender = models.CharField(_("gender"), max_length=6, choices=Gender)
    birth_year = models.PositiveSmallIntegerField(
        _("birth year"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    phone_sealed = models.CharField(max_length=120, blank=True, editable=False)
    phone_index = models.CharField(max_length=32, blank=True, editable=False, db_index=True)
    phone_tail_index = models.CharField(max_length=32, blank=True, editable=False)
    sealed_columns = {"phone_sealed": PHONE_FIELD}
    phone_masked = models.CharField(_("phone"), max_length=20, blank=True, editable=False)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="leaders", related_query_name="leader", verbose_name=_("region")
    )
    region_path = PlacePath()
    expertise = models.ManyToManyField(Expertise, blank=True, related_name="leaders", verbose_name=_("expertise"))
    biography = FreeTextField(_("public biography"), max_length=300, blank=True)
    photo = models.ImageField(_("photo"), upload_to="leaders", blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.BACKBONE, editable=False)
    stage_since = DayField(_("in this stage since"), null=True, blank=True, editable=False)
    basis = models.CharField(_("ground for keeping this record"), max_length=8, choices=Basis, default=Basis.CONSENT)
    leads_team = models.BooleanField(_("team leader today"), default=False, editable=False)
    leads_opinion = models.BooleanField(_("opinion leader today"), default=False, editable=False)
    leads_building = models.BooleanField(_("building head today"), default=False, editable=False)
    leads_estate = models.BooleanField(_("committee chair today"), default=False, editable=False)
    has_pending = models.BooleanField(_("has a pending appointment"), default=False, editable=False)
    term_ends_on = DayField(_("term until"), null=True, blank=True, editable=False)
    erased_on = DayField(_("erased on"), null=True, blank=True, editable=False)  # what is left is a placeholder
    created_at = models.DateTimeField(_("registered at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("registered by"),
    )

    objects = LeaderQuerySet.as_manager()
    sealed_fields = {"phone_index": _("phone"), "photo": _("photo")}  # column: what the log calls it
    unlogged_fields = (
        "phone_sealed", "phone_tail_index", "phone_masked", "region_path", "version", "created_at", "created_by",
        "name_key",
        "leads_team", "leads_opinion", "leads_building", "leads_estate", "has_pending", "term_ends_on",
        "stage_since",
    )  # fmt: skip

    class Meta:
        verbose_name = _("leader")
        verbose_name_plural = _("leaders")
        constraints = [
            Check(
                name="leader_phone_sealed_iff_indexed",
                condition=Q(phone_sealed="", phone_index="", phone_tail_index="", phone_masked="")
                | (~Q(phone_sealed="") & ~Q(phone_index="") & ~Q(phone_tail_index="") & ~Q(phone_masked="")),
            ),
            Check(
                name="erased_leader_keeps_nothing",
                condition=Q(erased_on=None)
                | Q(phone_sealed="", pinyin="", initials="", birth_year=None, biography="", photo=""),
            ),
        ]
        indexes = [
            models.Index(name="leader_by_place", fields=["region_path", "id"]),
            models.Index(name="leader_by_name", fields=["pinyin", "id"]),
            models.Index(name="leader_by_name_key", fields=["name_key"]),
            models.Index(name="leader_place_name", fields=["region_path", "pinyin", "id"]),
            models.Index(name="leader_by_term", fields=["term_ends_on", "id"]),
            models.Index(name="leader_by_stage", fields=["stage", "region_path", "id"]),
            models.Index(name="leader_tail", fields=["phone_tail_index", "region_path"]),
            models.Index(
                name="leader_tabs",
                fields=[
                    "region_path",
                    "leads_team",
                    "leads_opinion",
                    "leads_building",
                    "leads_estate",
                    "stage",
                ],
            ),
            *[
                models.Index(
                    name=f"leader_{kind}_by_place",
                    fields=["region_path", "id"],
                    condition=Q(**{f"leads_{kind}": True}),
                )
                for kind in Kind.values
            ],
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("leaders:leader-detail", args=[self.pk])

    def clean(self):
        if self.region_id and not self.region.is_current:
            raise ValidationError({"region": _("%(region)s is retired.") % {"region": self.region}})
        if self.region_id and self.region.level not in (
            Level.STREET,
            Level.COMMUNITY,
            Level.COMPOUND,
            Level.BUILDING,
        ):
            raise ValidationError({"region": _("A person lives in a community, a compound or a building.")})
        if self.birth_year and self.birth_year > timezone.localdate().year - 14:
            raise ValidationError({"birth_year": _("A leader is at least 14 years old.")})

    @property
    def number(self):
        """The number people quote: LD-000027."""
        return self.number_of(self.pk)

    @staticmethod
    def number_of(pk):
        return f"LD-{pk:06d}"

    @property
    def age(self):
        return timezone.localdate().year - self.birth_year if self.birth_year else None

    def set_phone(self, number):
        """Seal a number ("" takes it away), with what finding and showing it needs."""
        number = find_key(number) or number
        self.phone_sealed = seal(number, field=PHONE_FIELD)
        for column, value in self.renewed("phone_sealed", number)[1].items():
            setattr(self, column, value)
        self.phone_masked = masked(number)

    @staticmethod
    def renewed(column, text):
        """What finds a number hangs on the key that seals it."""
        return text, {
            "phone_index": blind_index(text, field=PHONE_FIELD),
            "phone_tail_index": blind_index(last_digits(text), field=TAIL_FIELD),
        }

    def open_phone(self):
        """The full number. The caller writes the read log."""
        return self.opened(self.phone_sealed)

    @staticmethod
    def opened(sealed):
        return unseal(sealed, field=PHONE_FIELD)

    told_from = {"number": (("pk",), number_of), "open_phone": (("phone_sealed",), opened)}

    def set_keys(self, *, pinyin="", initials=""):
        """Derive pinyin and initials from the name, or take those given by hand."""
        keys = name_keys(self.name)
        self.pinyin = (pinyin or keys.pinyin)[:120]
        self.initials = (initials or keys.initials)[:30]
        self.pinyin_by_hand = (self.pinyin, self.initials) != (keys.pinyin, keys.initials)

    @transaction.atomic
    def register(self, *, by, note=""):
        """Write a new person with search tokens and the first stage step; `set_keys` comes before."""
        self.created_by, self.stage_since = by, timezone.localdate()
        self.save(force_insert=True)
        LeaderToken.rewrite(self, self.search_tokens())
        self.stage_steps.model.begin(self, by=by, reason=note)
        record("leader.create", self, by=by, changes=differences({}, self))

    @classmethod
    def about_to_register(cls, people, *, by):
        """The rows `register_many` writes: whatever of it takes time and no lock."""
        today = timezone.localdate()
        for leader in people:
            leader.created_by, leader.stage_since = by, today
        return rows_of(people)

    @classmethod
    @transaction.atomic
    def register_many(cls, people, *, by, note="", tokens=None, rows=None):
        """`register` for many new people in a few statements, with the same tokens, steps and log entries.

        `tokens` and `rows` (of `about_to_register`) are those of each person, where they were made before the
        transaction.
        """
        tokens = tokens or [leader.search_tokens() for leader in people]
        insert_objects(people, rows or cls.about_to_register(people, by=by))
        LeaderToken.write_many(people, tokens)
        cls._meta.get_field("stage_steps").related_model.begin_many(people, by=by, reason=note)
        record_many("leader.create", people, by=by, note=note, changes_of=lambda leader: differences({}, leader))

    @transaction.atomic
    def revise(self, *, by, before):
        """Write changed fields; raises ValidationError "stale" when somebody wrote since `version` was read."""
        self.refuse_erased()
        has_moved = settle(self)
        self._lift_version()
        self.save()
        if has_moved:
            follow(self)
        LeaderToken.rewrite(self, self.search_tokens())
        record("leader.update", self, by=by, changes=differences(before, self))

    def search_tokens(self):
        return tokens_of_person(self.name, pinyin=self.pinyin, initials=self.initials)

    def move_to_stage(self, stage, *, by, note="", **step):
        """Take a dated step, or set a new next step without a move; see `StageStep.take` for what it may carry."""
        return self.stage_steps.model.take(self, stage, by=by, reason=note, **step)

    @classmethod
    def is_here(cls):
        """A condition: has not moved away or died, nor was erased; as `has_ended` says it of one person."""
        departures = cls._meta.get_field("departures").related_model.objects
        return Q(erased_on=None) & ~Exists(departures.filter(leader=OuterRef("pk"), state="entered"))

    @property
    def has_ended(self):
        """Moved away, passed away or erased, see `records.endings`."""
        return self.erased_on is not None or self.departures.filter(state="entered").exists()

    def refuse_erased(self, *, anew=False):
        """Raise ValidationError "ended" for a placeholder: nothing is written about somebody who was erased.

        With `anew` the row is locked and read again: whoever is erasing the person holds it until that is done.
        """
        if anew:
            rows = Leader._base_manager.filter(pk=self.pk).values_list("erased_on", flat=True)
            self.erased_on = (rows.select_for_update() if connection.in_atomic_block else rows).first()
        if self.erased_on is not None:
            refuse("ended", _("The personal data of %(number)s was erased.") % {"number": self.number})

    def refuse_after_departure(self):
        """Raise ValidationError "left" while a departure of this person stands: they are given nothing new."""
        self.refuse_erased()
        left = self.departures.filter(state="entered").first() if self.pk else None
        if left:
            refuse("left", _("%(name)s: %(how)s.") % {"name": self.name, "how": left.get_how_display()})

    def holds_post(self):
        return self.appointments.filter(state="current").exists()

    @transaction.atomic
    def change_photo(self, picture, *, by):
        """Take a cleaned picture in, or None to take the photo away; the old file goes when this is committed."""
        locked = self._lock()
        locked.refuse_erased()
        old, before = locked.photo.name, snapshot(locked)
        with no_orphan(locked, "photo"):
            locked.photo = picture or ""
            locked.save(update_fields=["photo"])
            record("leader.photo", locked, by=by, changes=differences(before, locked))
        self.photo = locked.photo.name
        delete_on_commit(locked.photo.storage, old)

    def refresh_standing(self):
        """Derive the list's columns from the appointments; called by every appointment verb, in its transaction.

        The verb tells the log of the place of the post; what is changed here lies where the person lives.
        """
        current = self.appointments.filter(state="current")
        kinds = set(current.values_list("kind", flat=True))
        standing = {f"leads_{kind}": kind in kinds for kind in Kind.values}
        standing["has_pending"] = self.appointments.filter(state="pending").exists()
        standing["term_ends_on"] = current.aggregate(soonest=Min("term_ends_on"))["soonest"]
        for name, value in standing.items():
            setattr(self, name, value)
        Leader.objects.filter(pk=self.pk).update(**standing)
        note_changes([self.region_path])


class LeaderToken(SearchToken):
    of_person = True

    target = models.ForeignKey(Leader, models.CASCADE, related_name="tokens")
    region_path = PlacePath("target", is_checked=False, editable=True)

    class Meta:
        indexes = [models.Index(name="leader_token", fields=["token", "region_path", "target"])]
