from django.db import migrations

from leaders.people.defaults import fill


class Migration(migrations.Migration):
    dependencies = [("leaders", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
