"""Every table of the app as release 1.2 has it; a database of 1.1.0 goes through the migrations this replaces."""

from django.conf import settings
from django.db import migrations

from communities.migrations.tables import Together
from leaders.migrations.tables import (
    appointments,
    consents,
    cultivation,
    cultivation_2,
    filing_person,
    incentives,
    incentives_2,
    nominations,
    nominations_2,
    people,
    relations,
    training,
    training_2,
)
from leaders.people.defaults import fill as first_entries


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("leaders", "0001_initial"),
        ("leaders", "0002_first_entries"),
        ("leaders", "0003_nominations"),
        ("leaders", "0004_training"),
        ("leaders", "0005_incentives"),
        ("leaders", "0006_filing_person"),
    ]
    dependencies = [
        ("communities", "0001_release_1_2"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        Together(
            [
                *people.OPERATIONS,
                *appointments.OPERATIONS,
                *consents.OPERATIONS,
                *cultivation.OPERATIONS,
                *cultivation_2.OPERATIONS,
                *incentives.OPERATIONS,
                *incentives_2.OPERATIONS,
                *nominations.OPERATIONS,
                *nominations_2.OPERATIONS,
                *training.OPERATIONS,
                *training_2.OPERATIONS,
            ]
        ),
        *relations.OPERATIONS,
        *filing_person.OPERATIONS,
        *[migrations.RunPython(fill, migrations.RunPython.noop) for fill in [first_entries]],
    ]
