"""Every table of the app as release 1.2 has it; a database of 1.1.0 goes through the migrations this replaces."""

from django.conf import settings
from django.db import migrations

from communities.migrations.tables import (
    Together,
    activities,
    activities_2,
    activities_3,
    centers,
    closings,
    documents,
    editions,
    filings,
    filings_2,
    merging,
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
        ("communities", "0011_spellings"),
        ("communities", "0012_one_building"),
        ("communities", "0013_opinion_channel"),
        ("communities", "0014_place_search"),
        ("communities", "0015_document_numbers"),
        ("communities", "0016_merges"),
        ("communities", "0017_followed_places"),
        ("communities", "0018_report_money"),
        ("communities", "0019_closings"),
        ("communities", "0020_amendments"),
        ("communities", "0021_rooms_of_activities"),
        ("communities", "0022_applied_amounts"),
        ("communities", "0023_issuers"),
        ("communities", "0024_told_at_the_end"),
        ("communities", "0025_region_editions"),
        ("communities", "0026_conduct_days"),
        ("communities", "0027_filed_facts"),
        ("communities", "0028_paper_filings"),
        ("communities", "0029_names_of_columns"),
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
                *closings.OPERATIONS,
                *documents.OPERATIONS,
                *editions.OPERATIONS,
                *filings.OPERATIONS,
                *filings_2.OPERATIONS,
                *merging.OPERATIONS,
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
