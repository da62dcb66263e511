"""The tables of support, with their constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
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
            ],
        },
    ),
]
