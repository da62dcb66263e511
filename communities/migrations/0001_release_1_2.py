"""Every table of the app as release 1.2 has it; a database of 1.1.0 goes through the migrations this replaces."""

from django.conf import settings
from django.db import migrations

from communities.migrations.tables import (
    Together,
    activities,
    activities_2,
    activities_3,
    centers,
    documents,
    filings,
    filings_2,
    modes,
    notices,
    organizations,
    oversight,
    oversight_2,
    postings,
    ratings,
    ratings_2,
    ratings_3,
    records,
    regions,
    satisfaction,
    settings_of_street,
    support,
    support_2,
)
from communities.organizations.defaults import fill as first_categories
from communities.ratings.defaults import fill as first_schemes


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("communities", "0001_initial"),
        ("communities", "0002_case_settings"),
        ("communities", "0002_categories"),
        ("communities", "0003_rules_documents"),
        ("communities", "0004_oversight"),
        ("communities", "0005_support"),
        ("communities", "0006_filings"),
        ("communities", "0007_activities"),
        ("communities", "0008_notices"),
        ("communities", "0009_versions"),
        ("communities", "0010_region_acts"),
    ]
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        Together(
            [
                *regions.OPERATIONS,
                *organizations.OPERATIONS,
                *settings_of_street.OPERATIONS,
                *notices.OPERATIONS,
                *activities.OPERATIONS,
                *activities_2.OPERATIONS,
                *activities_3.OPERATIONS,
                *centers.OPERATIONS,
                *documents.OPERATIONS,
                *filings.OPERATIONS,
                *filings_2.OPERATIONS,
                *modes.OPERATIONS,
                *oversight.OPERATIONS,
                *oversight_2.OPERATIONS,
                *postings.OPERATIONS,
                *ratings.OPERATIONS,
                *ratings_2.OPERATIONS,
                *ratings_3.OPERATIONS,
                *records.OPERATIONS,
                *satisfaction.OPERATIONS,
                *support.OPERATIONS,
                *support_2.OPERATIONS,
            ]
        ),
        *[migrations.RunPython(fill, migrations.RunPython.noop) for fill in [first_categories, first_schemes]],
    ]
