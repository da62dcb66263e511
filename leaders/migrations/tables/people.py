"""The tables of people, with their constraints."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import communities.search
import communities.text.fields

OPERATIONS = [
    migrations.CreateModel(
        name="Expertise",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=20, unique=True, verbose_name="name")),
            ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
        ],
        options={
            "verbose_name": "expertise",
            "verbose_name_plural": "expertise",
            "ordering": ["position", "id"],
        },
    ),
    migrations.CreateModel(
        name="Leader",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("name", models.CharField(max_length=60, verbose_name="full name")),
            ("name_key", communities.text.fields.KeyField(blank=True, default="", editable=False, max_length=60)),
            (
                "pinyin",
                communities.search.ByteOrderedCharField(
                    blank=True,
                    max_length=120,
                    validators=[
                        django.core.validators.RegexValidator("^(?:[a-z]|[^\\x00-\\x7f])*$", "Letters a to z only.")
                    ],
                    verbose_name="pinyin",
                ),
            ),
            (
                "initials",
                communities.search.ByteOrderedCharField(
                    blank=True,
                    max_length=30,
                    validators=[
                        django.core.validators.RegexValidator("^(?:[a-z]|[^\\x00-\\x7f])*$", "Letters a to z only.")
                    ],
                    verbose_name="initials",
                ),
            ),
            (
                "pinyin_by_hand",
                models.BooleanField(default=False, editable=False, verbose_name="pinyin corrected by hand"),
            ),
            (
                "gender",
                models.CharField(choices=[("female", "Female"), ("male", "Male")], max_length=6, verbose_name="gender"),
            ),
            (
                "birth_year",
                models.PositiveSmallIntegerField(
                    blank=True,
                    null=True,
                    validators=[
                        django.core.validators.MinValueValidator(1900),
                        django.core.validators.MaxValueValidator(2100),
                    ],
                    verbose_name="birth year",
                ),
            ),
            ("phone_sealed", models.CharField(blank=True, editable=False, max_length=120)),
            ("phone_index", models.CharField(blank=True, db_index=True, editable=False, max_length=32)),
            ("phone_tail_index", models.CharField(blank=True, editable=False, max_length=32)),
            ("phone_masked", models.CharField(blank=True, editable=False, max_length=20, verbose_name="phone")),
            (
                "region",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="leaders",
                    related_query_name="leader",
                    to="communities.region",
                    verbose_name="region",
                ),
            ),
            ("region_path", models.CharField(editable=False, max_length=40)),
            ("biography", models.TextField(blank=True, max_length=300, verbose_name="public biography")),
            ("photo", models.ImageField(blank=True, upload_to="leaders", verbose_name="photo")),
            (
                "stage",
                models.CharField(
                    choices=[
                        ("nominated", "Nominated"),
                        ("backbone", "Backbone"),
                        ("reserve", "Reserve"),
                        ("leader", "Leader"),
                        ("emeritus", "Emeritus"),
                    ],
                    default="backbone",
                    editable=False,
                    max_length=10,
                    verbose_name="stage",
                ),
            ),
            (
                "stage_since",
                models.DateField(blank=True, editable=False, null=True, verbose_name="in this stage since"),
            ),
            (
                "basis",
                models.CharField(
                    choices=[("consent", "The person's consent"), ("duty", "Statutory duty of the committee")],
                    default="consent",
                    max_length=8,
                    verbose_name="ground for keeping this record",
                ),
            ),
            ("leads_team", models.BooleanField(default=False, editable=False, verbose_name="team leader today")),
            ("leads_opinion", models.BooleanField(default=False, editable=False, verbose_name="opinion leader today")),
            ("leads_building", models.BooleanField(default=False, editable=False, verbose_name="building head today")),
            ("leads_estate", models.BooleanField(default=False, editable=False, verbose_name="committee chair today")),
            (
                "has_pending",
                models.BooleanField(default=False, editable=False, verbose_name="has a pending appointment"),
            ),
            ("term_ends_on", models.DateField(blank=True, editable=False, null=True, verbose_name="term until")),
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
            ("erased_on", models.DateField(blank=True, editable=False, null=True, verbose_name="erased on")),
            (
                "expertise",
                models.ManyToManyField(
                    blank=True, related_name="leaders", to="leaders.expertise", verbose_name="expertise"
                ),
            ),
        ],
        options={
            "verbose_name": "leader",
            "verbose_name_plural": "leaders",
            "indexes": [
                models.Index(fields=["region_path", "id"], name="leader_by_place"),
                models.Index(fields=["pinyin", "id"], name="leader_by_name"),
                models.Index(fields=["region_path", "pinyin", "id"], name="leader_place_name"),
                models.Index(fields=["term_ends_on", "id"], name="leader_by_term"),
                models.Index(fields=["stage", "region_path", "id"], name="leader_by_stage"),
                models.Index(fields=["phone_tail_index", "region_path"], name="leader_tail"),
                models.Index(
                    fields=["region_path", "leads_team", "leads_opinion", "leads_building", "leads_estate", "stage"],
                    name="leader_tabs",
                ),
                models.Index(
                    condition=models.Q(("leads_team", True)), fields=["region_path", "id"], name="leader_team_by_place"
                ),
                models.Index(
                    condition=models.Q(("leads_opinion", True)),
                    fields=["region_path", "id"],
                    name="leader_opinion_by_place",
                ),
                models.Index(
                    condition=models.Q(("leads_building", True)),
                    fields=["region_path", "id"],
                    name="leader_building_by_place",
                ),
                models.Index(
                    condition=models.Q(("leads_estate", True)),
                    fields=["region_path", "id"],
                    name="leader_estate_by_place",
                ),
                models.Index(fields=["name_key"], name="leader_by_name_key"),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("region_path", ""), _negated=True), name="leader_has_path"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("phone_index", ""), ("phone_masked", ""), ("phone_sealed", ""), ("phone_tail_index", "")
                        ),
                        models.Q(
                            models.Q(("phone_sealed", ""), _negated=True),
                            models.Q(("phone_index", ""), _negated=True),
                            models.Q(("phone_tail_index", ""), _negated=True),
                            models.Q(("phone_masked", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="leader_phone_sealed_iff_indexed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("erased_on", None),
                        models.Q(
                            ("biography", ""),
                            ("birth_year", None),
                            ("initials", ""),
                            ("phone_sealed", ""),
                            ("photo", ""),
                            ("pinyin", ""),
                        ),
                        _connector="OR",
                    ),
                    name="erased_leader_keeps_nothing",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="LeaderToken",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("token", communities.search.ByteOrderedCharField(max_length=40)),
            (
                "target",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to="leaders.leader"
                ),
            ),
            ("region_path", models.CharField(max_length=40)),
        ],
        options={
            "indexes": [models.Index(fields=["token", "region_path", "target"], name="leader_token")],
        },
    ),
]
