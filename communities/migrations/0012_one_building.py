from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0011_spellings")]

    operations = [
        migrations.AddConstraint(
            model_name="region",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_on", None), models.Q(("building_key", ""), _negated=True)),
                fields=("parent", "building_key"),
                name="region_building_once_among_current_siblings",
                violation_error_message="This building stands already beside it, in another spelling.",
            ),
        ),
    ]
