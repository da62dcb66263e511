from django.core.validators import MinValueValidator
from django.db import migrations, models

from communities.records.money import YuanField, columns_to_fen

COLUMNS = {"income": "income in yuan", "expense": "expense in yuan"}


def alter(name, kind, **options):
    field = kind(validators=[MinValueValidator(0)], verbose_name=COLUMNS[name], **options)
    return migrations.AlterField("yearlyreport", name, field)


class Migration(migrations.Migration):
    """Money of reports as whole fen, as that of grants."""

    dependencies = [("communities", "0017_followed_places")]

    operations = [
        # Room for a hundred times the amount first: the engine keeps to the digits a decimal has.
        *[alter(name, models.DecimalField, max_digits=14, decimal_places=2) for name in COLUMNS],
        columns_to_fen("communities", "YearlyReport", *COLUMNS),
        *[alter(name, YuanField) for name in COLUMNS],
    ]
