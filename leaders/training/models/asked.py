"""What a year asks of whoever holds a post in it: for each whole month in office a twelfth of the yearly minimum."""

from calendar import monthrange
from datetime import date

from django.db.models import (
    Case,
    Count,
    Exists,
    Expression,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Length
from django.utils import timezone

from communities.records.statements import asked
from communities.scope import ancestor_paths, in_spans, reached_spans, span_of
from communities.settings_of_street.models import MEANINGS, Rule, RuleName
from leaders.appointments.models import Appointment
from leaders.people.models import Kind, Leader
from leaders.training.models.lessons import LESSON, hours
from registry.accounts.roles import Permission

HOURS = {
    Kind.TEAM: RuleName.HOURS_TEAM,
    Kind.OPINION: RuleName.HOURS_OPINION,
    Kind.BUILDING: RuleName.HOURS_BUILDING,
    Kind.ESTATE: RuleName.HOURS_ESTATE,
}
GENERATIONS = 3  # from the root down to a county
PLACES_CAP = 40  # so many places with minimums of their own fit into one query
MONTHS = 12
SERVED = (Appointment.State.CURRENT, Appointment.State.ENDED)


def last_day(year):
    """The day whose rules count for a year: its last one, or today while it runs."""
    return min(timezone.localdate(), date(year, 12, 31))


def months_over(year):
    """How many months of `year` are over by today; a month is over on its last day."""
    today = timezone.localdate()
    if year != today.year:
        return MONTHS if year < today.year else 0
    return today.month - (today.day < monthrange(today.year, today.month)[1])


def asked_in(year, minutes, *, months=MONTHS):
    """Minutes that the first `months` of `year` ask of each leader, as an expression.

    `minutes` says what a whole year of each kind asks: {kind: number or expression over posts}. Of several kinds held
    in a month the highest counts; a month that was not served from its first to its last day asks nothing.
    """
    if not months:
        return Value(0)
    posts = Appointment.objects.filter(leader=OuterRef("pk"), state__in=SERVED, started_on__lt=date(year, months, 2))
    asked = AskedByMonth(_of_kind(minutes), year, months)
    whole = Subquery(posts.order_by().annotate(asked=asked).values("asked"), output_field=IntegerField())
    return Coalesce(whole, 0) / MONTHS


class AskedByMonth(Func):
    """Of posts: for each of the first `months` of a year the highest that a post held all through it asks, summed up.

    MAX over all rows of a subquery: Django's own would group the rows of each person, which costs twice the time; and
    its twelve sums of conditions cost more to write down than to ask.
    """

    output_field = IntegerField()

    def __init__(self, asks, year, months):
        super().__init__(asks, F("started_on"), F("ended_on"))
        self.year, self.months = year, months

    def as_sql(self, compiler, connection, **context):
        (asks, its), (began, _none), (ended, _none) = map(compiler.compile, self.source_expressions)
        highest = f"MAX(CASE WHEN {began} < %s AND ({ended} IS NULL OR {ended} >= %s) THEN {asks} ELSE 0 END)"
        day, found = connection.ops.adapt_datefield_value, []
        for month in range(1, self.months + 1):
            second, last = date(self.year, month, 2), date(self.year, month, monthrange(self.year, month)[1])
            found += [day(second), day(last), *its]
        return f"({' + '.join([highest] * self.months)})", found


def _of_kind(minutes):
    return Case(*[When(kind=kind, then=number) for kind, number in minutes.items()], output_field=IntegerField())


def minutes_at(path, *, on):
    """{kind: minutes a year} at one place, as expressions that read the rules by themselves."""
    return {kind: Once(_nearest_rule(rule, path, on)) for kind, rule in HOURS.items()}


def _nearest_rule(rule, path, on):
    depth = Coalesce(Length("region__path"), 0)
    rows = Rule.objects.in_force(on).at_or_above(path).filter(name=rule)
    newest = rows.order_by(depth.desc(), "-effective_from", "-id").values("value")[:1]
    return Coalesce(Subquery(newest), MEANINGS[rule].default) * LESSON


class Once(Expression):
    """An expression that asks nothing of the row: made into SQL once, though every month of every kind names it."""

    def __init__(self, inner):
        super().__init__(output_field=IntegerField())
        self.inner, self.said = inner, None

    def resolve_expression(self, query=None, *args, **kwargs):
        if self.said is None:
            self.inner = self.inner.resolve_expression(query, *args, **kwargs)
        return self

    def as_sql(self, compiler, connection):
        self.said = self.said or compiler.compile(self.inner)
        return self.said


def minutes_by_place(spans, *, on):
    """{kind: minutes a year} inside `spans`; None when too many places differ.

    Streets set their own numbers, so a kind's minutes become an expression with one branch for each place that did.
    """
    here = Q(region=None) | in_spans(spans, "region__path")
    for low, _high in spans:
        here |= Q(region__path__in=ancestor_paths(low))
    rows = Rule.objects.in_force(on).filter(here, name__in=HOURS.values()).order_by("effective_from", "id")
    found = {(name, path or ""): value for name, path, value in rows.values_list("name", "region__path", "value")}
    if len({path for _name, path in found}) > PLACES_CAP:
        return None
    return {kind: _by_place(rule, found) for kind, rule in HOURS.items()}


def _by_place(rule, found):
    """One kind's minutes: the deepest place with a number of its own decides."""
    own = sorted(((path, value) for (name, path), value in found.items() if name == rule and path), reverse=True)
    own.sort(key=lambda pair: -len(pair[0]))
    usual = found.get((rule, ""), MEANINGS[rule].default) * LESSON
    branches = [_inside(path, value * LESSON) for path, value in own]
    return Case(*branches, default=Value(usual), output_field=IntegerField()) if branches else usual


def _inside(path, minutes):
    return When(in_spans([span_of(path)], "leader__region_path"), then=Value(minutes))


def asked_of(leader, year):
    """(minutes the whole year asks of one person, minutes due by today)."""
    minutes = minutes_at(leader.region_path, on=last_day(year))
    both = {"asked": asked_in(year, minutes), "due": asked_in(year, minutes, months=months_over(year))}
    return Leader.objects.filter(pk=leader.pk).annotate(**both).values_list("asked", "due").get()


def with_hours(leaders, *, year, minutes):
    """Leaders with what they were `credited` (`elsewhere` of it) in a year, and what it asks as `minimum`."""
    years = FilteredRelation("training_years", condition=Q(training_years__year=year))
    sums = {"credited": Coalesce("of_year__minutes", 0), "elsewhere": Coalesce("of_year__elsewhere", 0)}
    return leaders.annotate(of_year=years).annotate(**sums, minimum=asked_in(year, minutes))


def with_due(leaders, *, year, minutes):
    """The same with what is `due` by today."""
    return leaders.annotate(due=asked_in(year, minutes, months=months_over(year)))


def short_of_hours(leaders, than="minimum"):
    """Of leaders `with_hours`, those below what the year asks, or below what is "due" by today."""
    return leaders.filter(credited__lt=F(than))


def holding_a_post(leaders):
    held = Q()
    for kind in Kind.values:
        held |= Q(**{f"leads_{kind}": True})
    return leaders.filter(held)


def serving(leaders, kind, year):
    """Those who held a post of `kind` on some day of `year`."""
    posts = Appointment.objects.filter(leader=OuterRef("pk"), kind=kind, state__in=SERVED)
    posts = posts.filter(started_on__lt=date(year + 1, 1, 1))
    return leaders.filter(Exists(posts.filter(Q(ended_on=None) | Q(ended_on__gte=date(year, 1, 1)))))


def training_line(user):
    """{"each", "short"} of the people in office: hours on average this year, how many below their minimum; or None.

    For a reach that is one county, or less: above it would read every leader of a city for a line of text.
    """
    spans = reached_spans(user, Permission.TRAINING_EDIT)
    if len(spans) != 1 or len(ancestor_paths(spans[0][0])) < GENERATIONS:
        return None
    found = asked("training-line", user, lambda: _summed(user, spans[0][0]))
    return next(({"each": hours(total // count), "short": short} for count, total, short in found if count), None)


def _summed(user, path):
    """(how many in office, minutes they were credited, how many are below their minimum) in at most one row."""
    today = timezone.localdate()
    people = holding_a_post(Leader.objects.permitted(user, Permission.TRAINING_EDIT)).order_by()
    hours_of = with_hours(people, year=today.year, minutes=minutes_at(path, on=today))
    rows = hours_of.annotate(all=Value(1)).values("all")
    sums = {"count": Count("pk"), "total": Sum("credited"), "short": Count("pk", filter=Q(credited__lt=F("minimum")))}
    return rows.annotate(**sums).values_list(*sums)
