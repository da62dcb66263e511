from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.regions.models import Region
from communities.scope import ScopedQuerySet, places_above, posting_is_open
from communities.text.fields import DayField
from registry.accounts.roles import Role, roles_granting
from registry.audit.log import record
from registry.upkeep.constraints import Check


class PostingQuerySet(ScopedQuerySet):
    path_field = "region__path"

    def open(self):
        """Those that give rights today."""
        return self.filter(posting_is_open(timezone.localdate()))

    def standing(self):
        """Those that are not ended: open ones, and those that begin on a later day."""
        return self.filter(ended_on=None)

    def holding(self, permission, path):
        """A subquery: whoever holds `permission` today at the place of an outer row; `path` is its OuterRef."""
        rows = self.open().filter(role__in=roles_granting(permission), user__is_active=True)
        return rows.filter(region__path__in=places_above(path))


class Posting(models.Model):
    """A user working in a region, in one role. Ended, never deleted: history stays readable."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="postings", verbose_name=_("account")
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="postings",
        related_query_name="posting",
        verbose_name=_("region"),
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    started_on = DayField(_("from"), default=timezone.localdate)
    ended_on = DayField(_("ended on"), null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.UniqueConstraint(
                name="posting_open_once",
                fields=["user", "region", "role"],
                condition=Q(ended_on=None),
                violation_error_message=_("This person holds this posting already."),
            ),
            Check(
                name="posting_ends_after_it_starts",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.get_role_display()} {self.region}"

    def get_absolute_url(self):
        return reverse("communities:person-detail", args=[self.user_id])

    @property
    def is_deputy(self):
        """Given for a time that is not over."""
        return self.ended_on is not None and self.ended_on > timezone.localdate()

    @property
    def last_day(self):
        """The last day of a posting for a time."""
        return self.ended_on - timedelta(days=1)

    @property
    def region_path(self):
        return self.region.path

    @transaction.atomic
    def end(self, *, by, note=""):
        """End it today: from the next request on it opens nothing."""
        locked = Posting.objects.select_for_update().get(pk=self.pk)
        if locked.ended_on is not None and not locked.is_deputy:
            raise ValidationError(_("This posting has ended already."), code="stale")
        was = locked.ended_on and str(locked.ended_on)
        self.ended_on = max(timezone.localdate(), self.started_on)
        self.save(update_fields=["ended_on"])
        record("posting.end", self, by=by, changes={"ended_on": [was, str(self.ended_on)]}, note=note)
