"""Who reaches which rows: the one security file.

A region's path is 4 digits per generation; every scoped row carries its region's path in its own column.
A subtree is the half-open range [path, path + "a"): digits sort before letters under every collation, and
a range uses the index where LIKE does not. Only this file and regions/models/region.py know what a path is.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple, Protocol, Self, TypeVar

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import connection, models
from django.db.models import Case, Count, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, Substr
from django.utils import timezone

from registry.accounts.models import User
from registry.accounts.roles import roles_granting
from registry.audit.changes import GENERATIONS
from registry.upkeep.written import Given, ask

Account = User | AnonymousUser  # who asks: whoever opens a public page has signed in nowhere
Span = tuple[str, str]  # the half-open range from one path to another
Row = TypeVar("Row", bound=models.Model)

WHOLE_TREE = ("", "a")
SEGMENT = 4  # digits a generation
LONGEST_PATH = 40  # digits of the column of a region
COUNT_CAP = 10_000
ABOVE_STREETS = ("province", "prefecture", "county")


class Spanning(Protocol):
    """A region, which this file does not know."""

    @property
    def span(self) -> Span: ...


class OpenPosting(NamedTuple):
    role: str
    path: str
    region: str
    above: str | None
    region_id: int
    level: str


def span_of(path: str) -> Span:
    """The half-open range that holds the row at `path` and all below it."""
    return (path, path + "a")


def span_of_place(path: str) -> Span:
    """The half-open range that holds the row at `path` and none below it."""
    return (path, path + "0")


def span_beyond(path: str, *, back: bool = False) -> Span:
    """The half-open range of the places from `path` on in tree order, or up to it when going back."""
    # A further step is at least "0001", so whatever lies below `path` sorts after path + "0".
    return (WHOLE_TREE[0], path + "0") if back else (path, WHOLE_TREE[1])


def in_spans(spans: list[Span], field: str = "region_path") -> Q:
    """A condition on rows: the path in `field` lies in one of `spans`; without spans no row meets it."""
    reach = Q(pk__in=[])
    for low, high in spans:
        reach |= Q(**{f"{field}__gte": low, f"{field}__lt": high})
    return reach


def lies_in_spans(path: str, spans: list[Span]) -> bool:
    """True when `path` lies in one of `spans`."""
    return any(low <= path < high for low, high in spans)


def lies_in(path: str, place: str) -> bool:
    """True when `path` is the path `place` or lies below it."""
    return path.startswith(place)


def ancestor_paths(path: str) -> list[str]:
    """["0001", "00010003", …]: the paths from the root down to `path` itself."""
    return [path[:end] for end in range(SEGMENT, len(path) + 1, SEGMENT)]


def places_above(path: OuterRef) -> list[Substr]:
    """Expressions: the paths from the root down to that of an outer row, to look places up by; a short one's repeat."""
    return [Substr(path, 1, end) for end in range(SEGMENT, LONGEST_PATH + 1, SEGMENT)]


def given_paths(path: str) -> dict[str, str]:
    """The same under names, to be given to a kept question; which one it is, their number says."""
    return {f"place {at}": up for at, up in enumerate(ancestor_paths(path))}


def last_step(path: str) -> int:
    """The number that the place at `path` bears among those of its parent."""
    return int(path[-SEGMENT:])


def common_path(paths: Iterable[str]) -> str:
    """The path of the lowest place that holds all the rows at `paths`; "" when there is none."""
    low, high = min(paths), max(paths)
    length = next((at for at, (one, other) in enumerate(zip(low, high, strict=False)) if one != other), len(low))
    return low[: length - length % SEGMENT]


def step_below(path: str, field: str = "region_path") -> Substr:
    """An expression: the path one generation below `path` on the way to the row, or `path` for a row at it."""
    return Substr(field, 1, len(path) + SEGMENT)


def place_among(places: list[str], field: str = "region_path") -> Case:
    """An expression: the one of `places`, none of which lies in another, in which the row does."""
    return Case(*[When(in_spans([span_of(path)], field), then=Value(path)) for path in places])


def part_below(path: str, place: str) -> str:
    """The same of a path at hand: that of the part of `path` in which `place` lies."""
    return place[: len(path) + SEGMENT]


def street_of(field: str = "region_path") -> Substr:
    """An expression: the path of the row's street, or the row's own path above the streets."""
    return Substr(field, 1, GENERATIONS)


def reached_spans(user: Account, permission: str | None) -> list[Span]:
    """The spans `user` reaches with `permission`, outermost first; [] when held nowhere.

    One query a request, and worked out once for each permission: a page asks a hundred times.
    """
    if not user.is_authenticated or not user.is_active:
        return []
    if user.is_superuser:
        return [WHOLE_TREE]
    if not hasattr(user, "_spans_reached"):
        user._spans_reached = {}
    found = user._spans_reached
    if permission not in found:
        roles = roles_granting(permission)
        paths = sorted({posting.path for posting in open_postings(user) if posting.role in roles})
        outermost = [path for path in paths if not any(path != up and lies_in(path, up) for up in paths)]
        found[permission] = [span_of(path) for path in outermost]
    return found[permission]


def holds_anywhere(user: Account, permission: str | None) -> bool:
    return bool(reached_spans(user, permission))


def reaches(user: Account, permission: str | None, path: str) -> bool:
    """True when the row at `path` lies in a span `user` reaches with `permission`."""
    return lies_in_spans(path, reached_spans(user, permission))


def holders(permission: str, path: str) -> models.QuerySet[User]:
    """Accounts in use that hold `permission` today at the row at `path`; administrators, who hold all, left out."""
    accounts = get_user_model()
    postings: Any = accounts._meta.get_field("postings").related_model
    postings = postings.objects.filter(
        posting_is_open(timezone.localdate()),
        role__in=roles_granting(permission),
        region__path__in=ancestor_paths(path),
    )
    return accounts.objects.filter(pk__in=postings.values("user"), is_active=True, is_superuser=False).order_by("pk")


def named_holders(accounts: models.QuerySet[User], permission: str, path: str, most: int) -> list[tuple[str, str]]:
    """[(name, office)] of the first of `accounts`; the office where one holds `permission` there from above alone."""
    postings: Any = get_user_model()._meta.get_field("postings").related_model
    held = postings.objects.filter(
        posting_is_open(timezone.localdate()),
        user=OuterRef("pk"),
        role__in=roles_granting(permission),
        region__path__in=ancestor_paths(path),
    ).order_by("-region__path")
    rows = accounts.annotate(
        office=Subquery(held.values("region__name")[:1]), office_level=Subquery(held.values("region__level")[:1])
    )
    return [(str(one), one.office if one.office_level in ABOVE_STREETS else "") for one in rows[:most]]


def managers_for_good(path: str) -> list[User]:
    """Who names a deputy for the row at `path`: its managers whose posting has no end, administrators left out."""
    accounts = get_user_model()
    postings: Any = accounts._meta.get_field("postings").related_model
    rows = postings.objects.filter(
        posting_is_open(timezone.localdate()), role="manager", ended_on=None, region__path__in=ancestor_paths(path)
    )
    found = accounts.objects.filter(pk__in=rows.values("user"), is_active=True, is_superuser=False)
    return list(found.order_by("pk"))


def office_above(path: str) -> str:
    """The name of the office above the street of the row at `path`, or ""."""
    regions: Any = get_user_model()._meta.get_field("postings").related_model._meta.get_field("region").related_model
    above = regions.objects.filter(path__in=ancestor_paths(path), level__in=ABOVE_STREETS, is_virtual=False)
    return above.order_by("-path").values_list("name", flat=True).first() or ""


def roles_at(path: str) -> set[str]:
    """The roles that somebody holds today at the row at `path`: accounts in use, administrators left out."""
    places = given_paths(path)

    def build() -> models.QuerySet[Any, Any]:
        postings: Any = get_user_model()._meta.get_field("postings").related_model
        rows = postings.objects.filter(posting_is_open(timezone.localdate()), user__is_active=True)
        rows = rows.filter(user__is_superuser=False, region__path__in=[Given(one) for one in places])
        return rows.order_by().values_list("role", flat=True).distinct()

    return set(ask(("roles at", len(places)), build, **places))


def place_of(row: Any) -> str:
    """The path of the place a row lies at."""
    return row.region_path if hasattr(row, "region_path") else row.path


def reaches_row(user: Account, permission: str | None, row: Any) -> bool:
    """True when `user` holds `permission` at the very place of `row`: a right held elsewhere does not count."""
    return reaches(user, permission, place_of(row))


def is_lent(user: Account, permission: str | None, path: str) -> bool:
    """True when the row at `path` is in reach or lies at a place above it: a street lends to its communities."""
    return lies_in_spans(path, lent_spans(user, permission))


def lent_spans(user: Account, permission: str | None) -> list[Span]:
    """The spans in reach, and of each place above them that place alone."""
    spans = reached_spans(user, permission)
    above = {path for low, _high in spans for path in ancestor_paths(low)[:-1]}
    return spans + [span_of_place(path) for path in sorted(above)]


def rows_in_reach(queryset: models.QuerySet[Row], user: Account, permission: str | None) -> models.QuerySet[Row]:
    """Rows of a log, which knows no scope of its own, cut to what `user` reaches with `permission`."""
    spans = reached_spans(user, permission)
    if spans == [WHOLE_TREE]:
        return queryset
    return queryset.filter(in_spans(spans))


def posting_is_open(day: date) -> Q:
    """A condition on postings: begun by `day`, and not ended yet; on the day it ends it opens nothing any more."""
    return Q(started_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))


def open_postings(user: User) -> list[OpenPosting]:
    """Today's postings as OpenPosting; kept on the user object, which lives for one request."""
    if not hasattr(user, "_open_postings"):
        user._open_postings = [OpenPosting(*row) for row in ask("open postings", _open_postings, user=user.pk)]
    return user._open_postings


def _open_postings() -> models.QuerySet[Any, Any]:
    postings: Any = get_user_model()._meta.get_field("postings").related_model
    rows = postings.objects.filter(posting_is_open(timezone.localdate()), user=Given("user")).order_by("region__path")
    return rows.values_list(
        "role", "region__path", "region__name", "region__parent__name", "region_id", "region__level"
    )


def common_spans(spans: list[Span], span: Span) -> list[Span]:
    """What `spans` and `span` have in common. Spans of a tree lie inside each other or apart."""
    low, high = span
    met = [(max(low, start), min(high, end)) for start, end in spans]
    return [(start, end) for start, end in met if start < end]


def count_below(queryset: "ScopedQuerySet") -> Coalesce:
    """For annotating regions: how many rows of `queryset` lie at each of them or below."""
    field = queryset.path_field
    inside = {f"{field}__gte": OuterRef("path"), f"{field}__lt": Concat(OuterRef("path"), Value(WHOLE_TREE[1]))}
    rows = queryset.filter(**inside).order_by().annotate(one=Value(1)).values("one")
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)


def capped_counts(*querysets: models.QuerySet[Any], cap: int = COUNT_CAP) -> list[int]:
    """[rows of each queryset, counted no further than cap + 1]: one query for all of them."""
    queries = [rows.order_by().values("pk")[: cap + 1].query for rows in querysets]
    asked = [query.get_compiler(connection=connection, elide_empty=False).as_sql() for query in queries]
    counts = ") counted), (SELECT COUNT(*) FROM (".join(sql for sql, _its in asked)
    whole = "".join(["SELECT (SELECT COUNT(*) FROM (", counts, ") counted)"])
    with connection.cursor() as cursor:
        cursor.execute(whole, [one for _sql, its in asked for one in its])
        return list(cursor.fetchone())


def counts_by(rows: models.QuerySet[Any], name: str, cap: int = COUNT_CAP) -> dict[Any, int]:
    """{value of a column: rows with it} of no more than cap + 1 rows: one query, from an index where one holds both."""
    inner = rows.order_by().values_list(name)[: cap + 1].query
    sql, its = inner.get_compiler(connection=connection, elide_empty=False).as_sql()
    column = connection.ops.quote_name(rows.model._meta.get_field(name).column)
    whole = "".join(["SELECT ", column, ", COUNT(*) FROM (", sql, ") counted GROUP BY ", column])
    with connection.cursor() as cursor:
        cursor.execute(whole, its)
        return dict(cursor.fetchall())


class OutOfIndex(Func):
    """A column as a value: SQLite, which cannot guess how many rows a range holds, then leaves its index alone."""

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


class ScopedQuerySet(models.QuerySet):
    """Rows that lie somewhere in the tree. `path_field` names the column that says where."""

    path_field = "region_path"
    is_unaided = False
    _reach: Any = None  # (the rows before they were cut, the spans); only on the very queryset that was cut

    def within(self, region: Spanning) -> Self:
        """The rows at `region` and below it."""
        return self.inside(region.span)

    def inside(self, span: Span) -> Self:
        """The rows in a span; after a cut, one range instead of two: SQLite looks up by one alone, maybe the wider."""
        if self._reach is None:
            return self.in_spans([span])
        rows, spans = self._reach
        return rows.in_spans(common_spans(spans, span))

    def permitted(self, user: Account, permission: str | None) -> Self:
        """The rows on which `user` holds `permission`; none when it is held nowhere."""
        spans = reached_spans(user, permission)
        return self if spans == [WHOLE_TREE] else self.in_spans(spans)

    def lent_to(self, user: Account, permission: str | None) -> Self:
        """The rows in reach, and those that lie at a place above it."""
        spans = lent_spans(user, permission)
        return self if spans == [WHOLE_TREE] else self.in_spans(spans)

    def unaided(self) -> Self:
        """From here on places are compared row by row: for walking the index of another order in a wide reach."""
        rows = self.all()
        rows.is_unaided = True
        return rows

    def among(self, numbers: list[int]) -> Self:
        """Those of a few numbers, looked up by them: SQLite would walk the whole place and ask of each row."""
        rows = self
        if self._reach is not None:
            before, spans = self._reach
            rows = before.unaided().in_spans(spans)
        return rows.filter(pk__in=numbers)

    def capped_count(self, cap: int = COUNT_CAP) -> int:
        """The number of rows, counted no further than cap + 1: a full count costs as much as ten pages."""
        return self.order_by()[: cap + 1].count()

    def in_spans(self, spans: list[Span]) -> Self:
        """The rows that lie in one of `spans`."""
        rows: Any = self
        field = self.path_field
        if self.is_unaided:
            rows, field = self.alias(place_of_row=OutOfIndex(F(self.path_field))), "place_of_row"
        cut = rows.filter(in_spans(spans, field))
        cut._reach = (self, spans)
        return cut

    def _clone(self) -> Self:
        parent: Any = super()  # the stubs leave the method out
        rows = parent._clone()
        rows.is_unaided = self.is_unaided
        return rows
