"""Hours by person and year, and the yearly minimum they are held against."""

from datetime import date

from django.db import models
from django.db.models import Case, Count, F, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest, Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.placed import PlacePath
from communities.scope import WHOLE_TREE, ScopedQuerySet, ancestor_paths, in_spans, reached_spans, span_of
from communities.settings_of_street.models import MEANINGS, Rule, RuleName, rules_for
from leaders.people.models import Kind, Leader
from leaders.training.models.session import LESSON, ContentArea, hours
from registry.accounts.roles import Permission

HOURS = {
    Kind.TEAM: RuleName.HOURS_TEAM,
    Kind.OPINION: RuleName.HOURS_OPINION,
    Kind.BUILDING: RuleName.HOURS_BUILDING,
    Kind.ESTATE: RuleName.HOURS_ESTATE,
}
PLACES_CAP = 120  # so many places with minimums of their own fit into one query


class TrainingYear(models.Model):
    """What one person was credited in one year. Derived by every verb that marks attendance or confirms hours."""

    leader = models.ForeignKey(Leader, models.PROTECT, related_name="training_years", verbose_name=_("leader"))
    year = models.PositiveSmallIntegerField(_("year"))
    region_path = PlacePath("leader", noun="training_year")
    horizon = models.PositiveIntegerField(_("minutes: widening the horizon"), default=0, editable=False)
    ethics = models.PositiveIntegerField(_("minutes: ethics and mass-work methods"), default=0, editable=False)
    knowledge = models.PositiveIntegerField(_("minutes: theory, policy, law and science"), default=0, editable=False)
    minutes = models.PositiveIntegerField(_("minutes in all"), default=0, editable=False)
    elsewhere = models.PositiveIntegerField(_("minutes earned elsewhere"), default=0, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("training year")
        verbose_name_plural = _("training years")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(name="one_training_year_a_person", fields=["leader", "year"]),
            models.CheckConstraint(
                name="training_year_is_the_sum_of_its_areas",
                condition=Q(minutes=F("horizon") + F("ethics") + F("knowledge")),
            ),
            models.CheckConstraint(name="training_year_elsewhere_is_a_part", condition=Q(elsewhere__lte=F("minutes"))),
        ]
        indexes = [models.Index(name="training_year_by_place", fields=["year", "region_path"])]

    def __str__(self):
        return f"{self.leader} {self.year}"

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
    """The same of the hours earned elsewhere."""
    entries = Leader._meta.get_field("outside_hours").related_model.objects
    return _summed(entries.confirmed().filter(leader__in=leaders, year=year), "content_area")


def _summed(rows, area):
    rows = rows.order_by().values_list("leader", area).annotate(total=Sum("minutes"))
    return {(leader, area): total for leader, area, total in rows}


def minimum_of(leader, *, year=None):
    """The hours asked of one person in a year: the highest of the kinds held now; 0 without a post."""
    held = [rule for kind, rule in HOURS.items() if getattr(leader, f"leads_{kind}")]
    return max((rules_for(leader.region_path, on=last_day(year))[rule] for rule in held), default=0) if held else 0


def last_day(year=None):
    """The day whose rules count for a year: its last one, or today while it runs."""
    today = timezone.localdate()
    return today if year in (None, today.year) else date(year, 12, 31)


def with_hours(leaders, *, year, minimum):
    """Leaders with `credited` and `minimum` minutes of a year; `minimum` is an expression of the functions below."""
    years = models.FilteredRelation("training_years", condition=Q(training_years__year=year))
    sums = {"credited": Coalesce("of_year__minutes", 0), "elsewhere": Coalesce("of_year__elsewhere", 0)}
    return leaders.annotate(of_year=years).annotate(**sums, minimum=minimum)


def short_of_hours(leaders):
    """Of leaders `with_hours`, those below their minimum."""
    return leaders.filter(credited__lt=F("minimum"))


def holding_a_post(leaders):
    held = Q()
    for kind in Kind.values:
        held |= Q(**{f"leads_{kind}": True})
    return leaders.filter(held)


def minimum_by_place(spans, *, on):
    """Minutes asked of each leader inside `spans`, as an expression; None when too many places differ.

    Streets set their own numbers, so the expression holds one branch for each place that did: the rows then are
    compared where they lie in the index, without a look at the rules for each.
    """
    here = Q(region=None) | in_spans(spans, "region__path")
    for low, _high in spans:
        here |= Q(region__path__in=ancestor_paths(low))
    rows = Rule.objects.in_force(on).filter(here, name__in=HOURS.values()).order_by("effective_from", "id")
    found = {(name, path or ""): value for name, path, value in rows.values_list("name", "region__path", "value")}
    if len({path for _name, path in found}) > PLACES_CAP:
        return None
    return _highest({kind: _by_place(rule, found) for kind, rule in HOURS.items()})


def _by_place(rule, found):
    """One kind's minutes: the deepest place with a number of its own decides."""
    own = sorted(((path, value) for (name, path), value in found.items() if name == rule and path), reverse=True)
    own.sort(key=lambda pair: -len(pair[0]))
    usual = found.get((rule, ""), MEANINGS[rule].default) * LESSON
    branches = [_inside(path, value * LESSON) for path, value in own]
    return Case(*branches, default=Value(usual)) if branches else Value(usual)


def _inside(path, minutes):
    return When(in_spans([span_of(path)]), then=Value(minutes))


def minimum_at(path, *, on):
    """Minutes asked of each leader of one street, as an expression that reads the rules by itself."""
    return _highest({kind: _nearest_rule(rule, path, on) for kind, rule in HOURS.items()})


def training_line(user):
    """{"each", "short"} of the people in office: hours on average this year, how many below their minimum; or None.

    One query, for a reach that is one subtree: across many streets it would read every leader for a line of text.
    """
    spans = reached_spans(user, Permission.TRAINING_EDIT)
    if len(spans) != 1 or spans == [WHOLE_TREE]:
        return None
    today = timezone.localdate()
    people = holding_a_post(Leader.objects.permitted(user, Permission.TRAINING_EDIT)).order_by()
    rows = with_hours(people, year=today.year, minimum=minimum_at(spans[0][0], on=today))
    found = rows.aggregate(
        people=Count("pk"), total=Sum("credited"), short=Count("pk", filter=Q(credited__lt=F("minimum")))
    )
    if not found["people"]:
        return None
    return {"each": hours(found["total"] // found["people"]), "short": found["short"]}


def _nearest_rule(rule, path, on):
    depth = Coalesce(Length("region__path"), 0)
    rows = Rule.objects.in_force(on).at_or_above(path).filter(name=rule)
    newest = rows.order_by(depth.desc(), "-effective_from", "-id").values("value")[:1]
    return Coalesce(Subquery(newest), MEANINGS[rule].default) * LESSON


def _highest(minutes):
    """The highest of the kinds a leader holds; 0 where none is held."""
    held = [
        Case(When(**{f"leads_{kind}": True}, then=asked), default=Value(0), output_field=models.IntegerField())
        for kind, asked in minutes.items()
    ]
    return Greatest(*held)
