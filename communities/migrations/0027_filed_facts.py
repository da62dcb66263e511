import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate


def find_centers(apps, schema_editor):
    """The centre that looked after the group on the day a filing was handed in; of a draft, today's."""
    filings = apps.get_model("communities", "Filing")._base_manager
    hostings = apps.get_model("communities", "Hosting")._base_manager.filter(organization=OuterRef("organization"))
    now = hostings.filter(ended_on=None)
    open_then = Q(ended_on=None) | Q(ended_on__gte=OuterRef("day"))
    then = hostings.filter(open_then, started_on__lte=OuterRef("day")).order_by("-started_on", "-id")
    drafts = filings.filter(submitted_at=None).exclude(state="dropped")
    handed_in = filings.exclude(submitted_at=None).annotate(day=TruncDate(F("submitted_at")))
    for rows, hosting in ((drafts, now), (handed_in, then)):
        for pk, center in rows.annotate(of=Subquery(hosting.values("center")[:1])).values_list("pk", "of"):
            if center:
                filings.filter(pk=pk).update(center=center)


class Migration(migrations.Migration):
    dependencies = [("communities", "0026_conduct_days")]

    operations = [
        migrations.AddField(model_name="filing", name="amended", field=models.JSONField(default=list, editable=False)),
        migrations.AddField(
            model_name="filing",
            name="center",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="filings",
                to="communities.servicecenter",
                verbose_name="service centre",
            ),
        ),
        migrations.AddField(
            model_name="filing",
            name="charter_changes",
            field=models.TextField(blank=True, default="", max_length=300, verbose_name="what changes in the charter"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="filing",
            name="new_category",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="communities.category",
                verbose_name="new category",
            ),
        ),
        migrations.AlterField(
            model_name="filing",
            name="kind",
            field=models.CharField(
                choices=[
                    ("first", "First filing"),
                    ("renewal", "Renewal"),
                    ("change", "Change of the person in charge"),
                    ("amend", "Change of what is on file"),
                ],
                editable=False,
                max_length=7,
                verbose_name="kind of filing",
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=Q(kind="amend") | Q(charter_changes="", new_category=None, new_name="", new_region=None),
                name="filing_changes_what_is_on_file_only_as_such",
            ),
        ),
        # Last: the engine alters no table that has rows with keys still to be checked.
        migrations.RunPython(find_centers, migrations.RunPython.noop),
    ]
