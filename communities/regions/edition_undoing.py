"""Taking back what was done of a national table: all of it, the newest first, or nothing, with the reason told."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.records.refusals import refuse
from communities.regions import actions
from communities.regions.models import LeftOutChange, Region, RegionAct, RegionEdition
from registry.audit.log import record_summary


@transaction.atomic
def take_back(edition, *, by):
    """The tree as it was before; raises ValidationError where a place was changed or filled since.

    What was taken back one by one on the page of its place stays taken back.
    """
    edition = RegionEdition.objects.select_for_update().get(pk=edition.pk)
    if not edition.can_be_taken_back:
        refuse("made", _("There is nothing of this table to take back."))
    for step in reversed(edition.steps):
        TAKING_BACK[step["do"]](step, by)
    edition.taken_back_at, edition.taken_back_by = timezone.now(), by
    edition.save(update_fields=["taken_back_at", "taken_back_by"])
    record_summary(
        "region.edition_undo",
        by=by,
        label=edition.file_name,
        object_type="communities.regionedition",
        changes={"done": [str(len(edition.steps)), None]},
    )
    return edition


def _act(step, by):
    act = RegionAct.objects.select_related("region").get(pk=step["pk"])
    if act.undone_at is None:
        actions.undo(act, by=by)


def _made(step, by):
    """A place that was added goes while nothing hangs on it."""
    place = Region.objects.get(pk=step["pk"])
    later = RegionAct.objects.filter(traces__region=place, undone_at=None).select_related("region").first()
    if later is not None:
        refuse("later", _("First take back what came later: %(act)s.") % {"act": later})
    if place.is_current:
        actions.unmake(place, by=by)


def _left(step, by):
    LeftOutChange.objects.filter(pk=step["pk"]).delete()


def _taken(step, by):
    LeftOutChange.objects.get_or_create(
        mark=step["mark"], defaults={"change": step["change"], "left_out_by_id": step["by"]}
    )


TAKING_BACK = {"act": _act, "made": _made, "left": _left, "taken": _taken}
