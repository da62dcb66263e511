"""What an activity and a weekly rule share: whose it is, what residents read of it, whether they see it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.organizations.models import Organization
from communities.organizations.models.organization import ORGANIZATION_LEVELS
from communities.records.placed import PlacePath, follow, settle
from communities.records.versioned import Versioned
from communities.regions.models import Region
from communities.scope import ScopedQuerySet
from communities.text.fields import FreeCharField, FreeTextField
from communities.venues.models import Venue
from registry.audit.log import differences, record, snapshot

# What residents see: published, and of the community itself or of an organization they see too.
PUBLIC = Q(is_published=True) & (
    Q(organization=None) | Q(organization__is_published=True, organization__ended_on=None, organization__restraint="")
)


class AnnouncedQuerySet(ScopedQuerySet):
    def public(self):
        return self.filter(PUBLIC)

    def with_names(self):
        return self.select_related("organization", "region")


class Announced(Versioned):
    """A subclass names its `noun` (the beginning of its verbs) and in `revised` what `revise` writes."""

    noun = ""
    revised = ()

    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, verbose_name=_("organization")
    )
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("region"))
    region_path = PlacePath("organization", "region")
    title = FreeCharField(_("title of the activity"), max_length=60)
    description = FreeTextField(_("what happens there"), max_length=1000, blank=True)
    place = FreeCharField(_("place"), max_length=100)
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, verbose_name=_("room it takes"))
    joining = FreeCharField(_("who may join, how many"), max_length=100, blank=True)
    open_to_residents = models.BooleanField(_("open to residents"), default=True)
    is_published = models.BooleanField(_("in the public calendar"), default=False, editable=False)
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("entered by")
    )

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.host} {self.title}"

    @property
    def host(self):
        """Whose activity it is: the organization's, else the place's own."""
        return str(self.organization if self.organization_id else self.region)

    def clean(self):
        if self.region_id and self.region.level not in ORGANIZATION_LEVELS:
            raise ValidationError({"region": _("An activity belongs to a street, a community or a compound.")})

    def publish_refused(self):
        """Raise ValidationError when residents may not see it now; locks the organization's row."""
        if not self.organization_id:
            return
        self.organization.refuse_while_restrained()
        if not Organization.objects.published().filter(pk=self.organization_id).exists():
            raise ValidationError(
                _("%(name)s is not in the public directory; publish it first.") % {"name": self.organization},
                code="hidden",
            )

    @property
    def own_uses(self):
        """[Use] of a room, whether it has one or not; a subclass says which."""
        raise NotImplementedError

    @property
    def room_asked(self):
        """What a room is asked for; while it stays the same nothing is asked again."""
        return self.venue_id, self.organization_id, self.own_uses

    def take_room(self):
        """Raise ValidationError when its room is taken at that time, or lent no longer, or its group is restricted."""
        if not self.venue_id:
            return
        try:
            self.venue.take(self, self.own_uses)
        except ValidationError as refused:
            raise ValidationError({"venue": refused.messages}, code=refused.code) from None
        if self.organization_id:
            self.organization.refuse_while_restrained()

    def taken_up(self, *, by):
        """The closing of its group was taken back: it takes place again unless somebody else has the room by now."""
        self.take_room()

    @transaction.atomic
    def publish(self, *, by, shown=True):
        """Show it in (or take it out of) the public calendar."""
        locked = self._lock()
        before = snapshot(locked)
        if shown:
            locked.publish_refused()
        locked.is_published, locked.version = shown, locked.version + 1
        locked.save(update_fields=["is_published", "version"])
        self.is_published, self.version = locked.is_published, locked.version
        verb = f"{self.noun}.publish" if shown else f"{self.noun}.unpublish"
        record(verb, locked, by=by, changes=differences(before, locked))

    @transaction.atomic
    def revise(self, *, by, before):
        """Write the fields in `revised`; `before` is the snapshot taken when the row was read.

        Raises ValidationError "stale" when somebody wrote the row since `self.version` was read.
        """
        locked = self._lock_unchanged()
        locked.revision_refused(self)
        if self.room_asked != locked.room_asked:
            self.take_room()
        has_moved = settle(self)
        self.version = locked.version + 1
        self.save(update_fields=[*self.revised, "region", "region_path", "version"])
        if has_moved:
            follow(self)
        record(f"{self.noun}.update", self, by=by, changes=differences(before, self))

    def revision_refused(self, wanted):
        """Raise ValidationError when this row, as the database holds it, may not become `wanted`."""

    def _enter(self, *, by):
        self.created_by = by
        settle(self)
        self.take_room()
        if self.is_published:
            self.publish_refused()
        self.save(force_insert=True)
        record(f"{self.noun}.create", self, by=by, changes=differences({}, self))
