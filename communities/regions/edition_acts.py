"""Doing what a comparison found: each change as its dated act, in one transaction, refusals told one by one."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.records.refusals import refuse
from communities.regions import actions
from communities.regions.edition import in_rings, keys_of
from communities.regions.models import LEVEL_ORDER, LeftOutChange, Level, Region, RegionEdition
from communities.regions.region_import import VIRTUAL
from communities.regions.region_rows import kind_of
from registry.audit.log import record_summary
from registry.ui.signs import between_names

ORDER = ("recode", "lower", "new", "split", "move", "higher", "merge", "retire", "rename")
NAMED = 5  # of what was left out, in the log
NAME = 120  # letters of a file's name that are kept, its end


def keep(found, name, *, by):
    """The comparison of the file `name`, kept to be looked at; nothing is changed by it yet."""
    return RegionEdition.objects.create(
        file_name=name[-NAME:],
        changes=found.changes,
        left_out=found.left_out,
        unchanged=found.unchanged,
        compared_by=by,
    )


@transaction.atomic
def carry_out(edition, chosen, *, left=(), by, **about):
    """How many of the chosen changes were done; each that was refused says why on the edition's page.

    `left`: changes left out by hand, which later tables show apart.
    """
    locked = RegionEdition.objects.select_for_update().get(pk=edition.pk)
    if locked.applied_at is not None:
        refuse("made", gettext_lazy("This comparison was carried out already; compare the file again."))
    doing = _Doing(about | {"by": by})
    told = doing.run(chosen)
    new = leave_out(left, by=by)
    taken = take_up([change for change, said in told if not said])
    edition.told = [[change["position"], said] for change, said in told]
    edition.steps = [*doing.steps, *({"do": "left", "pk": pk} for pk in new), *taken]
    edition.applied_at, edition.applied_by = timezone.now(), by
    edition.save(update_fields=["told", "steps", "applied_at", "applied_by"])
    done = sum(1 for _position, said in edition.told if not said)
    record_summary(
        "region.edition",
        by=by,
        label=edition.file_name,
        object_type="communities.regionedition",
        changes={"done": [None, str(done)]},
    )
    return done


@transaction.atomic
def leave_out(changes, *, by):
    """Remember what the office declined; the keys of what was not known yet."""
    known = set(LeftOutChange.objects.values_list("mark", flat=True))
    new = [change for change in changes if keys_of(change)[0] not in known]
    made = []
    for change in new:
        kept = {name: value for name, value in change.items() if name not in ("position", "is_left_out")}
        row, is_new = LeftOutChange.objects.get_or_create(
            mark=keys_of(change)[0], defaults={"change": kept, "left_out_by": by}
        )
        made += [row.pk] if is_new else []
    if new:
        names = between_names().join(dict.fromkeys(change["name"] for change in new[:NAMED]))
        done = {"done": [None, str(len(new))]}
        record_summary("region.left_out", by=by, label=names, object_type="communities.leftoutchange", changes=done)
    return made


def take_up(changes):
    """Forget that these were declined: they were taken after all. The steps that decline them again."""
    taken = {key for change in changes for key in keys_of(change)}
    rows = [row for row in LeftOutChange.objects.all() if not taken.isdisjoint(keys_of(row.change))] if taken else []
    LeftOutChange.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return [{"do": "taken", "mark": row.mark, "change": row.change, "by": row.left_out_by_id} for row in rows]


@transaction.atomic
def apply(changes, **about):
    """[(change, "" or why it was not done)] in the order of doing. `about`: by, reason, document_number, effective_on.

    A change whose place was altered since the comparison is refused; the others go on.
    """
    return _Doing(about).run(changes)


class _Doing:
    def __init__(self, about):
        self.about, self.made = about, {}  # made: {code: place} of this run
        self.steps = []  # what was done, for taking it back

    def run(self, changes):
        told = []
        for kind in ORDER:
            chosen = [change for change in changes if _step_of(change) == kind]
            if kind == "recode":
                self._free_codes(changes)
                told += self._recode(chosen)
                continue
            for change in chosen:
                told.append((change, self._try(getattr(self, f"_{kind}"), change)))
        return told

    def _try(self, do, *args):
        done = len(self.steps)
        try:
            with transaction.atomic():
                do(*args)
        except ValidationError as refused:
            said = " ".join(refused.messages)
        except IntegrityError:
            said = _("Another place has this name or code already.")
        except Region.DoesNotExist:
            said = _("The place was changed since the comparison.")
        else:
            return ""
        del self.steps[done:]
        return said

    def _act(self, do, *args, **more):
        act = do(*args, **more, **self.about)
        self.steps.append({"do": "act", "pk": act.pk})
        return act

    def _place(self, change, field="name"):
        """The place of a change, still as the comparison saw it."""
        region = Region.objects.select_related("parent").get(pk=change["pk"])
        if not region.is_current or (change["was"] and getattr(region, field) != change["was"]):
            raise Region.DoesNotExist
        return region

    def _parent(self, change):
        if change["parent"] is not None:
            return Region.objects.get(pk=change["parent"])
        if change["parent_code"] in self.made:
            return self.made[change["parent_code"]]
        found = Region.objects.coded([change["parent_code"]]).first()
        if found is None:
            raise ValidationError(_("%(name)s is not in the tree.") % {"name": change["parent_name"]})
        return found

    def _free_codes(self, changes):
        """A code that goes to another place is taken from the one that is given up."""
        wanted = {change["code"] for change in changes if change["kind"] in ("recode", "new", "split")}
        gone = [change["pk"] for change in changes if change["kind"] in ("merge", "retire")]
        for region in Region.objects.current().filter(pk__in=gone, code__in=wanted):
            self._act(actions.recode, region, "")

    def _recode(self, chosen):
        held = Region.objects.coded([change["code"] for change in chosen])
        told = {}
        for change, code in in_rings(chosen, dict(held.values_list("code", "pk"))):
            said = told.get(change["pk"], (change, ""))[1] or self._try(self._give_code, change, code)
            told[change["pk"]] = (change, said)
        return list(told.values())

    def _give_code(self, change, code):
        region = Region.objects.get(pk=change["pk"])
        if not region.is_current or region.code not in (change["was"], ""):
            raise Region.DoesNotExist
        self._act(actions.recode, region, code)

    def _lower(self, change):
        self._act(actions.relevel, self._place(change, "level"), change["level"])

    _higher = _lower

    def _new(self, change):
        level, name = change["level"], change["name"]
        parent = self._parent(change) if change["parent_code"] else None
        if parent is None:
            raise ValidationError(_("A province is not added here."))
        self.made[change["code"]] = parent.add_child(
            name=name, level=level, by=self.about["by"], code=change["code"],
            kind=kind_of(change["code"], name, level), note=self.about["reason"],
            is_virtual=name in VIRTUAL and level in (Level.PREFECTURE, Level.COUNTY),
        )  # fmt: skip
        self.steps.append({"do": "made", "pk": self.made[change["code"]].pk})

    def _split(self, change):
        region = self._place(change)
        act = self._act(actions.split, region, [change["name"]], places={}, codes=[change["code"]])
        self.made[change["code"]] = Region.objects.get(pk=act.steps[0]["pk"])

    def _move(self, change):
        region = Region.objects.select_related("parent").get(pk=change["pk"])
        if not region.is_current or (region.parent.name if region.parent else "") != change["was"]:
            raise Region.DoesNotExist
        self._act(actions.move, region, self._parent(change))

    def _merge(self, change):
        region = self._place(change)
        into = Region.objects.get(pk=change["parent"]) if change["parent"] else self.made.get(change["code"])
        if into is None:
            raise ValidationError(_("%(name)s is not in the tree.") % {"name": change["name"]})
        self._act(actions.merge, region, into)

    def _retire(self, change):
        self._act(actions.retire, self._place(change))

    def _rename(self, change):
        self._act(actions.rename, self._place(change), change["name"])


def _step_of(change):
    """Down before the moves, up after them: a place never lies in one of its own level."""
    if change["kind"] != "level":
        return change["kind"]
    return "lower" if LEVEL_ORDER[change["level"]] > LEVEL_ORDER[change["was"]] else "higher"
