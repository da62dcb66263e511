"""Impact assessments before people are shown in public (个人信息保护法 第五十五条, 第五十六条)."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.placed import PlacePath
from communities.records.refusals import refuse
from communities.records.signed import Signed
from communities.regions.models import Level, Region
from communities.scope import ScopedQuerySet, ancestor_paths, given_paths, reaches
from communities.text.fields import DayField, FreeCharField, FreeTextField
from registry.accounts.roles import Permission
from registry.audit.log import differences, record
from registry.upkeep.constraints import Check
from registry.upkeep.written import Given, ask

ASSESSED_LEVELS = (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY, Level.STREET)
MISSING = _("Publication waits: no impact assessment with its day and signer is entered for this street.")


class AssessmentQuerySet(ScopedQuerySet):
    def newest(self):
        """The last of each place."""
        later = Assessment.objects.filter(region=models.OuterRef("region"), pk__gt=models.OuterRef("pk"))
        return self.filter(~models.Exists(later))


class Assessment(models.Model):
    """What a street found when it asked itself whether people may be shown, who signed it, when it looks again.

    A later one is a further row: what was found then stays as it was signed, and no verb or job removes it (the law
    asks for three years).
    """

    document_permission = Permission.ASSESSMENT_VIEW
    takes_documents = True

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="assessments", related_query_name="assessment", verbose_name=_("region")
    )
    region_path = PlacePath()
    lawful = FreeTextField(_("why purpose and way are lawful, fitting and necessary"), max_length=2000)
    effects = FreeTextField(_("effects on the people shown, and risks"), max_length=2000)
    measures = FreeTextField(_("measures, and why they are lawful, effective and fit the risk"), max_length=2000)
    assessed_on = DayField(_("assessed on"))
    signer = FreeCharField(_("signed by"), max_length=30)
    review_on = DayField(_("looked at again by"))
    entry = Signed("entered", at=_("entered at"), by=_("entered by"))

    objects = AssessmentQuerySet.as_manager()
    unlogged_fields = ("entered_at", "entered_by")

    class Meta:
        verbose_name = _("impact assessment")
        verbose_name_plural = _("impact assessments")
        ordering = ["-assessed_on", "-id"]
        constraints = [
            Check(name="assessment_is_signed_by_somebody", condition=~Q(signer="")),
            Check(name="assessment_is_reviewed_after_its_day", condition=Q(review_on__gt=F("assessed_on"))),
        ]
        indexes = [models.Index(name="assessment_by_place", fields=["region_path", "id"])]

    def __str__(self):
        return f"{self.region.name} {self.assessed_on}"

    def get_absolute_url(self):
        return reverse("communities:assessment-detail", args=[self.pk])

    @property
    def tag(self):
        if self.review_on <= timezone.localdate():
            return "warn", _("To be looked at again")
        return "ok", _("Holds")

    def documents_changed_by(self, user):
        return reaches(user, Permission.ASSESSMENT_EDIT, self.region_path)

    def clean(self):
        wrong = {}
        if self.region_id and self.region.level not in ASSESSED_LEVELS:
            wrong["region"] = _("An assessment is made for a street or a place above it.")
        if self.assessed_on and self.assessed_on > timezone.localdate():
            wrong["assessed_on"] = _("This day lies in the future.")
        if self.assessed_on and self.review_on and self.review_on <= self.assessed_on:
            wrong["review_on"] = _("The next look comes after the day of the assessment.")
        if wrong:
            raise ValidationError(wrong)

    @transaction.atomic
    def enter(self, *, by):
        """Write it down as signed."""
        self.entered_at, self.entered_by = timezone.now(), by
        self.full_clean(exclude=["region_path", "entered_by"])
        self.save(force_insert=True)
        record("assessment.enter", self, by=by, changes=differences({}, self))


def is_assessed(path):
    """Whether the place at `path`, or one above it, has an assessment."""
    places = given_paths(path)

    def build():
        above = Assessment.objects.filter(region_path__in=[Given(one) for one in places])
        return above.order_by().values_list("pk")[:1]

    return bool(ask(("assessed", len(places)), build, **places))


def refuse_unassessed(path, *, field=None):
    """Raise "unassessed" where nobody has assessed yet what showing people in public does to them."""
    if not Assessment.objects.filter(region_path__in=ancestor_paths(path)).exists():
        refuse("unassessed", MISSING, field=field)
