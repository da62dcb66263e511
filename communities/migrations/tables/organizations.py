"""The tables of organizations, with their constraints."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import communities.organizations.credit_code
import communities.search
import communities.text.fields

OPERATIONS = [
    migrations.CreateModel(
        name="Category",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "parent",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="children",
                    to="communities.category",
                    verbose_name="group",
                ),
            ),
            ("name", models.CharField(max_length=20, verbose_name="name")),
            (
                "national_class",
                models.CharField(
                    choices=[
                        ("service", "Serving the people"),
                        ("charity", "Charity"),
                        ("neighbours", "Neighbours' mutual help"),
                        ("culture", "Culture and sports"),
                        ("farming", "Rural production skills"),
                    ],
                    max_length=10,
                    verbose_name="national class",
                ),
            ),
            ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
        ],
        options={
            "verbose_name": "category",
            "verbose_name_plural": "categories",
            "ordering": ["position", "id"],
            "constraints": [
                models.UniqueConstraint(fields=("parent", "name"), name="category_name_once_in_its_group"),
                models.UniqueConstraint(
                    condition=models.Q(("parent", None)), fields=("name",), name="category_group_name_once"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Organization",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "credit_code",
                models.CharField(
                    blank=True,
                    editable=False,
                    max_length=18,
                    validators=[communities.organizations.credit_code.credit_code],
                    verbose_name="unified social credit code",
                ),
            ),
            (
                "registered_on",
                models.DateField(
                    blank=True, editable=False, null=True, verbose_name="registered with civil affairs on"
                ),
            ),
            (
                "registered_with",
                models.CharField(blank=True, editable=False, max_length=60, verbose_name="registering authority"),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("name", models.CharField(max_length=60, verbose_name="name")),
            ("name_key", communities.text.fields.KeyField(blank=True, default="", editable=False, max_length=120)),
            (
                "region",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="organizations",
                    related_query_name="organization",
                    to="communities.region",
                    verbose_name="region",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            (
                "category",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="organizations",
                    to="communities.category",
                    verbose_name="category",
                ),
            ),
            ("purpose", models.TextField(blank=True, max_length=500, verbose_name="purpose")),
            ("activity_forms", models.CharField(blank=True, max_length=100, verbose_name="forms of activity")),
            ("meeting_times", models.CharField(blank=True, max_length=100, verbose_name="meeting times")),
            ("meeting_place", models.CharField(blank=True, max_length=100, verbose_name="meeting place")),
            ("founded_on", models.DateField(blank=True, null=True, verbose_name="founded on")),
            (
                "founded_precision",
                models.CharField(
                    choices=[("day", "day"), ("month", "month"), ("year", "year")],
                    default="day",
                    editable=False,
                    max_length=5,
                ),
            ),
            ("is_recruiting", models.BooleanField(default=False, verbose_name="takes new members")),
            ("is_published", models.BooleanField(default=False, verbose_name="shown in the public directory")),
            (
                "legal_status",
                models.CharField(
                    choices=[
                        ("guided", "Guided by the community"),
                        ("filed", "Filed with the street"),
                        ("registered", "Registered with civil affairs"),
                    ],
                    default="guided",
                    editable=False,
                    max_length=10,
                    verbose_name="legal status",
                ),
            ),
            (
                "management_mode",
                models.CharField(
                    choices=[
                        ("self_run", "Self-run"),
                        ("key_support", "Key support"),
                        ("center_managed", "Managed by the service centre"),
                    ],
                    default="self_run",
                    editable=False,
                    max_length=14,
                    verbose_name="management mode",
                ),
            ),
            (
                "restraint",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "None"),
                        ("restricted", "Activities restricted"),
                        ("cancelled", "Cancelled by the authority"),
                        ("banned", "Banned by the authority"),
                    ],
                    default="",
                    editable=False,
                    max_length=10,
                    verbose_name="decision of an authority",
                ),
            ),
            ("ended_on", models.DateField(blank=True, editable=False, null=True, verbose_name="ended on")),
            ("pinyin", communities.search.ByteOrderedCharField(editable=False, max_length=120)),
            ("initials", communities.search.ByteOrderedCharField(editable=False, max_length=60)),
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
            "verbose_name": "organization",
            "verbose_name_plural": "organizations",
            "indexes": [
                models.Index(fields=["region_path", "id"], name="org_by_place"),
                models.Index(fields=["region_path", "pinyin"], name="org_place_pinyin"),
                models.Index(fields=["pinyin", "id"], name="org_by_pinyin"),
                models.Index(fields=["name_key", "region_path"], name="org_by_name_key"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("region_path", ""), _negated=True), name="organization_has_path"
                ),
                models.CheckConstraint(
                    condition=models.Q(("ended_on", None), ("is_published", False), _connector="OR"),
                    name="organization_ended_is_not_public",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("ended_on", None),
                        ("founded_on", None),
                        ("ended_on__gte", models.F("founded_on")),
                        _connector="OR",
                    ),
                    name="organization_ends_after_it_is_founded",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("legal_status", "registered"),
                            ("registered_on__isnull", False),
                            models.Q(("credit_code", ""), _negated=True),
                            models.Q(("registered_with", ""), _negated=True),
                        ),
                        models.Q(
                            models.Q(("legal_status", "registered"), _negated=True),
                            ("credit_code", ""),
                            ("registered_on", None),
                            ("registered_with", ""),
                        ),
                        _connector="OR",
                    ),
                    name="organization_registered_iff_coded",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("credit_code", ""), _negated=True),
                    fields=("credit_code",),
                    name="organization_credit_code_once",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="OrganizationToken",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("token", communities.search.ByteOrderedCharField(max_length=40)),
            (
                "target",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to="communities.organization"
                ),
            ),
            ("region_path", models.CharField(max_length=40)),
        ],
        options={
            "indexes": [models.Index(fields=["token", "region_path", "target"], name="org_token")],
        },
    ),
    migrations.CreateModel(
        name="MemberCount",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "organization",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="member_counts",
                    to="communities.organization",
                    verbose_name="organization",
                ),
            ),
            (
                "year",
                models.PositiveSmallIntegerField(
                    validators=[
                        django.core.validators.MinValueValidator(1950),
                        django.core.validators.MaxValueValidator(2100),
                    ],
                    verbose_name="year",
                ),
            ),
            (
                "members",
                models.PositiveIntegerField(
                    validators=[django.core.validators.MaxValueValidator(100000)], verbose_name="members"
                ),
            ),
            ("over_sixty", models.PositiveIntegerField(blank=True, null=True, verbose_name="of them over 60")),
        ],
        options={
            "verbose_name": "members in a year",
            "verbose_name_plural": "members by year",
            "ordering": ["-year"],
            "constraints": [
                models.UniqueConstraint(fields=("organization", "year"), name="members_once_a_year"),
                models.CheckConstraint(
                    condition=models.Q(("over_sixty", None), ("over_sixty__lte", models.F("members")), _connector="OR"),
                    name="members_over_sixty_are_members",
                    violation_error_message="There cannot be more members over 60 than members.",
                ),
            ],
        },
    ),
]
