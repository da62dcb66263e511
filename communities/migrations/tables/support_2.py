"""The tables of support, with their constraints."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Venue",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("name", models.CharField(max_length=40, verbose_name="name")),
            (
                "region",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="venues",
                    to="communities.region",
                    verbose_name="region",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("address", models.CharField(max_length=100, verbose_name="address and room")),
            (
                "capacity",
                models.PositiveSmallIntegerField(
                    blank=True,
                    null=True,
                    validators=[django.core.validators.MaxValueValidator(10000)],
                    verbose_name="people it holds",
                ),
            ),
            ("note", models.CharField(blank=True, max_length=200, verbose_name="opening hours, key and rules")),
            (
                "retired_on",
                models.DateField(blank=True, editable=False, null=True, verbose_name="no longer lent since"),
            ),
            ("bookings_made", models.PositiveIntegerField(default=0, editable=False)),
        ],
        options={
            "verbose_name": "venue",
            "verbose_name_plural": "venues",
            "indexes": [models.Index(fields=["region_path", "id"], name="venue_by_place")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="venue_has_path"),
                models.UniqueConstraint(
                    condition=models.Q(("retired_on", None)),
                    fields=("region", "name"),
                    name="venue_name_once_in_its_region",
                    violation_error_message="A venue of this name is entered here already.",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="VenueSlot",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "venue",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="slots",
                    to="communities.venue",
                    verbose_name="venue",
                ),
            ),
            (
                "organization",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="venue_slots",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "weekday",
                models.PositiveSmallIntegerField(
                    choices=[
                        (0, "Monday"),
                        (1, "Tuesday"),
                        (2, "Wednesday"),
                        (3, "Thursday"),
                        (4, "Friday"),
                        (5, "Saturday"),
                        (6, "Sunday"),
                    ],
                    verbose_name="day of the week",
                ),
            ),
            ("starts", models.TimeField(verbose_name="begins")),
            ("ends", models.TimeField(verbose_name="ends")),
            ("valid_from", models.DateField(verbose_name="from day")),
            ("valid_until", models.DateField(verbose_name="until day")),
            ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ("booked_at", models.DateTimeField(auto_now_add=True, verbose_name="booked at")),
            (
                "booked_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="booked by",
                ),
            ),
            ("cancelled_at", models.DateTimeField(editable=False, null=True, verbose_name="cancelled at")),
            (
                "cancelled_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="cancelled by",
                ),
            ),
        ],
        options={
            "verbose_name": "weekly slot",
            "verbose_name_plural": "weekly slots",
            "indexes": [
                models.Index(fields=["venue", "weekday", "starts"], name="slots_of_venue"),
                models.Index(fields=["organization", "weekday", "starts"], name="slots_of_group"),
                models.Index(fields=["region_path", "id"], name="slots_in_place"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("ends__gt", models.F("starts"))), name="slot_ends_after_it_begins"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_until__gte", models.F("valid_from")), ("cancelled_at__isnull", False), _connector="OR"
                    ),
                    name="slot_runs_forward",
                ),
                models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="slot_on_a_day_of_the_week"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("cancelled_at", None), ("cancelled_by", None)),
                        models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="slot_cancelled_iff_signed",
                ),
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="slot_has_path"),
            ],
        },
    ),
]
