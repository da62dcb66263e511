"""Taking a batch back, as long as nothing hangs on what it made."""

from collections import defaultdict

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities.documents.models import Document
from communities.filings.models import Filing
from communities.organizations.models import Organization
from communities.regions.models import Region
from communities.search import SearchToken
from leaders.appointments.models import Appointment
from leaders.incentives.models import EarlierHonour
from leaders.people.models import Leader
from leaders.training.models import OutsideHours
from registry.audit.log import record_many

CHUNK = 500
PENDING = {
    Appointment: Appointment.State.PENDING,
    Filing: Filing.State.ENTERED,
    OutsideHours: OutsideHours.State.PENDING,
    EarlierHonour: EarlierHonour.State.PENDING,
}
LAST = (Leader, Organization)  # what others point at
OWN = {"stage_steps"}  # the first step comes with its person, and goes with it


@transaction.atomic
def undo(batch, *, by):
    """Delete what the batch made and put back what it changed; raises ValidationError naming what hangs on it."""
    locked = batch._lock()
    if not locked.may_become(batch.State.UNDONE):
        raise batch._stale()
    created, changed = _made(locked)
    for model, rows in created.items():
        _refuse_changed(model, rows)
        _refuse_hanging(model, rows, created)
    _put_back(changed, by)
    for model in sorted(reversed(created), key=lambda one: one in LAST):
        _delete(model, created[model], by)
    leaders = {pk for model, rows in created.items() if model is Leader for pk in rows}
    _refresh(locked.made, leaders)
    batch.mark_undone(by=by)


def _made(batch):
    """({model: {number: version}}, [(model, number, version, was)]) in the order of writing."""
    created, changed = defaultdict(dict), []
    for how, label, pk, version, was in batch.made:
        model = apps.get_model(label)
        if how == "created":
            created[model][pk] = version
        else:
            changed.append((model, pk, version, was))
    return created, changed


def _chunks(numbers):
    numbers = list(numbers)
    return [numbers[first : first + CHUNK] for first in range(0, len(numbers), CHUNK)]


def _refuse_changed(model, rows):
    for some in _chunks(rows):
        found = {row.pk: row for row in model._base_manager.select_for_update(of=("self",)).filter(pk__in=some)}
        for pk in some:
            row = found.get(pk)
            is_touched = row is None or (rows[pk] is not None and row.version != rows[pk])
            if not is_touched and model in PENDING:
                is_touched = row.state != PENDING[model]
            if is_touched:
                raise ValidationError(
                    _("%(what)s was changed or decided since; the import can no longer be taken back.")
                    % {"what": row or model._meta.verbose_name},
                    code="hanging",
                )


def _refuse_hanging(model, rows, created):
    """Every relation is looked at, also those this file has never heard of."""
    for relation in model._meta.related_objects:
        other = relation.related_model
        if issubclass(other, SearchToken) or not hasattr(relation, "field"):
            continue
        for some in _chunks(rows):
            found = other._base_manager.filter(**{f"{relation.field.name}__in": some})
            if relation.get_accessor_name() in OWN:
                found = found.exclude(from_stage="")
            numbers = set(found.values_list("pk", flat=True)[: CHUNK * 20]) - set(created.get(other, {}))
            if numbers:
                raise _hanging(len(numbers), other)
    for some in _chunks(rows):
        papers = Document.objects.filter(owner_type=model._meta.label_lower, owner_id__in=some, removed_at=None)
        if count := papers.count():
            raise _hanging(count, Document)


def _hanging(count, model):
    said = _("%(count)s records (%(what)s) hang on what this import made; it can no longer be taken back.")
    return ValidationError(said % {"count": count, "what": model._meta.verbose_name}, code="hanging")


def _put_back(changed, by):
    rows = []
    for model, pk, version, was in reversed(changed):
        row = model._base_manager.select_for_update().filter(pk=pk, version=version).first()
        if row is None:
            raise ValidationError(
                _("%(what)s was changed or decided since; the import can no longer be taken back.")
                % {"what": model._meta.verbose_name},
                code="hanging",
            )
        if why := getattr(row, "why_held", lambda _names: None)(was):
            raise ValidationError(why[1], code=why[0])
        for name, value in was.items():
            field = model._meta.get_field(name)
            setattr(row, name, field.to_python(value) if value != "" or not field.null else None)
        row.version += 1
        row.save(update_fields=[*was, "version"])
        rows.append(row)
    record_many("import.put_back", rows, by=by)


def _delete(model, rows, by):
    for some in _chunks(rows):
        found = list(model._base_manager.filter(pk__in=some))
        record_many("import.take_back", found, by=by)
        if model is Leader:
            Leader._meta.get_field("stage_steps").related_model.objects.filter(leader__in=some).delete()
        if model is Region:  # children before the compound they stand in
            for row in sorted(found, key=lambda row: -row.pk):
                row.delete()
        else:
            model._base_manager.filter(pk__in=some).delete()


def _refresh(made, deleted):
    """The columns of people who keep their record but lose the post again."""
    known = {pk for how, label, pk, _version, _was in made if label == "leaders.leader" and how == "changed"}
    for leader in Leader.objects.filter(pk__in=known - deleted):
        leader.refresh_standing()
