"""Hours credited to a person in a year; what the year asks stands in `asked`."""

from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from communities.records.placed import PlacePath
from communities.scope import ScopedQuerySet
from leaders.people.models import Leader
from leaders.training.models.session import ContentArea, new_token
from registry.upkeep.constraints import Check


class TrainingYearQuerySet(ScopedQuerySet):
    def in_office(self):
        """Those of people who hold a post today."""
        return self.filter(leader__term_ends_on__isnull=False)


class TrainingYear(models.Model):
    """What one person was credited in one year. Derived by every verb that marks attendance or confirms hours."""

    leader = models.ForeignKey(Leader, models.PROTECT, related_name="training_years", verbose_name=_("leader"))
    year = models.PositiveSmallIntegerField(_("year"))
    region_path = PlacePath("leader", noun="training_year")
    horizon = models.PositiveIntegerField(_("minutes: widening the horizon"), default=0, editable=False)
    ethics = models.PositiveIntegerField(_("minutes: ethics and mass-work methods"), default=0, editable=False)
    knowledge = models.PositiveIntegerField(_("minutes: theory, policy, law and science"), default=0, editable=False)
    minutes = models.PositiveIntegerField(_("minutes in all"), default=0, editable=False)
    # Of the paper's QR code; rows are made for many people at once, so each brings its own.
    proof_token = models.CharField(max_length=32, null=True, unique=True, default=new_token, editable=False)
    elsewhere = models.PositiveIntegerField(_("minutes earned elsewhere"), default=0, editable=False)

    objects = TrainingYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("training year")
        verbose_name_plural = _("training years")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(name="one_training_year_a_person", fields=["leader", "year"]),
            Check(
                name="training_year_is_the_sum_of_its_areas",
                condition=Q(minutes=F("horizon") + F("ethics") + F("knowledge")),
            ),
            Check(name="training_year_elsewhere_is_a_part", condition=Q(elsewhere__lte=F("minutes"))),
        ]
        indexes = [models.Index(name="training_year_by_place", fields=["year", "region_path"])]

    def __str__(self):
        return f"{self.leader} {self.year}"

    def get_absolute_url(self):
        return f"{self.leader.get_absolute_url()}?tab=training"

    @property
    def number(self):
        """The number on the proof of hours."""
        return f"XS-{self.year}-{self.pk:06d}"

    @classmethod
    def refresh(cls, leaders, year):
        """Sum what `leaders` were credited in `year` again, inside the caller's transaction.

        The rows are made and locked before the sum is read, so two sessions marked at once add up.
        """
        leaders = {leader.pk: leader for leader in leaders}
        cls.objects.bulk_create([cls(leader=leader, year=year) for leader in leaders.values()], ignore_conflicts=True)
        rows = list(cls.objects.select_for_update().filter(leader__in=leaders, year=year).order_by("pk"))
        here, elsewhere = _attended(leaders, year), _confirmed(leaders, year)
        for row in rows:
            for area in ContentArea.values:
                at = (row.leader_id, area)
                setattr(row, area, here.get(at, 0) + elsewhere.get(at, 0))
            row.minutes = row.horizon + row.ethics + row.knowledge
            row.elsewhere = sum(elsewhere.get((row.leader_id, area), 0) for area in ContentArea.values)
        cls.objects.bulk_update(rows, [*ContentArea.values, "minutes", "elsewhere"], batch_size=200)


def _attended(leaders, year):
    """{(leader, area): minutes} of the sessions of one year."""
    enrolments = Leader._meta.get_field("enrolments").related_model.objects
    rows = enrolments.attended().filter(leader__in=leaders, session__starts_at__year=year)
    return _summed(rows, "session__content_area")


def _confirmed(leaders, year):
    """{(leader, area): minutes} of the confirmed hours earned outside the registry's own sessions."""
    entries = Leader._meta.get_field("outside_hours").related_model.objects
    return _summed(entries.confirmed().filter(leader__in=leaders, year=year), "content_area")


def _summed(rows, area):
    rows = rows.order_by().values_list("leader", area).annotate(total=Sum("minutes"))
    return {(leader, area): total for leader, area, total in rows}
