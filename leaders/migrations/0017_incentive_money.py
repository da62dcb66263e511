from django.core.validators import MinValueValidator
from django.db import migrations, models

from communities.records.money import YuanField, columns_to_fen

OPTIONS = {
    "blank": True,
    "null": True,
    "validators": [MinValueValidator(1, "The amount should be at least 1 yuan.")],
    "verbose_name": "amount in yuan",
}


class Migration(migrations.Migration):
    """Money of incentives as whole fen, as that of grants."""

    dependencies = [("leaders", "0016_one_throttle")]

    operations = [
        migrations.AlterField("incentive", "amount", models.DecimalField(max_digits=14, decimal_places=2, **OPTIONS)),
        columns_to_fen("leaders", "Incentive", "amount"),
        migrations.AlterField("incentive", "amount", YuanField(**OPTIONS)),
    ]
