"""Every table of the app as release 1.2 has it; a database of 1.1.0 goes through the migrations this replaces."""

from django.conf import settings
from django.db import migrations

from communities.migrations.tables import Together
from leaders.migrations.tables import (
    appointments,
    cases,
    cases_2,
    cases_3,
    conduct,
    consents,
    cultivation,
    cultivation_2,
    departures,
    earlier_honours,
    erasures,
    filing_person,
    imports,
    incentives,
    incentives_2,
    nominations,
    outside_hours,
    people,
    relations,
    replies,
    topics,
    training,
    training_2,
)
from leaders.people.defaults import fill as first_entries


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("leaders", "0001_initial"),
        ("leaders", "0002_cases"),
        ("leaders", "0002_first_entries"),
        ("leaders", "0003_nominations"),
        ("leaders", "0004_training"),
        ("leaders", "0005_incentives"),
        ("leaders", "0006_filing_person"),
        ("leaders", "0007_versions"),
        ("leaders", "0008_case_versions"),
        ("leaders", "0009_imports"),
        ("leaders", "0010_topics"),
        ("leaders", "0011_plain_term_constraint"),
        ("leaders", "0012_conduct"),
        ("leaders", "0013_appointment_ends"),
        ("leaders", "0014_spellings"),
        ("leaders", "0015_certificate_numbers"),
        ("leaders", "0016_one_throttle"),
        ("leaders", "0017_incentive_money"),
        ("leaders", "0018_withdrawals"),
        ("leaders", "0019_outside_hours"),
        ("leaders", "0020_recalled_awards"),
        ("leaders", "0021_certificate_tokens"),
        ("leaders", "0022_certificate_checks"),
        ("leaders", "0023_proofs_of_hours"),
        ("leaders", "0024_import_hours"),
        ("leaders", "0025_satisfaction_replies"),
        ("leaders", "0026_standing_matters"),
        ("leaders", "0027_departures"),
        ("leaders", "0028_earlier_honours"),
        ("leaders", "0029_withdrawn_links"),
        ("leaders", "0030_names_of_columns"),
        ("leaders", "0031_erasures"),
        ("leaders", "0032_holds"),
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
                *cases.OPERATIONS,
                *cases_2.OPERATIONS,
                *cases_3.OPERATIONS,
                *conduct.OPERATIONS,
                *consents.OPERATIONS,
                *cultivation.OPERATIONS,
                *cultivation_2.OPERATIONS,
                *departures.OPERATIONS,
                *earlier_honours.OPERATIONS,
                *erasures.OPERATIONS,
                *imports.OPERATIONS,
                *incentives.OPERATIONS,
                *incentives_2.OPERATIONS,
                *nominations.OPERATIONS,
                *outside_hours.OPERATIONS,
                *replies.OPERATIONS,
                *topics.OPERATIONS,
                *training.OPERATIONS,
                *training_2.OPERATIONS,
                *relations.OPERATIONS,
                *filing_person.OPERATIONS,
            ]
        ),
        *[migrations.RunPython(fill, migrations.RunPython.noop) for fill in [first_entries]],
    ]
