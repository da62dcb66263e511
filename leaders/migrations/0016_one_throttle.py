from django.db import migrations


class Migration(migrations.Migration):
    """How often an address sends something is counted for all forms in `SendingCount`."""

    dependencies = [("leaders", "0015_certificate_numbers")]

    operations = [migrations.DeleteModel("PublicPost"), migrations.DeleteModel("FeedbackTry")]
