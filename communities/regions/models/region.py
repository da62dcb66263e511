from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, F, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.versioned import Versioned
from communities.regions.models.finding import PlaceSearch, alias_key
from communities.scope import SEGMENT, ancestor_paths, in_spans, span_of
from communities.search import ByteOrderedCharField
from communities.text.buildings import building_key, building_plate
from communities.text.digits import refuse_text
from communities.text.fields import DayField, FreeCharField, KeyField
from communities.text.names import refuse_place_name, region_name
from communities.text.pinyin import place_keys
from registry.audit.log import differences, record, snapshot
from registry.ui.signs import between_names
from registry.upkeep.constraints import Check

CHILDREN_CAP = 9999


class Level(models.TextChoices):
    PROVINCE = "province", _("Province")
    PREFECTURE = "prefecture", _("Prefecture")
    COUNTY = "county", _("County or district")
    STREET = "street", _("Street or town")
    COMMUNITY = "community", _("Community")
    COMPOUND = "compound", _("Compound")
    BUILDING = "building", _("Building")


LEVEL_ORDER = {level: rank for rank, level in enumerate(Level.values)}
# What a street office itself adds below a region.
ADDABLE = {Level.STREET: Level.COMMUNITY, Level.COMMUNITY: Level.COMPOUND, Level.COMPOUND: Level.BUILDING}


class RegionQuerySet(PlaceSearch):
    path_field = "path"

    def current(self):
        return self.filter(retired_on=None)

    def coded(self, codes):
        """The current places with these codes; said so that both engines use the index of current codes."""
        return self.current().filter(code__in=codes).exclude(code="")

    def in_tree_order(self):
        return self.order_by("path")

    def ancestors_of(self, region):
        """From the province down to `region` itself, in order."""
        return self.filter(path__in=ancestor_paths(region.path)).order_by("path")

    def above(self, path, level):
        """The place of `level` at or above the place at `path`, or None."""
        return self.filter(path__in=ancestor_paths(path), level=level).select_related("parent").first()

    def by_sort(self):
        """Siblings as people read them: 2号楼 before 10号楼, 10弄3号 and A1栋."""
        return self.order_by("building_key", "sort_number", "path")


class Region(Versioned):
    """One place of the tree. Its own key is its identity; `code` is a dated attribute and never cut apart."""

    Level = Level

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    path = models.CharField(_("path"), max_length=40, unique=True, editable=False)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    name = ByteOrderedCharField(_("name"), max_length=50)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    code = models.CharField(_("statistical code"), max_length=12, blank=True)
    is_virtual = models.BooleanField(_("left out of displayed paths"), default=False)
    opened_on = DayField(_("opened on"), null=True, blank=True)
    retired_on = DayField(_("retired on"), null=True, blank=True)
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors", verbose_name=_("successors")
    )
    linked_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="linked_parts",
        verbose_name=_("part of one compound with"),
    )
    contact_phone = models.CharField(_("public telephone"), max_length=30, blank=True)
    contact_address = FreeCharField(_("public address"), max_length=100, blank=True)
    contact_hours = FreeCharField(_("opening hours"), max_length=60, blank=True)
    issuer = FreeCharField(_("name on certificates"), max_length=40, blank=True)  # of a street; else its office's
    pinyin = ByteOrderedCharField(max_length=120, editable=False)
    initials = ByteOrderedCharField(max_length=60, editable=False)
    building_key = KeyField(max_length=250, derive=lambda row: row.derived_building_key())
    alias_key = KeyField(max_length=500, derive=lambda row: alias_key(row.name, row.aliases))
    sort_number = models.PositiveIntegerField(_("sort number"), default=0, editable=False)
    children_made = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = RegionQuerySet.as_manager()
    unlogged_fields = ("pinyin", "initials", "children_made", "sort_number", "building_key", "alias_key")

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            Check(name="region_path_not_empty", condition=~Q(path="")),
            Check(
                name="region_retired_after_opened",
                condition=Q(retired_on=None) | Q(opened_on=None) | Q(retired_on__gte=F("opened_on")),
            ),
            models.UniqueConstraint(
                name="region_name_once_among_current_siblings",
                fields=["parent", "name"],
                condition=Q(retired_on=None),
                violation_error_message=_("This name stands already beside it."),
            ),
            models.UniqueConstraint(
                name="region_building_once_among_current_siblings",
                fields=["parent", "building_key"],
                condition=Q(retired_on=None) & ~Q(building_key=""),
                violation_error_message=_("This building stands already beside it, in another spelling."),
            ),
            models.UniqueConstraint(
                name="region_code_once_among_current",
                fields=["code"],
                condition=Q(retired_on=None) & ~Q(code=""),
            ),
            Check(name="region_root_is_province", condition=Q(parent__isnull=False) | Q(level="province")),
        ]
        indexes = [
            models.Index(name="region_by_pinyin", fields=["pinyin"]),
            models.Index(name="region_by_initials", fields=["initials"]),
            models.Index(name="region_by_name", fields=["name"]),
            models.Index(name="region_by_level", fields=["level", "path"]),
            models.Index(name="region_by_building", fields=["building_key", "path"]),
            models.Index(name="region_by_alias", fields=["alias_key"]),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("communities:region-detail", args=[self.pk])

    def clean(self):
        """The database holds one current region a code; here is the word for it. Names hold no private numbers."""
        if not isinstance(self.aliases, list) or not all(isinstance(name, str) for name in self.aliases):
            raise ValidationError({"aliases": _("Other names are a list of texts.")})
        for name in (self.name, *self.aliases):
            refuse_place_name(name)
            refuse_text(name)
        if self.is_current and self.parent_id and (key := self.derived_building_key()):
            beside = Region.objects.current().filter(parent=self.parent_id, building_key=key).exclude(pk=self.pk)
            if (other := beside.exclude(name=self.name).first()) is not None:
                raise ValidationError(
                    {"name": _("This building stands there already, written %(name)s.") % {"name": other.name}}
                )
        if self.code and self.is_current:
            other = Region.objects.coded([self.code]).exclude(pk=self.pk).first()
            if other is not None:
                raise ValidationError(
                    {"code": _("The code %(code)s belongs to %(region)s.") % {"code": self.code, "region": other}}
                )

    @property
    def span(self):
        return span_of(self.path)

    @property
    def region_path(self):
        return self.path

    @property
    def is_current(self):
        return self.retired_on is None

    @property
    def has_ended(self):
        """See `records.endings`."""
        return not self.is_current

    @property
    def addable_level(self):
        """The level a street office may add below this one, or None."""
        return ADDABLE.get(self.level)

    @staticmethod
    def label_of(level, above, name):
        """“康城一期 12号楼” for a building named `name` in the compound `above`, else the name."""
        return f"{above} {name}" if level == Level.BUILDING and above else name

    told_from = {"place_label": (("level", "parent__name", "name"), label_of)}

    @property
    def place_label(self):
        """How people call the place. Needs `parent` selected."""
        return self.label_of(self.level, self.parent.name if self.level == Level.BUILDING else "", self.name)

    @property
    def plate(self):
        """What a plate and a narrow list read: 12, 10弄3, A1."""
        return building_plate(self.name)

    def derived_building_key(self):
        """Under which the spellings of one building meet; only buildings have one."""
        return building_key(self.name)[:250] if self.level == Level.BUILDING else ""

    def set_keys(self):
        """Derive what searching and sorting need from the name."""
        keys = place_keys(self.name)
        self.pinyin, self.initials = keys.pinyin[:120], keys.initials[:60]
        self.building_key = self.derived_building_key()
        digits = "".join(char for char in self.name if char.isdecimal())
        self.sort_number = min(int(digits), 2_000_000_000) if digits.isascii() and digits else 0

    @transaction.atomic
    def add_child(self, *, name, by, level=None, aliases=(), note="", **fields):
        """Create a current region below this one; raises ValidationError on a retired parent or a clashing name."""
        level = level or self.addable_level
        locked = self._lock()
        if not locked.is_current:
            raise ValidationError(
                _("%(region)s is retired; nothing can be added to it.") % {"region": self}, code="retired"
            )
        if level is None or LEVEL_ORDER[level] <= LEVEL_ORDER[locked.level]:
            raise ValidationError(_("Nothing of this level can be added here."), code="level")
        if locked.children_made >= CHILDREN_CAP:
            raise ValidationError(_("%(region)s is full.") % {"region": self}, code="full")
        locked.children_made += 1
        locked.save(update_fields=["children_made"])
        self.children_made = locked.children_made
        name = region_name(name)
        child = Region(
            parent=locked,
            path=f"{locked.path}{locked.children_made:0{SEGMENT}d}",
            level=level,
            name=name,
            aliases=list(aliases),
            opened_on=timezone.localdate(),
            **fields,
        )
        child.set_keys()
        child.full_clean(exclude=["path", "pinyin", "initials", "building_key", "alias_key"])
        child.save(force_insert=True)
        record(
            "region.create",
            child,
            by=by,
            changes={"name": [None, name], "level": [None, str(level)]},
            note=note,
        )
        return child

    @transaction.atomic
    def rename(self, name, *, by, note="", keep_old=True):
        """Give a new name; the old one stays findable as an alias unless told otherwise."""
        before, name = snapshot(self), region_name(name)
        if keep_old and self.name != name and self.name not in self.aliases:
            self.aliases = [*self.aliases, self.name]
        self.aliases = [alias for alias in self.aliases if alias != name]
        self.name = name
        self._keep("region.rename", before, by=by, note=note)

    @transaction.atomic
    def describe(self, *, by, note="", **fields):
        """Change aliases, the public contact (`contact_phone`, `contact_address`, `contact_hours`) or the `issuer`."""
        before = snapshot(self)
        for name, value in fields.items():
            setattr(self, name, value)
        self._keep("region.describe", before, by=by, note=note)

    @transaction.atomic
    def link(self, whole, *, by, note=""):
        """Say that this compound is a part of `whole`, which has the owners' committee; None parts them again."""
        rows = Region.objects.select_for_update().filter(pk__in=[self.pk, whole.pk if whole else self.pk])
        locked = {row.pk: row for row in rows.order_by("pk")}
        here, whole = locked[self.pk], locked[whole.pk] if whole else None
        if any(row.level != Level.COMPOUND or not row.is_current for row in locked.values()) or whole == here:
            raise ValidationError(_("Two current compounds are linked."), code="level")
        if whole is not None and whole.linked_to_id:
            raise ValidationError(
                _("%(region)s is itself a part; choose the main part.") % {"region": whole}, code="part"
            )
        if whole is not None and (here.linked_parts.exists() or self._has_chair()):
            raise ValidationError(
                _("%(region)s has parts or a committee of its own; it can only be the main part.") % {"region": here},
                code="part",
            )
        before, here.linked_to = snapshot(here), whole
        here.version += 1
        here.save(update_fields=["linked_to", "version"])
        self.linked_to, self.version = whole, here.version
        record("region.link" if whole else "region.unlink", here, by=by, changes=differences(before, here), note=note)

    def _has_chair(self):
        return self.appointments.filter(kind="estate", state__in=["current", "pending"]).exists()

    @transaction.atomic
    def retire(self, *, by, note=""):
        """Close an empty region; raises ValidationError naming what still hangs on it."""
        if not self._lock().is_current:
            raise ValidationError(_("%(region)s is retired already.") % {"region": self}, code="stale")
        left = self.told_left()
        if left:
            raise ValidationError(left, code="not_empty")
        before = snapshot(self)
        self.retired_on = timezone.localdate()
        self._keep("region.retire", before, by=by, note=note)

    @transaction.atomic
    def reopen(self, *, by, note=""):
        """Undo a retirement; raises ValidationError when the name was given to another in the meantime."""
        before = snapshot(self)
        self.retired_on = None
        self._keep("region.reopen", before, by=by, note=note)

    def told_left(self):
        """What keeps it from being retired, as a sentence; "" when it is empty."""
        named = between_names().join(f"{label} {count}" for label, count in self.records_left())
        return _("%(region)s is not empty: %(left)s.") % {"region": self, "left": named} if named else ""

    def records_left(self):
        """[(what, count)] of everything current at or below this region, apart from itself: one query."""
        parts = [
            (_("regions"), Region.objects.current().within(self).exclude(pk=self.pk)),
            (_("organizations"), self._below("organization").filter(ended_on=None)),
            (_("leaders"), self._below("leader").here()),
            (_("service centres"), self._below("service_center").filter(retired_on=None)),
            (_("leaders in office"), self._heads()),
            (_("postings"), self._below("posting", "region__path").filter(ended_on=None)),
            *self._unfinished(),
        ]
        counts = [
            rows.order_by().annotate(part=Value(at, models.IntegerField())).values("part").annotate(n=Count("pk"))
            for at, (_label, rows) in enumerate(parts)
        ]
        first, *others = [rows.values_list("part", "n") for rows in counts]
        found = dict(first.union(*others, all=True))
        return [(label, found[at]) for at, (label, _rows) in enumerate(parts) if found.get(at)]

    def _unfinished(self):
        """[(what, rows)] of what lies here and is not at its end, by `keeps_place` of its model or its `on_closing`."""
        kept = {}
        for relation in self._meta.related_objects:
            model = relation.related_model
            is_open = getattr(model, "keeps_place", None) or getattr(
                getattr(model, "on_closing", None), "is_open", None
            )
            if is_open and relation.name != "appointments":  # counted with those who are only proposed
                kept[model] = model.objects.filter(is_open(), in_spans([self.span], "region_path"))
        return [(model._meta.verbose_name_plural, rows) for model, rows in kept.items()]

    def _heads(self):
        """Who leads something here, wherever they live, and who is submitted for it."""
        rows = self._meta.get_field("appointments").related_model.objects.filter(state__in=["current", "pending"])
        return rows.filter(in_spans([self.span], "region__path"))

    def _below(self, reverse_name, path_field="region_path"):
        """Rows of a related model in this subtree; by the reverse relation, so nothing above is imported."""
        model = self._meta.get_field(reverse_name).related_model
        return model.objects.filter(in_spans([self.span], path_field))

    def _keep(self, verb, before, *, by, note):
        self.set_keys()
        self.full_clean(exclude=["path", "pinyin", "initials", "building_key", "alias_key", "linked_to", "successors"])
        self.version += 1
        self.save()
        record(verb, self, by=by, changes=differences(before, self), note=note)
