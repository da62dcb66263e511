"""Making two records one and taking it back to the byte: every step writes down what it found."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.merging.models import Apart, Merge
from communities.merging.subjects import ADD, DERIVED, FOLLOW, LAST, SUBJECTS, fate_of, reasons, relations_of
from communities.records.placed import follow, settle
from communities.records.refusals import refuse
from communities.search import tokens_of_place
from registry.audit.log import differences, record, snapshot


def say_apart(subject, one, other, *, by):
    """Remember that the two are not the same."""
    first, second = sorted([one.pk, other.pk])
    _new, made = Apart.objects.get_or_create(
        subject=subject.key, first_id=first, second_id=second, defaults={"said_at": timezone.now(), "said_by": by}
    )
    if made:
        record(f"{subject.key}.apart", one, by=by, note=f"{other} ({other.pk})")


def told(subject, gone):
    """[(what, how many)] of what hangs on the record that would go."""
    found = []
    for name, relation in relations_of(subject.model).items():
        model = relation.related_model
        if (fate := fate_of(subject, name, relation)) is None:
            _refuse_unknown(model)
        if (count := _rows(relation, gone.pk).count()) and fate.way != DERIVED:
            found.append((_word(model), count))
    return found


@transaction.atomic
def merge(subject, kept, gone, *, picks, versions, by):
    """`gone` becomes part of `kept`; `picks` are the fields to take from it, `versions` {pk: the version shown}.

    Raises ValidationError "stale" when either was written since, "both" where each has what only one may have.
    """
    locked = _lock(subject, kept.pk, gone.pk)
    kept, gone = locked[kept.pk], locked[gone.pk]
    if any(versions.get(row.pk) != row.version for row in (kept, gone)):
        refuse("stale", kept.stale_message)
    if not reasons(subject, kept, gone):
        refuse("name", _("They share nothing but the name, or not even that; they are not merged."))
    if getattr(gone, "is_established", False) or getattr(gone, "restraint", ""):
        refuse("both", _("%(row)s is on file, public, hosted or supported: keep this one.") % {"row": gone})
    _refuse_consent_taken_back(kept, gone)
    _refuse_held(kept, gone, picks)
    before, shown, steps, kept._loaded_path = _columns(kept), snapshot(kept), [], kept.region_path
    gone_row = _columns(gone)
    _take(subject, kept, gone, picks)
    for name, relation in relations_of(subject.model).items():
        if (fate := fate_of(subject, name, relation)) is None:
            _refuse_unknown(relation.related_model)
        _hand_over(relation, fate, kept, gone, steps)
    type(gone)._base_manager.filter(pk=gone.pk)._raw_delete(gone._state.db)
    kept.version += 1
    _write(kept)
    _rederive(subject, kept, steps)
    done = Merge(subject=subject.key, kept_id=kept.pk, gone_id=gone.pk, label=f"{kept} ← {gone}"[:120], done_by=by)
    done.region_path, done.gone_path, done.kept_version = kept.region_path, gone.region_path, kept.version
    photos = {row["photo"] for row in (before, gone_row) if row.get("photo")} - {_columns(kept).get("photo")}
    done.left_photo = min(photos, default="")
    done.kept, done.done_at = {"row": gone_row, "before": before, "steps": steps}, timezone.now()
    done.save(force_insert=True)
    record(f"{subject.key}.merge", kept, by=by, changes=differences(shown, kept), note=f"{gone} ({gone.pk})")
    return done


@transaction.atomic
def undo(done, *, by):
    """Both records as they were; raises ValidationError when either part was written since."""
    done = Merge.objects.select_for_update().get(pk=done.pk)
    subject, model = SUBJECTS[done.subject], SUBJECTS[done.subject].model
    kept = model._base_manager.select_for_update().filter(pk=done.kept_id).first()
    if done.undone_at is not None or kept is None or kept.version != done.kept_version:
        refuse("stale", _("The record was written since, or the merge was taken back; it stays as it is."))
    told_how, shown = done.kept, snapshot(kept)
    _insert(model, told_how["row"])
    try:
        with transaction.atomic():
            for step in reversed(told_how["steps"]):
                UNDOING[step["do"]](apps.get_model(step["model"]), step)
    except IntegrityError:
        refuse("taken", _("Something of it was given to another since; it stays as it is."))
    _set(model, told_how["before"])
    for pk in (done.kept_id, done.gone_id):
        _lie_where_it_belongs(model._base_manager.select_related("region").get(pk=pk))
    done.undone_at, done.undone_by = timezone.now(), by
    done.save(update_fields=["undone_at", "undone_by"])
    kept = model._base_manager.get(pk=done.kept_id)
    for row in model._base_manager.filter(pk__in=[done.kept_id, done.gone_id]):
        if hasattr(row, "refresh_standing"):
            row.refresh_standing()  # posts may have begun or ended since
    note = str(model._base_manager.get(pk=done.gone_id))
    record(f"{subject.key}.unmerge", kept, by=by, changes=differences(shown, kept), note=note)
    return kept


def _lie_where_it_belongs(row):
    """After the map was redrawn: what was written down is the place of then, so the record takes that of today."""
    region = row.region
    while not region.is_current and (heirs := list(region.successors.all()[:2])) and len(heirs) == 1:
        region = heirs[0]
    row.region = region
    if settle(row):
        type(row)._base_manager.filter(pk=row.pk).update(region=region, region_path=row.region_path)
        follow(row)


def _lock(subject, *pks):
    rows = subject.model._base_manager.select_for_update(of=("self",)).select_related("region__parent")
    locked = {row.pk: row for row in rows.filter(pk__in=pks).order_by("pk")}
    if len(locked) != 2:
        raise ValidationError(_("One of the two was merged or taken away meanwhile."), code="stale")
    return locked


def _take(subject, kept, gone, picks):
    for name, columns in subject.fields:
        if name in picks:
            for column in columns:
                setattr(kept, column, getattr(gone, column))
    if "region" in picks:
        kept.region = gone.region


def _refuse_consent_taken_back(*rows):
    """What was taken back on one record may not show again because it was given on the other."""
    if not hasattr(rows[0], "consents"):
        return
    given = [{consent.field for consent in row.consents.filter(withdrawn_at=None)} for row in rows]
    back = [set(row.consents.exclude(withdrawn_at=None).values_list("field", flat=True)) for row in rows]
    if (given[0] & (back[1] - given[1])) | (given[1] & (back[0] - given[0])):
        refuse("both", _("One record holds a consent that was taken back on the other; settle the consents first."))


def _refuse_held(kept, gone, picks):
    """What a filing holds is not chosen anew by a merge."""
    changed = [name for name in picks if getattr(kept, name) != getattr(gone, name)]
    if why := getattr(kept, "why_held", lambda _names: None)(changed):
        refuse(*why)


def _hand_over(relation, fate, kept, gone, steps):
    model, column = relation.related_model, relation.field.attname
    rows = list(_rows(relation, gone.pk).order_by("pk"))
    if fate.way == DERIVED:
        return [_lay_away(row, steps) for row in [*rows, *_rows(relation, kept.pk).order_by("pk")]]
    own = {_identity(row, fate): row for row in _rows(relation, kept.pk) if _counts(row, fate)} if fate.same else {}
    for row in rows:
        double = own.get(_identity(row, fate)) if fate.same and _counts(row, fate) else None
        if double is not None and fate.way == ADD:
            sums = [field.attname for field in model._meta.concrete_fields if field.name not in ("id", *fate.same)]
            sums = [name for name in sums if isinstance(getattr(row, name), int) and name != column]
            _change(double, steps, **{name: getattr(double, name) + getattr(row, name) for name in sums})
        if double is not None:
            _lay_away(row, steps)
            continue
        values = {column: kept.pk}
        if fate.way in (LAST, FOLLOW, ADD) and hasattr(row, "region_path"):
            values["region_path"] = _follows(row, gone, kept)
        if fate.way == LAST:
            values["is_last"] = False
        try:
            with transaction.atomic():
                _change(row, steps, **values)
        except IntegrityError:
            _refuse_both(model)
    if fate.way in (LAST, FOLLOW, ADD):
        for row in _rows(relation, kept.pk):
            if getattr(row, "region_path", kept.region_path) != (path := _follows(row, gone, kept)):
                _change(row, steps, region_path=path)
    return None


def _follows(row, gone, kept):
    """Where a row of the record lies now: where the record lies, unless it lay elsewhere of its own."""
    lay_with = {gone.region_path, kept._loaded_path}
    return kept.region_path if row.region_path in lay_with else row.region_path


def _change(row, steps, **values):
    model = type(row)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return
    old = _columns(row)
    steps.append({"do": "set", "model": model._meta.label, "pk": row.pk, "old": {name: old[name] for name in changed}})
    steps[-1]["new"] = {name: _text(value) for name, value in changed.items()}
    model._base_manager.filter(pk=row.pk).update(**changed)


def _lay_away(row, steps):
    for relation in relations_of(type(row)).values():
        if _rows(relation, row.pk).exists():
            _refuse_both(type(row))
    steps.append({"do": "insert", "model": type(row)._meta.label, "row": _columns(row)})
    type(row)._base_manager.filter(pk=row.pk)._raw_delete(row._state.db)


def _rederive(subject, kept, steps):
    tokens = subject.model._meta.get_field("tokens").related_model
    tokens.rewrite(kept, kept.search_tokens() if hasattr(kept, "search_tokens") else tokens_of_place(kept.name))
    steps.append({"do": "clear", "model": tokens._meta.label, "column": "target_id", "pk": kept.pk})
    if hasattr(kept, "refresh_standing"):
        kept.refresh_standing()


def _rows(relation, pk):
    return relation.related_model._base_manager.filter(**{relation.field.attname: pk})


def _identity(row, fate):
    return tuple(getattr(row, name) for name in fate.same)


def _counts(row, fate):
    return all(getattr(row, name) == value for name, value in fate.only.items())


def _text(value):
    """As JSON holds it and `to_python` of its field reads it back."""
    if value is None or isinstance(value, bool | int | dict | list):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _columns(row):
    """{column: value} as JSON holds it and `_value` reads it back, every column of the row."""
    return {field.attname: _text(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def _values(model, columns):
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {
        name: value if value is None or isinstance(value, bool | int) else fields[name].to_python(value)
        for name, value in columns.items()
    }


def _insert(model, columns):
    row = model(**_values(model, columns))
    model._base_manager.bulk_create([row])
    _set(model, columns)  # what inserting derives (a date of today, a key) as it was


def _set(model, columns):
    values = _values(model, columns)
    pk = values.pop(model._meta.pk.attname)
    model._base_manager.filter(pk=pk).update(**values)


def _write(row):
    model = type(row)
    values = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
    values.pop(model._meta.pk.attname)
    model._base_manager.filter(pk=row.pk).update(**values)


def _undo_set(model, step):
    # Where it lies is no change of its own: the map may have been redrawn, and it follows its record afterwards.
    new = {name: value for name, value in step["new"].items() if name != "region_path"}
    rows = model._base_manager.filter(pk=step["pk"], **_values(model, new))
    if not rows.update(**_values(model, step["old"])):
        refuse("stale", _("%(what)s changed since; the merge stays as it is.") % {"what": _word(model)})


def _undo_insert(model, step):
    _insert(model, step["row"])


def _undo_clear(model, step):
    model._base_manager.filter(**{step["column"]: step["pk"]}).delete()


def _word(model):
    return model._meta.verbose_name_plural


def _refuse_unknown(model):
    refuse("unknown", _("Nobody has said what becomes of “%(what)s”; the two are not merged.") % {"what": _word(model)})


def _refuse_both(model):
    refuse("both", _("Both have their own: %(what)s. Close one first.") % {"what": _word(model)})


UNDOING = {"set": _undo_set, "insert": _undo_insert, "clear": _undo_clear}
