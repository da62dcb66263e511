"""The tables of relations, with their constraints."""

from django.db import migrations, models

OPERATIONS = [
    migrations.AddField(
        model_name="successionplan",
        name="candidates",
        field=models.ManyToManyField(
            related_name="succession_plans",
            through="leaders.SuccessionCandidate",
            to="leaders.leader",
            verbose_name="candidates",
        ),
    ),
]
