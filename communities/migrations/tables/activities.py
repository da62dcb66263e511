"""The tables of activities, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import communities.activities.models.rule

OPERATIONS = [
    migrations.CreateModel(
        name="ActivityRule",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "organization",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            (
                "region",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, to="communities.region", verbose_name="region"
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("title", models.CharField(max_length=60, verbose_name="title of the activity")),
            ("description", models.TextField(blank=True, max_length=1000, verbose_name="what happens there")),
            ("place", models.CharField(max_length=100, verbose_name="place")),
            (
                "venue",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    to="communities.venue",
                    verbose_name="room it takes",
                ),
            ),
            ("joining", models.CharField(blank=True, max_length=100, verbose_name="who may join, how many")),
            ("open_to_residents", models.BooleanField(default=True, verbose_name="open to residents")),
            ("is_published", models.BooleanField(default=False, editable=False, verbose_name="in the public calendar")),
            ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
            (
                "created_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="entered by",
                ),
            ),
            (
                "weekdays",
                models.PositiveSmallIntegerField(
                    choices=communities.activities.models.rule.weekday_sets, verbose_name="weekdays"
                ),
            ),
            ("starts", models.TimeField(verbose_name="from (hour)")),
            ("ends", models.TimeField(verbose_name="until (hour)")),
            ("starts_on", models.DateField(verbose_name="first day")),
            ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
            ("end_note", models.CharField(blank=True, editable=False, max_length=100, verbose_name="why it ended")),
            ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="ended at")),
            (
                "ended_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="ended by",
                ),
            ),
        ],
        options={
            "verbose_name": "weekly rule",
            "verbose_name_plural": "weekly rules",
            "default_related_name": "activity_rules",
            "indexes": [models.Index(fields=["region_path", "id"], name="activity_rule_in_place")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="activity_rule_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(("weekdays__gte", 1), ("weekdays__lte", 127)), name="activity_rule_has_weekdays"
                ),
                models.CheckConstraint(
                    condition=models.Q(("ends__gt", models.F("starts"))),
                    name="activity_rule_ends_after_it_begins",
                    violation_error_message="The end lies before the beginning.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("ends_on", None),
                        ("ends_on__gte", models.F("starts_on")),
                        ("ended_at__isnull", False),
                        _connector="OR",
                    ),
                    name="activity_rule_last_day_after_first",
                    violation_error_message="The last day lies before the first.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("end_note", ""), ("ended_at", None), ("ended_by", None)),
                        models.Q(
                            ("ended_at__isnull", False),
                            ("ended_by__isnull", False),
                            ("ends_on__isnull", False),
                            models.Q(("end_note", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="activity_rule_ended_iff_signed",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="RuleChange",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "rule",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="changes",
                    to="communities.activityrule",
                    verbose_name="weekly rule",
                ),
            ),
            ("on", models.DateField(verbose_name="day of the rule")),
            ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="begins")),
            ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends")),
            ("place", models.CharField(blank=True, max_length=100, verbose_name="place")),
            ("reason", models.CharField(max_length=100, verbose_name="reason")),
            ("entered_at", models.DateTimeField(auto_now=True, verbose_name="entered at")),
            (
                "entered_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="entered by",
                ),
            ),
        ],
        options={
            "verbose_name": "changed day of a rule",
            "verbose_name_plural": "changed days of a rule",
            "ordering": ["on"],
            "indexes": [models.Index(fields=["starts_at"], name="rule_change_moved_to")],
            "constraints": [
                models.UniqueConstraint(fields=("rule", "on"), name="rule_changed_once_a_day"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ends_at", None), ("place", ""), ("starts_at", None)),
                        models.Q(("ends_at__gt", models.F("starts_at")), ("starts_at__isnull", False)),
                        _connector="OR",
                    ),
                    name="rule_change_moves_or_skips",
                ),
                models.CheckConstraint(
                    condition=models.Q(("reason", ""), _negated=True), name="rule_change_has_reason"
                ),
            ],
        },
    ),
]
