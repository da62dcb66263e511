"""The tables of activities, with their constraints."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Activity",
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
                "rule",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    to="communities.activityrule",
                    verbose_name="weekly rule",
                ),
            ),
            ("rule_date", models.DateField(editable=False, null=True, verbose_name="day of the rule")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("session", "Regular session"),
                        ("event", "Event"),
                        ("visit", "Visit to others"),
                        ("competition", "Competition"),
                    ],
                    default="event",
                    max_length=12,
                    verbose_name="kind",
                ),
            ),
            ("starts_at", models.DateTimeField(verbose_name="begins")),
            ("ends_at", models.DateTimeField(verbose_name="ends")),
            ("competition", models.CharField(blank=True, max_length=60, verbose_name="name of the competition")),
            (
                "level",
                models.CharField(
                    blank=True,
                    choices=[
                        ("community", "Of the community"),
                        ("street", "Of the street"),
                        ("county", "Of the district"),
                        ("city", "Of the city"),
                        ("province", "Of the province"),
                        ("nation", "National"),
                    ],
                    max_length=10,
                    verbose_name="level of the competition",
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Called off")],
                    default="planned",
                    editable=False,
                    max_length=10,
                    verbose_name="state",
                ),
            ),
            (
                "attended",
                models.PositiveIntegerField(
                    null=True, validators=[django.core.validators.MaxValueValidator(100000)], verbose_name="attended"
                ),
            ),
            (
                "new_members",
                models.PositiveIntegerField(
                    default=0, validators=[django.core.validators.MaxValueValidator(100000)], verbose_name="new members"
                ),
            ),
            (
                "volunteers",
                models.PositiveIntegerField(
                    default=0, validators=[django.core.validators.MaxValueValidator(100000)], verbose_name="volunteers"
                ),
            ),
            ("result", models.CharField(blank=True, max_length=60, verbose_name="result")),
            ("prize", models.CharField(blank=True, max_length=60, verbose_name="prize")),
            ("counted_at", models.DateTimeField(editable=False, null=True, verbose_name="counted at")),
            (
                "counted_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="counted by",
                ),
            ),
            ("cancel_reason", models.CharField(blank=True, max_length=100, verbose_name="why it was called off")),
            ("cancelled_at", models.DateTimeField(editable=False, null=True, verbose_name="called off at")),
            (
                "cancelled_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="called off by",
                ),
            ),
        ],
        options={
            "verbose_name": "activity",
            "verbose_name_plural": "activities",
            "default_related_name": "activities",
            "indexes": [
                models.Index(fields=["starts_at", "id"], name="activity_by_time"),
                models.Index(fields=["region_path", "starts_at", "id"], name="activity_in_place"),
                models.Index(fields=["organization", "starts_at"], name="activity_of_organization"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="activity_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                    name="activity_ends_after_it_begins",
                    violation_error_message="The end lies before the beginning.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("attended__isnull", False),
                            ("counted_at__isnull", False),
                            ("counted_by__isnull", False),
                            ("state", "held"),
                        ),
                        models.Q(
                            models.Q(("state", "held"), _negated=True),
                            ("attended", None),
                            ("counted_at", None),
                            ("counted_by", None),
                        ),
                        _connector="OR",
                    ),
                    name="activity_held_iff_counted",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("cancelled_at__isnull", False),
                            ("cancelled_by__isnull", False),
                            ("state", "cancelled"),
                            models.Q(("cancel_reason", ""), _negated=True),
                        ),
                        models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            ("cancel_reason", ""),
                            ("cancelled_at", None),
                            ("cancelled_by", None),
                        ),
                        _connector="OR",
                    ),
                    name="activity_called_off_iff_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("attended", None), ("attended__lte", 100000), _connector="OR"),
                        ("new_members__lte", 100000),
                        ("volunteers__lte", 100000),
                    ),
                    name="activity_counts_are_sane",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("attended", None), ("new_members", 0)),
                        ("new_members__lte", models.F("attended")),
                        _connector="OR",
                    ),
                    name="activity_new_members_attended",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("kind", "competition"),
                            models.Q(("competition", ""), _negated=True),
                            models.Q(("level", ""), _negated=True),
                        ),
                        models.Q(
                            models.Q(("kind", "competition"), _negated=True),
                            ("competition", ""),
                            ("level", ""),
                            ("prize", ""),
                            ("result", ""),
                        ),
                        _connector="OR",
                    ),
                    name="activity_competition_is_named",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("rule", None), ("rule_date", None)),
                        models.Q(("kind", "session"), ("rule__isnull", False), ("rule_date__isnull", False)),
                        _connector="OR",
                    ),
                    name="activity_of_a_rule_names_its_day",
                ),
                models.UniqueConstraint(fields=("rule", "rule_date"), name="activity_once_a_day_of_its_rule"),
            ],
        },
    ),
]
