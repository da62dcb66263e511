"""Service centres, the groups they host, and what they did for them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.organizations.models import Organization
from communities.records.endings import Ending
from communities.records.placed import PlacePath, settle
from communities.records.versioned import Versioned
from communities.regions.models import Level, Region
from communities.scope import ScopedQuerySet, ancestor_paths, reached_spans, reaches
from communities.text.fields import DayField, FreeCharField
from registry.accounts.roles import Permission
from registry.audit.log import differences, record, snapshot
from registry.upkeep.constraints import Check

CENTER_LEVELS = (Level.STREET, Level.COUNTY)
telephone = RegexValidator(r"^[0-9 ()+\-转、]+$", _("A telephone number has digits, spaces and hyphens."))


class ServiceCenterQuerySet(ScopedQuerySet):
    def current(self):
        return self.filter(retired_on=None)

    def permitted(self, user, permission):
        """For looking, the centres of the places above too: a community's groups are hosted by its street's centre."""
        reach = super().permitted(user, permission)
        if permission != Permission.MANAGEMENT_VIEW or user.is_superuser:
            return reach
        above = {path for low, _high in reached_spans(user, permission) for path in ancestor_paths(low)}
        return reach | self.filter(region_path__in=above)

    def for_place(self, path):
        """Current centres whose street or county holds the place at `path`, the nearest first."""
        return self.current().filter(region_path__in=ancestor_paths(path)).order_by("-region_path", "id")


class ServiceCenter(Versioned):
    """An office of a street or county that looks after groups. Retired, never deleted."""

    name = FreeCharField(_("name"), max_length=60)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="service_centers",
        related_query_name="service_center",
        verbose_name=_("street or county"),
    )
    region_path = PlacePath(noun="center")
    address = FreeCharField(_("address"), max_length=100)
    phone = models.CharField(_("office telephone"), max_length=30, validators=[telephone])
    hours = FreeCharField(_("opening hours"), max_length=60, blank=True)
    contact_name = FreeCharField(_("contact"), max_length=30)
    opened_on = DayField(pgettext_lazy("centre", "opened on"))
    retired_on = DayField(pgettext_lazy("centre", "retired on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("registered at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("registered by")
    )

    objects = ServiceCenterQuerySet.as_manager()
    unlogged_fields = ("created_at", "created_by")

    class Meta:
        verbose_name = _("service centre")
        verbose_name_plural = _("service centres")
        constraints = [
            Check(
                name="center_retires_after_it_opened",
                condition=Q(retired_on=None) | Q(retired_on__gte=F("opened_on")),
            ),
            models.UniqueConstraint(
                name="center_name_once_in_its_place",
                fields=["region", "name"],
                condition=Q(retired_on=None),
                violation_error_message=_("A service centre of this name is open there already."),
            ),
        ]
        indexes = [models.Index(name="center_by_place", fields=["region_path", "id"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("communities:center-detail", args=[self.pk])

    def clean(self):
        if self.region_id and self.region.level not in CENTER_LEVELS:
            raise ValidationError({"region": _("A service centre belongs to a street or a county.")})
        if self.region_id and not self.region.is_current:
            raise ValidationError({"region": _("%(region)s is retired.") % {"region": self.region}})
        if self.opened_on and self.opened_on > timezone.localdate():
            raise ValidationError({"opened_on": _("The opening day lies in the future.")})

    @property
    def is_current(self):
        return self.retired_on is None

    def covers(self, organization):
        """True when the organization lies in the centre's street or county."""
        return self.region_path in ancestor_paths(organization.region_path)

    @transaction.atomic
    def open(self, *, by):
        """Write a new centre."""
        self.created_by = by
        self.full_clean(exclude=["region_path", "created_by"])
        self.save(force_insert=True)
        record("center.open", self, by=by, changes=differences({}, self))

    @transaction.atomic
    def revise(self, *, by, before):
        """Write changed facts; the place stays. Raises ValidationError "stale" when somebody was quicker."""
        locked = self._lock_unchanged()
        if locked.retired_on is not None:
            raise retired(self)
        self.region_id = locked.region_id
        settle(self)
        self.full_clean(exclude=["region_path", "created_by"])
        self.version += 1
        self.save()
        record("center.update", self, by=by, changes=differences(before, self))

    @transaction.atomic
    def retire(self, *, by, note, to=None):
        """Close it; the groups it hosts go to the centre `to`, "hosting" is raised where none is named for some."""
        for hosting in self.hostings.current().with_names().order_by("pk") if to is not None else ():
            hosting.transfer(to, by=by, on=max(timezone.localdate(), hosting.started_on), document_number=note[:60])
        locked = self._lock()
        if locked.retired_on is not None:
            raise retired(locked)
        left = locked.hostings.filter(ended_on=None).count()
        if left:
            raise ValidationError(
                _("%(center)s still hosts %(count)s organizations; transfer them first.")
                % {"center": locked, "count": left},
                code="hosting",
            )
        before = snapshot(locked)
        self.retired_on = locked.retired_on = timezone.localdate()
        locked.version += 1
        locked.save(update_fields=["retired_on", "version"])
        record("center.retire", locked, by=by, changes=differences(before, locked), note=note)

    @transaction.atomic
    def host(self, organization, *, by, on, document_number):
        """Begin to look after a group; raises ValidationError when another centre does, or a decision stands."""
        organization.refuse_while_restrained()
        sitting = Hosting.objects.current().filter(organization=organization).select_related("center").first()
        if sitting:
            raise ValidationError(
                _("%(organization)s is hosted by %(center)s already; transfer it instead.")
                % {"organization": organization, "center": sitting.center},
                code="taken",
            )
        return self._begin(organization, by=by, on=on, document_number=document_number)

    def _begin(self, organization, *, by, on, document_number):
        """Write the hosting. The organization's row is locked by the caller; the centre's is locked here."""
        center = self._lock()
        if center.retired_on is not None:
            raise retired(center)
        if not center.covers(organization):
            raise ValidationError(
                _("%(center)s serves another street; %(organization)s lies outside it.")
                % {"center": center, "organization": organization},
                code="outside",
            )
        if on > timezone.localdate():
            raise ValidationError({"started_on": _("The beginning lies in the future.")}, code="date")
        if on < center.opened_on:
            raise ValidationError(
                {"started_on": _("The centre opened on %(day)s.") % {"day": center.opened_on}}, code="date"
            )
        hosting = Hosting(
            center=center, organization=organization, started_on=on, document_number=document_number, begun_by=by
        )
        hosting.save(force_insert=True)
        record("hosting.begin", hosting, by=by, changes=differences({}, hosting), note=document_number)
        return hosting


def retired(center):
    return ValidationError(_("%(center)s is retired.") % {"center": center}, code="retired")


class HostingQuerySet(ScopedQuerySet):
    def current(self):
        return self.filter(ended_on=None)

    def with_names(self):
        return self.select_related("center", "organization__region", "organization__category")


class Hosting(models.Model):
    """One centre looks after one group, from a day on. Ended, never deleted."""

    on_closing = Ending(_("Service centre"), _("looks after it no longer"), lambda: Q(ended_on=None))

    center = models.ForeignKey(ServiceCenter, models.PROTECT, related_name="hostings", verbose_name=_("service centre"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="hostings", verbose_name=_("organization")
    )
    region_path = PlacePath("organization")
    started_on = DayField(_("hosted from"))
    ended_on = DayField(_("hosted until"), null=True, blank=True)
    document_number = FreeCharField(_("document number"), max_length=60)
    end_note = FreeCharField(_("reason or document number"), max_length=200, blank=True)
    begun_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    begun_by = models.ForeignKey(
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

    objects = HostingQuerySet.as_manager()
    unlogged_fields = ("begun_at", "begun_by", "ended_by")

    class Meta:
        verbose_name = _("hosting")
        verbose_name_plural = _("hostings")
        ordering = ["-started_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="one_current_hosting_per_organization", fields=["organization"], condition=Q(ended_on=None)
            ),
            Check(name="hosting_ends_after_it_begins", condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on"))),
            Check(
                name="hosting_ended_iff_signed",
                condition=Q(ended_on=None, ended_by=None, end_note="")
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(end_note="")),
            ),
        ]
        indexes = [models.Index(name="hosting_of_center", fields=["center", "ended_on", "region_path", "id"])]

    def __str__(self):
        return f"{self.organization} – {self.center}"

    def get_absolute_url(self):
        return self.center.get_absolute_url()

    @transaction.atomic
    def end(self, *, by, on, note):
        """Stop looking after the group; refused while its mode asks for a centre."""
        organization = Organization.objects.select_for_update().get(pk=self.organization_id)
        if organization.is_current and organization.management_mode == Organization.ManagementMode.CENTER_MANAGED:
            raise ValidationError(
                _("%(name)s is managed by the centre; change its management mode, or transfer it to another centre.")
                % {"name": organization},
                code="mode",
            )
        self._end(by=by, on=on, note=note)

    def let_go(self, *, by, note):
        self._end(by=by, on=max(timezone.localdate(), self.started_on), note=note)

    def taken_up(self, *, by):
        """The closing was taken back: hosted again unless the centre has retired."""
        if self.center.retired_on:
            raise retired(self.center)

    @transaction.atomic
    def transfer(self, center, *, by, on, document_number):
        """Hand the group to another centre on one day; `by` runs both centres. Returns the new hosting."""
        organization = self.organization
        organization.refuse_while_restrained()
        for one in (self.center, center):
            if not reaches(by, Permission.CENTER_EDIT, one.region_path):
                raise ValidationError(
                    _("A transfer is made by somebody who runs both centres; %(center)s is out of reach.")
                    % {"center": one},
                    code="reach",
                )
        if center.pk == self.center_id:
            raise ValidationError({"center": _("The group is hosted there already.")}, code="same")
        self._end(by=by, on=on, note=document_number)
        return center._begin(organization, by=by, on=on, document_number=document_number)

    def _end(self, *, by, on, note):
        locked = Hosting.objects.select_for_update().get(pk=self.pk)
        if locked.ended_on is not None:
            raise ValidationError(_("This hosting has ended already; reload the page."), code="stale")
        if on < locked.started_on:
            raise ValidationError({"started_on": _("The end lies before the beginning.")}, code="date")
        if on > timezone.localdate():
            raise ValidationError({"started_on": _("The end lies in the future.")}, code="date")
        values = {"ended_on": on, "ended_by": by, "end_note": note[:200]}
        before = snapshot(locked)
        for name, value in values.items():
            setattr(self, name, value)
            setattr(locked, name, value)
        if not Hosting.objects.filter(pk=self.pk, ended_on=None).update(**values):
            raise ValidationError(_("This hosting has ended already; reload the page."), code="stale")
        record("hosting.end", locked, by=by, changes=differences(before, locked), note=note)


class ServiceRecord(models.Model):
    """One thing a centre did for one group."""

    class Kind(models.TextChoices):
        GUIDANCE = "guidance", _("Guidance")
        TRAINING = "training", _("Training for the group")
        VENUE = "venue", _("Venue")
        ACCOUNTING = "accounting", _("Accounting")
        OTHER = "other", _("Other")

    center = models.ForeignKey(ServiceCenter, models.PROTECT, related_name="services", verbose_name=_("service centre"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="center_services", verbose_name=_("organization")
    )
    region_path = PlacePath("organization", noun="service")
    given_on = DayField(_("day"))
    kind = models.CharField(_("kind of service"), max_length=10, choices=Kind)
    what = FreeCharField(_("what was done"), max_length=300)
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("entered by")
    )

    objects = ScopedQuerySet.as_manager()
    unlogged_fields = ("entered_at", "entered_by")

    class Meta:
        verbose_name = _("service of a centre")
        verbose_name_plural = _("services of centres")
        ordering = ["-given_on", "-id"]
        indexes = [models.Index(name="service_of_center", fields=["center", "-given_on", "-id"])]

    def __str__(self):
        return f"{self.organization} {self.get_kind_display()}"

    def get_absolute_url(self):
        return self.center.get_absolute_url()

    @transaction.atomic
    def enter(self, *, by):
        """Write what was done. While a decision of an authority stands, only guidance is given."""
        if self.kind != self.Kind.GUIDANCE:
            self.organization.refuse_while_restrained()
        self.entered_by = by
        self._check()
        self.save(force_insert=True)
        record("service.enter", self, by=by, changes=differences({}, self))

    @transaction.atomic
    def correct(self, *, by):
        """Write a correction; centre and group stay."""
        before = snapshot(ServiceRecord.objects.select_for_update().get(pk=self.pk))
        self._check()
        self.save(update_fields=["given_on", "kind", "what"])
        record("service.correct", self, by=by, changes=differences(before, self))

    def _check(self):
        center = ServiceCenter.objects.select_for_update().get(pk=self.center_id)
        if center.retired_on is not None:
            raise retired(center)
        if not center.covers(self.organization):
            raise ValidationError(
                _("%(center)s serves another street; %(organization)s lies outside it.")
                % {"center": center, "organization": self.organization},
                code="outside",
            )
        if self.given_on > timezone.localdate():
            raise ValidationError({"given_on": _("This day lies in the future.")}, code="date")
        if self.given_on < center.opened_on:
            raise ValidationError(
                {"given_on": _("The centre opened on %(day)s.") % {"day": center.opened_on}}, code="date"
            )
        self.full_clean(exclude=["region_path", "entered_by"])


def with_center(organizations):
    """Give each organization its centre as columns of its own: id, name, contact, phone and since when."""
    current = Hosting.objects.current().filter(organization=OuterRef("pk"))
    columns = {
        "center_id": "center_id",
        "center_name": "center__name",
        "center_contact": "center__contact_name",
        "center_phone": "center__phone",
        "hosted_since": "started_on",
    }
    return organizations.annotate(**{name: Subquery(current.values(column)[:1]) for name, column in columns.items()})
