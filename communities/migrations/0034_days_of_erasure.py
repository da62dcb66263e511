"""How long an office may take to answer a request for erasure."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0033_editions_taken_back"),
    ]

    operations = [
        migrations.AlterField(
            model_name="rule",
            name="name",
            field=models.CharField(
                choices=[
                    ("filing_members", "Fewest members for filing"),
                    ("filing_years", "Years a filing is valid"),
                    ("filing_renewal", "Days before the end in which a filing may be renewed"),
                    ("filing_report", "Last day of the yearly report"),
                    ("hours_team", "Training hours a year: team leader"),
                    ("hours_opinion", "Training hours a year: opinion leader"),
                    ("hours_building", "Training hours a year: building head"),
                    ("hours_estate", "Training hours a year: owners' committee chair"),
                    ("notice_days", "Working days of a public notice"),
                    ("nomination_days", "Days after which an unanswered nomination is deleted"),
                    ("rating_years", "Years a star rating is valid"),
                    ("case_acknowledge", "Working days until a matter is taken up"),
                    ("case_reply", "Working days until a matter is answered"),
                    ("case_close", "Working days until a matter is closed"),
                    ("case_extension", "Most working days a matter may take longer"),
                    ("case_reopen", "Days in which a closed matter may be opened again"),
                    ("case_forget", "Days after which it is forgotten who raised a closed matter"),
                    ("erasure_days", "Working days until a request for erasure is answered"),
                    ("conduct_founded", "Days for which a founded conduct review is kept"),
                    ("conduct_unfounded", "Days for which an unfounded conduct review is kept"),
                ],
                max_length=20,
                verbose_name="setting",
            ),
        ),
    ]
