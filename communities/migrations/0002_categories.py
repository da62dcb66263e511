from django.db import migrations

from communities.organizations.defaults import fill


class Migration(migrations.Migration):
    dependencies = [("communities", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
