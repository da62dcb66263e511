"""By what organizations and buildings are rated: dated versions of indicators with weights, and what a star needs."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.documents.models import Document
from communities.text.fields import DayField, FreeCharField
from registry.ui.signs import told
from registry.upkeep.constraints import Check

FULL = 100  # points of an indicator, and the sum of the weights


class RatingScheme(models.Model):
    """One version of the indicators for organizations or for buildings. A version in use is never rewritten."""

    class Kind(models.TextChoices):
        ORGANIZATION = "organization", _("Organizations")
        BUILDING = "building", _("Buildings")

    kind = models.CharField(_("rates"), max_length=12, choices=Kind)
    version = models.PositiveSmallIntegerField(_("version"))
    effective_from = DayField(_("in force from"))
    star_1 = models.PositiveSmallIntegerField(_("least total for one star"), default=50)
    star_2 = models.PositiveSmallIntegerField(_("least total for two stars"), default=60)
    star_3 = models.PositiveSmallIntegerField(_("least total for three stars"), default=70)
    star_4 = models.PositiveSmallIntegerField(_("least total for four stars"), default=80)
    star_5 = models.PositiveSmallIntegerField(_("least total for five stars"), default=90)

    class Meta:
        verbose_name = _("rating scheme")
        verbose_name_plural = _("rating schemes")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(name="rating_scheme_version_once", fields=["kind", "version"]),
            Check(
                name="rating_stars_rise",
                condition=Q(
                    star_1__gte=1,
                    star_2__gt=F("star_1"),
                    star_3__gt=F("star_2"),
                    star_4__gt=F("star_3"),
                    star_5__gt=F("star_4"),
                    star_5__lte=FULL,
                ),
                violation_error_message=_("Each star needs more points than the one before, at most 100."),
            ),
        ]

    def __str__(self):
        return _("%(kind)s, version %(version)s") % {"kind": self.get_kind_display(), "version": self.version}

    @property
    def thresholds(self):
        """[least total for one star, …, for five]"""
        return [self.star_1, self.star_2, self.star_3, self.star_4, self.star_5]

    @classmethod
    def in_force(cls, kind):
        """The newest version in force today, or None."""
        today = timezone.localdate()
        return cls.objects.filter(kind=kind, effective_from__lte=today).order_by("-version").first()

    def stars_for(self, total):
        """0 to 5."""
        return sum(total >= least for least in self.thresholds)

    def refuse_uneven_weights(self):
        weights = sum(self.indicators.values_list("weight", flat=True))
        if weights != FULL:
            raise ValidationError(
                _("The weights of %(scheme)s sum to %(sum)s; they should sum to 100.")
                % {"scheme": self, "sum": weights},
                code="weights",
            )


class Indicator(models.Model):
    """What is looked at, and how much it counts."""

    scheme = models.ForeignKey(RatingScheme, models.CASCADE, related_name="indicators", verbose_name=_("rating scheme"))
    name = FreeCharField(_("indicator"), max_length=40)
    hint = FreeCharField(_("what to look at"), max_length=120, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), validators=[MinValueValidator(1), MaxValueValidator(FULL)])
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(name="indicator_once_in_its_scheme", fields=["scheme", "name"]),
            Check(name="indicator_weighs_1_to_100", condition=Q(weight__gte=1, weight__lte=FULL)),
        ]

    def __str__(self):
        return self.name


class Score(models.Model):
    """One reviewer's points for one indicator, with the evidence."""

    rating = models.ForeignKey(
        "communities.StarRating", models.CASCADE, related_name="scores", verbose_name=_("star rating")
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="scores", verbose_name=_("indicator"))
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reviewer"))
    points = models.PositiveSmallIntegerField(_("points"), validators=[MaxValueValidator(FULL)])
    evidence = FreeCharField(_("evidence"), max_length=200)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["indicator__position", "id"]
        constraints = [
            models.UniqueConstraint(name="score_once_each_reviewer", fields=["rating", "indicator", "reviewer"]),
            Check(name="score_at_most_100", condition=Q(points__lte=FULL)),
            Check(name="score_has_evidence", condition=~Q(evidence="")),
        ]

    def __str__(self):
        return told(self.indicator, self.points)
