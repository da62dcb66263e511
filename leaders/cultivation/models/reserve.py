from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.organizations.models import Organization
from communities.records.endings import Ending
from communities.records.placed import PlacePath
from communities.regions.models import Level, Region
from communities.scope import ScopedQuerySet
from communities.text.fields import DayField, FreeCharField
from leaders.people.models import Leader
from registry.audit.log import differences, record, snapshot
from registry.upkeep.constraints import Check

SEAT_LEVELS = (Level.BUILDING, Level.COMPOUND)


class ReservePlaceQuerySet(ScopedQuerySet):
    def open(self):
        return self.filter(until=None)

    def with_names(self):
        return self.select_related("leader", "organization", "region__parent")


class ReservePlace(models.Model):
    """A person on the reserve list of an organization, or of a building's or compound's seat. Ended, never deleted."""

    on_closing = Ending(
        _("Reserve list"), _("leave the list"), lambda: Q(until=None), words=lambda row: str(row.leader)
    )
    on_leaving = Ending(pgettext_lazy("of a person", "Reserve lists"), _("leaves the list"), lambda: Q(until=None))

    leader = models.ForeignKey(Leader, models.CASCADE, related_name="reserve_places", verbose_name=_("leader"))
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reserve_places",
        verbose_name=_("organization"),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reserve_places",
        verbose_name=_("building or compound"),
    )
    region_path = PlacePath("organization", "region", noun="reserve_place")
    since = DayField(_("on the list since"))
    until = DayField(_("on the list until"), null=True, blank=True, editable=False)
    note = FreeCharField(_("note"), max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("entered by")
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("ended by"),
    )

    objects = ReservePlaceQuerySet.as_manager()
    unlogged_fields = ("region_path",)

    class Meta:
        verbose_name = _("place on a reserve list")
        verbose_name_plural = _("places on reserve lists")
        ordering = ["since", "id"]
        constraints = [
            Check(
                name="reserve_place_is_for_one_seat",
                condition=Q(organization=None, region__isnull=False) | Q(organization__isnull=False, region=None),
            ),
            Check(name="reserve_place_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))),
            Check(
                name="reserve_place_ended_iff_signed",
                condition=Q(until=None, ended_by=None) | Q(until__isnull=False, ended_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="once_on_an_organizations_reserve_list",
                fields=["leader", "organization"],
                condition=Q(until=None, organization__isnull=False),
            ),
            models.UniqueConstraint(
                name="once_on_a_seats_reserve_list",
                fields=["leader", "region"],
                condition=Q(until=None, region__isnull=False),
            ),
        ]
        indexes = [models.Index(name="reserve_by_place", fields=["region_path", "id"], condition=Q(until=None))]

    def __str__(self):
        return f"{self.leader} {self.seat}"

    def get_absolute_url(self):
        return self.leader.get_absolute_url()

    @property
    def seat(self):
        """“康城舞蹈队” or “康城一期 12号楼”. Read it on rows of `with_names()`."""
        return self.organization.name if self.organization_id else self.region.place_label

    @property
    def seat_url(self):
        return (self.organization or self.region).get_absolute_url()

    def clean(self):
        if bool(self.organization_id) == bool(self.region_id):
            raise ValidationError(_("Choose an organization, or a building or compound; one of them."))
        if self.organization_id and not self.organization.is_current:
            raise ValidationError({"organization": _("The registration of %(name)s has ended.") % {"name": self.seat}})
        if self.region_id and self.region.level not in SEAT_LEVELS:
            raise ValidationError({"region": _("A seat belongs to a building or a compound.")})
        if self.region_id and not self.region.is_current:
            raise ValidationError({"region": _("%(region)s is retired.") % {"region": self.region}})
        if self.since and self.since > timezone.localdate():
            raise ValidationError({"since": _("This day lies in the future.")})

    def enter(self, *, by):
        """Put the person on the list; raises ValidationError when the person stands there already."""
        self.entered_by = by
        self.clean()
        self.leader.refuse_after_departure()
        try:
            with transaction.atomic():
                self.save(force_insert=True)
                record("reserve.enter", self, by=by, changes=differences({}, self))
        except IntegrityError as clash:
            raise ValidationError(
                _("%(leader)s stands on this reserve list already.") % {"leader": self.leader}, code="twice"
            ) from clash

    @transaction.atomic
    def leave(self, *, by, on=None):
        """Take the person off the list, on a day between the entry and today."""
        day = on or timezone.localdate()
        if day > timezone.localdate() or day < self.since:
            raise ValidationError({"until": _("The day lies between the entry and today.")}, code="date")
        before = snapshot(self)
        self.until, self.ended_by = day, by
        if not ReservePlace.objects.filter(pk=self.pk, until=None).update(until=day, ended_by=by):
            raise ValidationError(_("This place was ended already."), code="stale")
        record("reserve.leave", self, by=by, changes=differences(before, self))

    def let_go(self, *, by, note):
        """The organization or seat is no more, or the person has left."""
        self.leave(by=by)
