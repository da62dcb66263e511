"""The tables of appointments, with their constraints."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import communities.records.dates

OPERATIONS = [
    migrations.CreateModel(
        name="Appointment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "leader",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="appointments",
                    to="leaders.leader",
                    verbose_name="leader",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("team", "Team leader"),
                        ("opinion", "Opinion leader"),
                        ("building", "Building head"),
                        ("estate", "Owners' committee chair"),
                    ],
                    max_length=10,
                    verbose_name="kind",
                ),
            ),
            ("title", models.CharField(blank=True, max_length=30, verbose_name="title")),
            (
                "organization",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="appointments",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            (
                "region",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="appointments",
                    to="communities.region",
                    verbose_name="building or compound",
                ),
            ),
            (
                "topic",
                models.CharField(
                    blank=True,
                    choices=[
                        ("parking", "Parking"),
                        ("lift", "Adding lifts"),
                        ("elderly", "Care for the elderly"),
                        ("children", "Children"),
                        ("greenery", "Greenery and waste"),
                        ("property", "Property service"),
                        ("pets", "Pets"),
                        ("safety", "Fire and traffic safety"),
                        ("culture", "Culture and neighbours"),
                        ("other", "Other"),
                    ],
                    max_length=10,
                    verbose_name="topic",
                ),
            ),
            ("own_wish", models.BooleanField(default=False, verbose_name="the person wishes to be listed")),
            ("term_number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="term number")),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("started_on", models.DateField(verbose_name="from")),
            (
                "started_precision",
                models.CharField(
                    choices=[("day", "day"), ("month", "month"), ("year", "year")],
                    default="day",
                    editable=False,
                    max_length=5,
                ),
            ),
            ("term_ends_on", models.DateField(verbose_name="term until")),
            ("ended_on", models.DateField(blank=True, editable=False, null=True, verbose_name="ended on")),
            (
                "end_reason",
                models.CharField(
                    blank=True,
                    choices=[
                        ("term_over", "Term over"),
                        ("own_wish", "Own wish"),
                        ("moved", "Moved away"),
                        ("died", "Passed away"),
                        ("unable", "No longer able to serve"),
                        ("new_choice", "Somebody else was chosen"),
                        ("dissolved", "The group or seat no longer exists"),
                    ],
                    editable=False,
                    max_length=10,
                    verbose_name="reason for ending",
                ),
            ),
            (
                "how_chosen",
                models.CharField(
                    choices=[
                        ("elected", "Elected"),
                        ("put_forward", "Put forward by residents"),
                        ("self", "Own offer"),
                        ("invited", "Invited by the committee"),
                    ],
                    max_length=11,
                    verbose_name="how chosen",
                ),
            ),
            ("declared_interests", models.CharField(blank=True, max_length=200, verbose_name="declared interests")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("pending", "Awaiting review"),
                        ("current", "In office"),
                        ("returned", "Returned"),
                        ("ended", "Left office"),
                        ("withdrawn", "Entry withdrawn"),
                    ],
                    default="pending",
                    editable=False,
                    max_length=9,
                    verbose_name="state",
                ),
            ),
            (
                "return_reason",
                models.CharField(blank=True, editable=False, max_length=200, verbose_name="reason for returning"),
            ),
            ("submitted_at", models.DateTimeField(editable=False, verbose_name="submitted at")),
            (
                "submitted_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="submitted by",
                ),
            ),
            ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="decided at")),
            (
                "decided_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="decided by",
                ),
            ),
        ],
        options={
            "verbose_name": "appointment",
            "verbose_name_plural": "appointments",
            "ordering": ["-started_on", "-id"],
            "indexes": [
                models.Index(fields=["region_path", "state", "id"], name="appointment_of_state"),
                models.Index(
                    condition=models.Q(("state", "current")),
                    fields=["region_path", "kind", "term_ends_on"],
                    name="appointment_terms",
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("kind", "team"),
                            ("organization__isnull", False),
                            ("region", None),
                            ("term_number", None),
                            ("topic", ""),
                        ),
                        models.Q(
                            ("kind", "opinion"),
                            ("organization", None),
                            ("own_wish", True),
                            ("region", None),
                            ("term_number", None),
                            models.Q(("topic", ""), _negated=True),
                        ),
                        models.Q(
                            ("kind", "building"),
                            ("organization", None),
                            ("region__isnull", False),
                            ("term_number", None),
                            ("topic", ""),
                        ),
                        models.Q(
                            ("kind", "estate"),
                            ("organization", None),
                            ("region__isnull", False),
                            ("term_number__isnull", False),
                            ("topic", ""),
                        ),
                        _connector="OR",
                    ),
                    name="appointment_has_what_its_kind_needs",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("kind", "building"), ("state", "current")),
                    fields=("region",),
                    name="one_current_head_per_building",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("kind", "estate"), ("state", "current")),
                    fields=("region",),
                    name="one_current_chair_per_compound",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("region__isnull", False), ("state", "pending")),
                    fields=("kind", "region"),
                    name="one_pending_per_seat",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("organization__isnull", False), ("state__in", ["pending", "current"])),
                    fields=("leader", "organization"),
                    name="one_open_appointment_per_person_and_team",
                ),
                models.CheckConstraint(
                    condition=models.Q(("term_ends_on__gt", models.F("started_on"))),
                    name="appointment_term_ends_after_it_starts",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("kind", "estate"), _negated=True),
                        django.db.models.lookups.LessThanOrEqual(
                            communities.records.dates.DayNumber("term_ends_on"),
                            django.db.models.expressions.CombinedExpression(
                                communities.records.dates.DayNumber("started_on"), "+", models.Value(50000)
                            ),
                        ),
                        _connector="OR",
                    ),
                    name="estate_term_at_most_five_years",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("ended_on__isnull", False), ("state", "ended"), models.Q(("end_reason", ""), _negated=True)
                        ),
                        models.Q(
                            ("ended_on__isnull", False),
                            ("state", "current"),
                            models.Q(("end_reason", ""), _negated=True),
                        ),
                        models.Q(models.Q(("state", "ended"), _negated=True), ("end_reason", ""), ("ended_on", None)),
                        _connector="OR",
                    ),
                    name="appointment_end_dated_and_reasoned",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("decided_by", None),
                        models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="appointment_not_decided_by_its_submitter",
                ),
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="appointment_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("decided_at__isnull", False),
                            ("decided_by__isnull", False),
                            ("state__in", ["current", "returned", "ended"]),
                        ),
                        models.Q(("decided_at", None), ("decided_by", None), ("state", "pending")),
                        ("state", "withdrawn"),
                        _connector="OR",
                    ),
                    name="appointment_decided_iff_signed",
                ),
            ],
        },
    ),
]
