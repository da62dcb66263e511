"""The tables of nominations, with their constraints."""

from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="PublicPost",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("form", models.CharField(max_length=20)),
            ("address_index", models.CharField(max_length=32)),
            ("hour", models.DateTimeField()),
            ("count", models.PositiveIntegerField(default=1)),
        ],
        options={
            "verbose_name": "counted post",
            "verbose_name_plural": "counted posts",
            "indexes": [models.Index(fields=["hour"], name="public_posts_by_hour")],
            "constraints": [
                models.UniqueConstraint(fields=("form", "address_index", "hour"), name="posts_of_an_address_in_an_hour")
            ],
        },
    ),
]
