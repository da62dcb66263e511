from django.conf import settings
from django.db import migrations, models

import communities.text.fields
from communities.text.buildings import building_key
from communities.text.names import organization_key
from communities.text.pinyin import place_keys
from communities.text.place_readings import READINGS

BATCH = 2000


def derive_keys(apps, schema_editor):
    """Keys of what stands there. Two current spellings of one building are told, and the later one's key set apart."""
    region = apps.get_model("communities", "Region")
    seen, rows, doubles = set(), [], []
    for row in region.objects.filter(level="building").order_by("retired_on", "id").iterator(chunk_size=BATCH):
        key = building_key(row.name)[:230]
        if row.retired_on is None and (row.parent_id, key) in seen:
            doubles.append(row)
            key = f"{key}={row.pk}"
        elif row.retired_on is None:
            seen.add((row.parent_id, key))
        row.building_key = key
        rows.append(row)
    region.objects.bulk_update(rows, ["building_key"], batch_size=BATCH // 4)
    for row in doubles:
        print(
            f"  {row.name} (id {row.pk}, below region {row.parent_id}) is written twice; keep one and retire the other."
        )
    read_again(region)
    organization = apps.get_model("communities", "Organization")
    groups = list(organization.objects.only("id", "name"))
    for row in groups:
        row.name_key = organization_key(row.name)[:120]
    organization.objects.bulk_update(groups, ["name_key"], batch_size=BATCH // 4)


def read_again(region):
    """Places whose name holds a word of the table of readings."""
    changed = []
    for row in region.objects.exclude(level="building").only("id", "name", "pinyin").iterator(chunk_size=BATCH):
        if any(word in row.name for word in READINGS):
            keys = place_keys(row.name)
            if keys.pinyin[:120] != row.pinyin:
                row.pinyin, row.initials = keys.pinyin[:120], keys.initials[:60]
                changed.append(row)
    region.objects.bulk_update(changed, ["pinyin", "initials"], batch_size=BATCH // 4)


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0010_region_acts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="founded_precision",
            field=models.CharField(
                choices=[("day", "day"), ("month", "month"), ("year", "year")],
                default="day",
                editable=False,
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="organization",
            name="name_key",
            field=communities.text.fields.KeyField(blank=True, default="", editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name="region",
            name="building_key",
            field=communities.text.fields.KeyField(blank=True, default="", editable=False, max_length=250),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(fields=["name_key", "region_path"], name="org_by_name_key"),
        ),
        migrations.RunPython(derive_keys, migrations.RunPython.noop),
    ]
