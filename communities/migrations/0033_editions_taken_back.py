"""What an edition of the national table did is kept in its order, and can be taken back as a whole."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0032_states_of_support"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="regionedition",
            name="steps",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="regionedition",
            name="taken_back_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="taken back at"),
        ),
        migrations.AddField(
            model_name="regionedition",
            name="taken_back_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="taken back by",
            ),
        ),
        migrations.AddConstraint(
            model_name="regionedition",
            constraint=models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False, applied_at__isnull=False),
                name="region_edition_taken_back_after_it_was_carried_out",
            ),
        ),
    ]
