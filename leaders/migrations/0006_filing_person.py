from django.db import migrations


class Migration(migrations.Migration):
    """Nothing: the person in charge of a filing is made by communities.0009, for databases of before as well."""

    dependencies = [("leaders", "0005_incentives"), ("communities", "0008_notices")]
    operations = []
