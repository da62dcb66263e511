"""The list of all bookings of rooms in a reach begins at their place."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0029_names_of_columns"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="venueslot",
            index=models.Index(fields=["region_path", "id"], name="slots_in_place"),
        ),
    ]
