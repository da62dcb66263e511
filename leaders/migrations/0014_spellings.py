import django.core.validators
from django.conf import settings
from django.db import migrations, models

import communities.search
import communities.text.fields
from communities.text.names import person_key

BATCH = 2000


def derive_keys(apps, schema_editor):
    leader = apps.get_model("leaders", "Leader")
    rows = []
    for row in leader.objects.only("id", "name").order_by("id").iterator(chunk_size=BATCH):
        row.name_key = person_key(row.name)[:60]
        rows.append(row)
        if len(rows) == BATCH:
            leader.objects.bulk_update(rows, ["name_key"], batch_size=BATCH // 4)
            rows = []
    leader.objects.bulk_update(rows, ["name_key"], batch_size=BATCH // 4)


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0011_spellings"),
        ("leaders", "0013_appointment_ends"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="started_precision",
            field=models.CharField(
                choices=[("day", "day"), ("month", "month"), ("year", "year")],
                default="day",
                editable=False,
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="leader",
            name="name_key",
            field=communities.text.fields.KeyField(blank=True, default="", editable=False, max_length=60),
        ),
        migrations.AlterField(
            model_name="leader",
            name="initials",
            field=communities.search.ByteOrderedCharField(
                blank=True,
                max_length=30,
                validators=[
                    django.core.validators.RegexValidator("^(?:[a-z]|[^\\x00-\\x7f])*$", "Letters a to z only.")
                ],
                verbose_name="initials",
            ),
        ),
        migrations.AlterField(
            model_name="leader",
            name="name",
            field=models.CharField(max_length=60, verbose_name="full name"),
        ),
        migrations.AlterField(
            model_name="leader",
            name="phone_masked",
            field=models.CharField(blank=True, editable=False, max_length=20, verbose_name="phone"),
        ),
        migrations.AlterField(
            model_name="leader",
            name="pinyin",
            field=communities.search.ByteOrderedCharField(
                blank=True,
                max_length=120,
                validators=[
                    django.core.validators.RegexValidator("^(?:[a-z]|[^\\x00-\\x7f])*$", "Letters a to z only.")
                ],
                verbose_name="pinyin",
            ),
        ),
        migrations.AlterField(
            model_name="nomination",
            name="nominator",
            field=models.CharField(blank=True, max_length=60, verbose_name="name of who puts forward"),
        ),
        migrations.AlterField(
            model_name="nomination",
            name="nominee_name",
            field=models.CharField(blank=True, max_length=60, verbose_name="name of the person"),
        ),
        migrations.AlterField(
            model_name="nomination",
            name="phone_masked",
            field=models.CharField(blank=True, editable=False, max_length=20, verbose_name="mobile"),
        ),
        migrations.AddIndex(
            model_name="leader",
            index=models.Index(fields=["name_key"], name="leader_by_name_key"),
        ),
        migrations.RunPython(derive_keys, migrations.RunPython.noop),
    ]
