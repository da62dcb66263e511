from django.db import migrations, models


def has_path(name):
    return models.CheckConstraint(condition=~models.Q(region_path=""), name=f"{name}_has_path")


class Migration(migrations.Migration):
    dependencies = [("communities", "0016_merges")]

    operations = [
        migrations.AddConstraint("activityphoto", has_path("activity_photo")),
        migrations.AddConstraint("document", has_path("document")),
        migrations.AddConstraint("venueslot", has_path("slot")),
    ]
