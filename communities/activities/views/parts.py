"""The activities on an organization's page: a sheet of the overview, and a tab."""

from datetime import timedelta

from django.db.models import (
    BigIntegerField,
    DateField,
    DateTimeField,
    F,
    IntegerField,
    TextField,
    TimeField,
    Value,
)
from django.db.models.functions import Cast
from django.utils import timezone

from communities.activities.happenings import happening_of, happenings, sessions_of, start_of
from communities.activities.models import Activity, ActivityRule, RuleChange
from registry.upkeep.written import Given, ask

AHEAD, BACK = timedelta(days=28), timedelta(days=120)
NEXT, LAST = 1, 3
LISTED = 40
# The one shape in which rows, rules and changed days travel together.
COLUMNS = {
    "source": TextField(),
    "number": BigIntegerField(),
    "rule_number": BigIntegerField(),
    "title": TextField(),
    "place": TextField(),
    "state": TextField(),
    "words": TextField(),
    "kind": TextField(),
    "begins": DateTimeField(),
    "finishes": DateTimeField(),
    "first": DateField(),
    "last": DateField(),
    "opens": TimeField(),
    "closes": TimeField(),
    "bits": IntegerField(),
    "came": IntegerField(),
    "joined": IntegerField(),
}


def panel(row, _user):
    """{"next", "last", "year"}: one query, because the overview has room for no more."""
    activities, rules = _read(row)
    today, now = timezone.localdate(), timezone.now()
    planned = [happening_of(one) for one in activities if one.ends_at > now and one.state == Activity.State.PLANNED]
    counted = {(one.rule_id, one.rule_date) for one in activities if one.rule_id}
    for rule, changes in rules:
        planned += sessions_of(rule, today, today + AHEAD, changes, counted)
    coming = [one for one in planned if one.ends_at > now and one.state == Activity.State.PLANNED]
    held = [one for one in activities if one.state == Activity.State.HELD]
    return {
        "next": sorted(coming, key=lambda one: one.starts_at)[:NEXT],
        "last": sorted(held, key=lambda one: one.starts_at, reverse=True)[:LAST],
        "year": sum(timezone.localdate(one.starts_at).year == today.year for one in held),
        "competitions": sum(
            timezone.localdate(one.starts_at).year == today.year and one.kind == Activity.Kind.COMPETITION
            for one in held
        ),
    }


def _read(organization):
    """([Activity], [(ActivityRule, [RuleChange])]) around today, filled with what the sheet shows, in one query."""
    rows = ask("activities of an organization", _around_today, organization=organization.pk)
    return _unpacked([dict(zip(COLUMNS, row, strict=True)) for row in rows])


def _around_today():
    here, today = Given("organization"), timezone.localdate()
    since = start_of(min(today.replace(month=1, day=1), today - BACK))
    activities = Activity.objects.filter(
        organization=here, starts_at__gte=since, starts_at__lt=start_of(today + AHEAD + timedelta(days=1))
    )
    rules = ActivityRule.objects.filter(organization=here).current()
    changes = RuleChange.objects.filter(rule__organization=here, on__gte=today - AHEAD, on__lte=today + AHEAD)
    return _shaped(
        activities, "activity", number="id", rule_number="rule_id", title="title", place="place", state="state",
        words="result", kind="kind", begins="starts_at", finishes="ends_at", first="rule_date", came="attended",
        joined="new_members",
    ).union(
        _shaped(
            rules, "rule", number="id", title="title", place="place", first="starts_on", last="ends_on",
            opens="starts", closes="ends", bits="weekdays",
        ),
        _shaped(
            changes, "change", number="id", rule_number="rule_id", place="place", words="reason",
            begins="starts_at", finishes="ends_at", first="on",
        ),
        all=True,
    )  # fmt: skip


def _shaped(queryset, source, **columns):
    """The rows as tuples in the order of COLUMNS; what a source does not have is null."""
    shaped = [_column(name, field, source, columns) for name, field in COLUMNS.items()]
    return queryset.order_by().values_list(*shaped)


def _column(name, field, source, columns):
    if name in columns:
        return F(columns[name])
    # PostgreSQL wants to know the type of a null before it unites it with a date.
    return Cast(Value(source if name == "source" else None), field)


def _unpacked(rows):
    activities, rules, changes = [], {}, []
    for row in rows:
        times = {"starts_at": row["begins"], "ends_at": row["finishes"]}
        if row["source"] == "activity":
            facts = {"title": row["title"], "place": row["place"], "state": row["state"], "kind": row["kind"]}
            facts |= {"result": row["words"], "attended": row["came"], "new_members": row["joined"]}
            of_rule = {"rule_id": row["rule_number"], "rule_date": row["first"]}
            activities.append(Activity(pk=row["number"], **facts, **of_rule, **times))
        elif row["source"] == "rule":
            hours = {"starts": row["opens"], "ends": row["closes"], "weekdays": row["bits"]}
            span = {"starts_on": row["first"], "ends_on": row["last"]}
            rule = ActivityRule(pk=row["number"], title=row["title"], place=row["place"], **hours, **span)
            rules[row["number"]] = (rule, [])
        else:
            changes.append(RuleChange(rule_id=row["rule_number"], on=row["first"], place=row["place"], **times))
    for change in changes:
        if change.rule_id in rules:
            rules[change.rule_id][1].append(change)
    return activities, list(rules.values())


def tab(row, _user):
    """{"coming", "rules", "over"}: four weeks ahead, the weekly rules, and what was held or called off."""
    today = timezone.localdate()
    mine = {"organization": row}
    found = happenings(
        today, today + AHEAD, activities=Activity.objects.filter(**mine), rules=ActivityRule.objects.filter(**mine)
    )
    over = Activity.objects.filter(organization=row, starts_at__lt=timezone.now()).order_by("-starts_at", "-id")
    return {
        "coming": [one for one in found if not one.is_over][:LISTED],
        "rules": list(ActivityRule.objects.filter(organization=row).current().order_by("id")[:LISTED]),
        "over": list(over[:LISTED]),
    }
