"""The tables of centers, with their constraints."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="ServiceCenter",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("name", models.CharField(max_length=60, verbose_name="name")),
            (
                "region",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="service_centers",
                    related_query_name="service_center",
                    to="communities.region",
                    verbose_name="street or county",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("address", models.CharField(max_length=100, verbose_name="address")),
            (
                "phone",
                models.CharField(
                    max_length=30,
                    validators=[
                        django.core.validators.RegexValidator(
                            "^[0-9 ()+\\-转、]+$", "A telephone number has digits, spaces and hyphens."
                        )
                    ],
                    verbose_name="office telephone",
                ),
            ),
            ("hours", models.CharField(blank=True, max_length=60, verbose_name="opening hours")),
            ("contact_name", models.CharField(max_length=30, verbose_name="contact")),
            ("opened_on", models.DateField(verbose_name="opened on")),
            ("retired_on", models.DateField(blank=True, editable=False, null=True, verbose_name="retired on")),
            ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="registered at")),
            (
                "created_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="registered by",
                ),
            ),
        ],
        options={
            "verbose_name": "service centre",
            "verbose_name_plural": "service centres",
            "indexes": [models.Index(fields=["region_path", "id"], name="center_by_place")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="center_has_path"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("retired_on", None), ("retired_on__gte", models.F("opened_on")), _connector="OR"
                    ),
                    name="center_retires_after_it_opened",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("retired_on", None)),
                    fields=("region", "name"),
                    name="center_name_once_in_its_place",
                    violation_error_message="A service centre of this name is open there already.",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Hosting",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "center",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="hostings",
                    to="communities.servicecenter",
                    verbose_name="service centre",
                ),
            ),
            (
                "organization",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="hostings",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("started_on", models.DateField(verbose_name="hosted from")),
            ("ended_on", models.DateField(blank=True, null=True, verbose_name="hosted until")),
            ("document_number", models.CharField(max_length=60, verbose_name="document number")),
            ("end_note", models.CharField(blank=True, max_length=200, verbose_name="reason or document number")),
            ("begun_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
            (
                "begun_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="entered by",
                ),
            ),
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
            "verbose_name": "hosting",
            "verbose_name_plural": "hostings",
            "ordering": ["-started_on", "-id"],
            "indexes": [models.Index(fields=["center", "ended_on", "region_path", "id"], name="hosting_of_center")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="hosting_has_path"),
                models.UniqueConstraint(
                    condition=models.Q(("ended_on", None)),
                    fields=("organization",),
                    name="one_current_hosting_per_organization",
                ),
                models.CheckConstraint(
                    condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"),
                    name="hosting_ends_after_it_begins",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("end_note", ""), ("ended_by", None), ("ended_on", None)),
                        models.Q(
                            ("ended_by__isnull", False),
                            ("ended_on__isnull", False),
                            models.Q(("end_note", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="hosting_ended_iff_signed",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ServiceRecord",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "center",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="services",
                    to="communities.servicecenter",
                    verbose_name="service centre",
                ),
            ),
            (
                "organization",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="center_services",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("given_on", models.DateField(verbose_name="day")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("guidance", "Guidance"),
                        ("training", "Training for the group"),
                        ("venue", "Venue"),
                        ("accounting", "Accounting"),
                        ("other", "Other"),
                    ],
                    max_length=10,
                    verbose_name="kind of service",
                ),
            ),
            ("what", models.CharField(max_length=300, verbose_name="what was done")),
            ("entered_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
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
            "verbose_name": "service of a centre",
            "verbose_name_plural": "services of centres",
            "ordering": ["-given_on", "-id"],
            "indexes": [models.Index(fields=["center", "-given_on", "-id"], name="service_of_center")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="service_has_path")
            ],
        },
    ),
]
