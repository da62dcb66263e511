"""Acts on the tree, each dated and in one transaction; the last one can be taken back step by step."""

from datetime import date
from itertools import zip_longest

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.regions.models import CHILDREN_CAP, LEVEL_ORDER, Region, RegionAct, RegionTrace
from communities.regions.models.finding import alias_key
from communities.regions.paths import carriers, carry, chunks, references
from communities.scope import SEGMENT, ancestor_paths, in_spans, last_step, lies_in, span_of
from registry.audit.changes import note_changes
from registry.audit.log import record

LONGEST = Region._meta.get_field("path").max_length


@transaction.atomic
def rename(region, name, *, keep_old=True, **about):
    act, region = _begin(RegionAct.Kind.RENAME, region, about)
    act.steps += [_was(region, "name", "aliases")]
    region.rename(name, by=act.done_by, note=_note(act), keep_old=keep_old)
    return _end(act, logged=True)


@transaction.atomic
def recode(region, code, **about):
    """A new statistical code; whoever looks for the old one is led here."""
    act, region = _begin(RegionAct.Kind.RECODE, region, about)
    act.steps += [_was(region, "code")]
    changes = {"code": [region.code, code]}
    region.code = code
    region.full_clean(exclude=["path", "pinyin", "initials", "linked_to"])
    region.save(update_fields=["code"])
    return _end(act, changes=changes)


@transaction.atomic
def relevel(region, level, **about):
    """Another level at the same place: a county that becomes a prefecture, a town that becomes a county."""
    act, region = _begin(RegionAct.Kind.LEVEL, region, about)
    below = Region.objects.current().filter(parent=region).values_list("level", flat=True).distinct()
    above = LEVEL_ORDER[region.parent.level] if region.parent else -1
    if not above < LEVEL_ORDER[level] < min((LEVEL_ORDER[one] for one in below), default=len(LEVEL_ORDER)):
        raise ValidationError(
            _("%(region)s cannot be of this level between what stands above and below it.") % {"region": region},
            code="level",
        )
    act.steps += [_was(region, "level")]
    changes = {"level": [region.level, str(level)]}
    region.level = level
    region.version += 1
    region.save(update_fields=["level", "version"])
    return _end(act, changes=changes)


@transaction.atomic
def retire(region, **about):
    act, region = _begin(RegionAct.Kind.RETIRE, region, about)
    act.steps += [_was(region, "retired_on")]
    region.retire(by=act.done_by, note=_note(act))
    return _end(act, logged=True)


@transaction.atomic
def move(region, parent, **about):
    """Hang the place with all below it under another parent; rights, rows and log go with it."""
    act, region = _begin(RegionAct.Kind.MOVE, region, about)
    changes = {"parent": [str(region.parent_id), str(parent.pk)]}
    _place(act, region, parent)
    return _end(act, changes=changes)


@transaction.atomic
def merge(region, into, **about):
    """Everything of `region` goes to `into`; it is retired and leads on."""
    act, region = _begin(RegionAct.Kind.MERGE, region, about)
    into = _locked(into)
    if region.level != into.level or not into.is_current or _is_inside(region, into) or _is_inside(into, region):
        raise ValidationError(_("Two current places of one level are merged, and none inside the other."), code="merge")
    for child in Region.objects.current().filter(parent=region).order_by("path"):
        _place(act, child, into)
    _hand_over(act, region, into)
    act.steps += [_was(region, "retired_on"), {"do": "lead", "pk": region.pk, "to": into.pk}]
    Region.objects.filter(pk=region.pk).update(retired_on=act.effective_on)
    region.successors.add(into)
    return _end(act, changes={"successors": [None, str(into)]})


@transaction.atomic
def split(region, parts, *, places, codes=(), **about):
    """Make new places beside `region`: `parts` are their names, `places` {child's id: index of the part}.

    `codes`: the statistical codes of the parts, where they are known.
    """
    act, region = _begin(RegionAct.Kind.SPLIT, region, about)
    if region.parent_id is None:
        raise ValidationError(_("A province is not split here."), code="level")
    made = []
    for name, code in zip_longest(parts, codes, fillvalue=""):
        part = {"name": name, "code": code, "level": region.level, "kind": region.kind}
        made.append(region.parent.add_child(**part, by=act.done_by))
        act.steps += [{"do": "made", "pk": made[-1].pk}]
    for child in Region.objects.current().filter(parent=region, pk__in=places).order_by("path"):
        _place(act, child, made[places[child.pk]])
    return _end(act, changes={"name": [region.name, "、".join([region.name, *parts])]})


@transaction.atomic
def undo(act, *, by):
    """Take the act back, the newest on its places first."""
    act = RegionAct.objects.select_for_update().select_related("region").get(pk=act.pk)
    if act.undone_at is not None:
        raise ValidationError(_("This act was taken back already."), code="stale")
    later = later_act(act)
    if later is not None:
        raise ValidationError(_("First take back what came later: %(act)s.") % {"act": later}, code="later")
    try:
        with transaction.atomic():
            for step in reversed(act.steps):
                UNDOING[step["do"]](step, by)
    except IntegrityError:
        raise ValidationError(_("Its old name, code or place was given to another since."), code="taken") from None
    act.undone_at, act.undone_by = timezone.now(), by
    act.save(update_fields=["undone_at", "undone_by"])
    record("region.undo", act.region, by=by, changes={}, note=str(act))
    note_changes([""])
    return act


def later_act(act):
    """A later act, not taken back, on a place of this one, below or above it."""
    touched = Q(pk__in=[])
    for path in act.traces.values_list("region__path", flat=True):
        touched |= in_spans([span_of(path)], "traces__region__path")
        touched |= Q(traces__region__path__in=ancestor_paths(path))
    return RegionAct.objects.filter(touched, pk__gt=act.pk, undone_at=None).select_related("region").first()


def sight_changes(region, parent):
    """(who loses sight, who gains it): the open postings above the old place alone, above the new place alone."""
    postings = Region._meta.get_field("posting").related_model.objects.open().select_related("user", "region")
    old, new = set(ancestor_paths(region.path)[:-1]), set(ancestor_paths(parent.path))
    lose = postings.filter(region__path__in=old - new).order_by("region__path")
    return list(lose), list(postings.filter(region__path__in=new - old).order_by("region__path"))


def _begin(kind, region, about):
    region = _locked(region)
    act = RegionAct(kind=kind, region=region, done_by=about["by"], reason=about["reason"])
    act.document_number = about.get("document_number", "")
    act.effective_on = about.get("effective_on") or timezone.localdate()
    if act.effective_on > timezone.localdate():
        raise ValidationError(_("An act is entered on its day or later."), code="future")
    if not region.is_current:
        raise ValidationError(_("%(region)s is retired already.") % {"region": region}, code="retired")
    act.save(force_insert=True)
    _trace(act, region)
    return act, region


def _end(act, *, changes=None, logged=False):
    for step in act.steps:
        if step["do"] == "set":
            step["left"] = Region.objects.values_list("version", flat=True).get(pk=step["pk"])
    act.save(update_fields=["steps"])
    note_changes([""])  # paths have changed: a page knows its places by them
    if not logged:
        here = Region.objects.get(pk=act.region_id)
        record(f"region.{act.kind}", here, by=act.done_by, changes=changes, note=_note(act))
    return act


def _note(act):
    return " ".join(part for part in (act.reason, act.document_number) if part)


def _locked(region):
    return Region.objects.select_for_update(of=("self",)).select_related("parent").get(pk=region.pk)


def _trace(act, region):
    RegionTrace.objects.create(
        act=act,
        region=region,
        name=region.name,
        code=region.code,
        parent_id=region.parent_id,
        number=last_step(region.path),
    )


def _was(region, *names):
    """A step that puts these columns back as they are now, the derived ones with them."""
    names = {*names, "pinyin", "initials", "sort_number", "version"} if "name" in names else {*names, "version"}
    names |= {name for name in ("building_key", "alias_key") if hasattr(region, name) and "name" in names}
    old = {name: getattr(region, name) for name in sorted(names)}
    old = {name: value.isoformat() if isinstance(value, date) else value for name, value in old.items()}
    return {"do": "set", "pk": region.pk, "old": old}


def _is_inside(region, other):
    return lies_in(region.path, other.path)


def _place(act, region, parent):
    parent, old_path, old_parent = _locked(parent), region.path, region.parent_id
    if not parent.is_current:
        raise ValidationError(_("%(region)s is retired.") % {"region": parent}, code="retired")
    if _is_inside(parent, region) or LEVEL_ORDER[parent.level] >= LEVEL_ORDER[region.level]:
        raise ValidationError(
            _("%(region)s cannot lie in %(parent)s.") % {"region": region, "parent": parent}, code="level"
        )
    if parent.pk == old_parent:
        raise ValidationError(_("%(region)s lies there already.") % {"region": region}, code="there")
    if Region.objects.current().filter(parent=parent, name=region.name).exists():
        raise ValidationError(
            _("%(parent)s has a %(region)s already; rename one first.") % {"region": region, "parent": parent},
            code="name",
        )
    if region.pk != act.region_id:
        _trace(act, region)
    number = last_step(old_path)
    act.steps += [{"do": "place", "pk": region.pk, "parent": old_parent, "number": number}]
    _hang(region, parent, _former_number(region, parent))


def _former_number(region, parent):
    trace = RegionTrace.objects.filter(region=region, parent=parent).order_by("-id").first()
    return trace.number if trace else None


def _hang(region, parent, number):
    """Under `parent`, with its former number there while that is free: moved and moved back is as it was."""
    path = f"{parent.path}{number or 0:0{SEGMENT}d}"
    if not number or Region.objects.filter(path=path).exists():
        if parent.children_made >= CHILDREN_CAP:
            raise ValidationError(_("%(region)s is full.") % {"region": parent}, code="full")
        number = parent.children_made + 1
        path = f"{parent.path}{number:0{SEGMENT}d}"
    deepest = max(map(len, Region.objects.within(region).values_list("path", flat=True)))
    if deepest - len(region.path) + len(path) > LONGEST:
        raise ValidationError(_("The tree would become too deep."), code="deep")
    Region.objects.filter(pk=parent.pk, children_made__lt=number).update(children_made=number)
    carry(region.path, path)
    # What left its place whole leaves its number too: it may be given again.
    left = last_step(region.path)
    Region.objects.filter(pk=region.parent_id, children_made=left).update(children_made=left - 1)
    Region.objects.filter(pk=region.pk).update(parent=parent)


def _hand_over(act, region, into):
    """What hangs on the place itself goes to the other; numbers and settings of the past stay where they were made."""
    ends = {"old": region.pk, "to": into.pk}
    for model, name in references():
        if name in getattr(model, "stays_with_place", ()):
            continue
        rows = model._base_manager.filter(**{name: region})
        if hasattr(model, "ended_on") and model._meta.model_name == "posting":
            rows = _open_postings(act, rows.filter(ended_on=None), into)
        keys = list(rows.values_list("pk", flat=True))
        try:
            with transaction.atomic():
                _set(model, keys, name, into.pk)
        except IntegrityError:
            raise ValidationError(
                _("Both have their own: %(what)s. Close one first.") % {"what": model._meta.verbose_name_plural},
                code="both",
            ) from None
        act.steps += [{"do": "rows", "model": model._meta.label, "field": name, "pks": keys} | ends]
    for model, column, _owner in carriers():
        if model is Region:
            continue
        keys = list(model._base_manager.filter(**{column: region.path}).values_list("pk", flat=True))
        _set(model, keys, column, into.path)
        step = {"do": "paths", "model": model._meta.label, "field": column, "pks": keys} | ends
        act.steps += [step] if keys else []


def _open_postings(act, rows, into):
    """Whoever holds the same posting there already keeps one."""
    there = set(into.postings.filter(ended_on=None).values_list("user_id", "role"))
    double = [row.pk for row in rows if (row.user_id, row.role) in there]
    rows.filter(pk__in=double).update(ended_on=timezone.localdate())
    act.steps += [{"do": "ended", "pks": double}] if double else []
    return rows.exclude(pk__in=double)


def _set(model, keys, field, value):
    name = model._meta.get_field(field).attname
    for part in chunks(keys):
        model._base_manager.filter(pk__in=part).update(**{name: value})


def _undo_set(step, _by):
    """The columns as they were; what was written about the place since stays: its other names, its version."""
    region, old = Region.objects.get(pk=step["pk"]), dict(step["old"])
    if region.version != step.get("left", region.version):
        old["version"] = region.version + 1
        if "aliases" in old:
            since = [name for name in region.aliases if name not in (*old["aliases"], old["name"])]
            old["aliases"] = [*old["aliases"], *since]
            old["alias_key"] = alias_key(old["name"], old["aliases"])
    Region.objects.filter(pk=step["pk"]).update(**old)


def _undo_place(step, _by):
    region = _locked(Region(pk=step["pk"]))
    _hang(region, _locked(Region(pk=step["parent"])), step["number"])


def _undo_lead(step, _by):
    Region.objects.get(pk=step["pk"]).successors.remove(step["to"])


def _undo_made(step, by):
    unmake(Region.objects.get(pk=step["pk"]), by=by)


@transaction.atomic
def unmake(region, *, by):
    """Take back that a place was made: all is as if it never was, its number free again, the log kept above it.

    Refused while something current hangs on it; what once hung there keeps it, retired.
    """
    region.retire(by=by)
    if _is_named(region):
        return
    number, parent = last_step(region.path), region.parent
    Region.objects.filter(pk=region.pk).delete()
    carry(region.path, parent.path)
    Region.objects.filter(pk=parent.pk, children_made=number).update(children_made=number - 1)


def _is_named(region):
    """Whether any row of any table names this place, its history of acts among them."""
    keys = [relation.field for relation in Region._meta.related_objects]
    named = any(key.model._base_manager.filter(**{key.name: region}).exists() for key in keys)
    return named or region.successors.exists()


def _undo_rows(step, _by):
    """What lies there still; what was given another place since keeps that."""
    model, name = apps.get_model(step["model"]), step["field"]
    _set(model, _still_at(model, step["pks"], name, step.get("to")), name, step["old"])


def _undo_paths(step, _by):
    model, name = apps.get_model(step["model"]), step.get("field", "region_path")
    there = Region.objects.get(pk=step["to"]).path if "to" in step else None
    keys = _still_at(model, step["pks"], name, there)
    _set(model, keys, name, Region.objects.get(pk=step["old"]).path)


def _still_at(model, keys, name, value):
    if value is None:  # an act of before, which did not say where to
        return keys
    rows = [model._base_manager.filter(pk__in=part, **{name: value}) for part in chunks(keys)]
    return [pk for found in rows for pk in found.values_list("pk", flat=True)]


def _undo_ended(step, _by):
    Region._meta.get_field("posting").related_model.objects.filter(pk__in=step["pks"]).update(ended_on=None)


UNDOING = {
    "set": _undo_set,
    "place": _undo_place,
    "lead": _undo_lead,
    "made": _undo_made,
    "rows": _undo_rows,
    "paths": _undo_paths,
    "ended": _undo_ended,
}
