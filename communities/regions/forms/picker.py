"""Choosing a region: climb by the path, drill by the list, jump by name. The tree is never listed whole.

The picker is a part of the form it stands in. Every chip and row is a submit button, so it works without
scripts: `F_at` moves the panel, `F_set` chooses, `F_find` searches with `F_q` (so does Enter there: `F_was` holds
the words searched before); the view (PickingMixin) then shows the form again with everything typed kept. With htmx
the panel is fetched in place. Enter elsewhere sends the form: the picker begins with the button that does.
"""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.pages.readers import number_in
from communities.regions.models import Level, Region
from communities.scope import WHOLE_TREE, ancestor_paths, common_spans, lies_in_spans, open_postings, reached_spans
from registry.accounts.roles import Permission

LISTED = 200
HITS = 20


@dataclass
class Panel:
    """What one look at the picker shows."""

    here: object = None
    path: list = field(default_factory=list)
    children: list = field(default_factory=list)
    hits: list = field(default_factory=list)
    words: str = ""
    more: bool = False
    levels: tuple = ()
    spans: list = field(default_factory=list)

    def offers(self, row):
        """Whether `row` may be chosen: of a level that is asked for, and where the permission is held."""
        is_inside = lies_in_spans(row.path, self.spans)
        return is_inside and (not self.levels or row.level in self.levels)

    @property
    def offers_here(self):
        return self.here is not None and self.offers(self.here)

    @property
    def offered(self):
        """[(row, may be chosen)] of what lies below."""
        return [(row, self.offers(row)) for row in self.children]


def chain_of(region):
    """The regions from the top to `region`, virtual levels left out."""
    rows = list(Region.objects.filter(path__in=ancestor_paths(region.path)).order_by("path"))
    return [row for row in rows if not row.is_virtual]


def crumbs_to(region):
    """The crumbs of a list narrowed to a place: each place above it narrows the list to itself."""
    return [(row.name, f"?region={row.pk}") for row in chain_of(region)] if region else []


def label_of(region):
    """“康城第一居委会 › 康城一期 › 12号楼”: the last three names of the path. Needs parent__parent selected."""
    above = region.parent
    line = [above.parent if above else None, above, region]
    return " › ".join(row.name for row in line if row is not None and not row.is_virtual)


def panel_for(user, *, at=None, words="", levels=(), permission=Permission.REGION_VIEW):
    """The panel as `user` may see it: inside the reach of REGION_VIEW only. `levels` and `permission` say what may
    be chosen there; the rest is only opened."""
    reach = Region.objects.current().permitted(user, Permission.REGION_VIEW)
    spans = reached_spans(user, Permission.REGION_VIEW)
    here = reach.filter(pk=at).first() if at else None
    if here is None:
        here = _home(reach, spans)
    choosable = spans if permission == Permission.REGION_VIEW else reached_spans(user, permission)
    panel = Panel(here=here, words=words, levels=tuple(levels), spans=choosable)
    if words:
        found = [met for span in choosable for met in common_spans(spans, span)]
        hits = reach.matching(words, found).select_related("parent__parent")
        hits = hits.filter(level__in=panel.levels) if panel.levels else hits
        panel.hits = [(row, label_of(row)) for row in hits[:HITS]]
    if here is not None:
        panel.path = [row for row in chain_of(here) if lies_in_spans(row.path, spans)]
    below = reach.filter(parent=here) if here else _tops(reach, spans)
    rows = list(below.by_sort()[: LISTED + 1])
    panel.children, panel.more = rows[:LISTED], len(rows) > LISTED
    return panel


def _home(reach, spans):
    """The one region the account reaches; None when it reaches the whole tree or several regions."""
    return reach.filter(path=spans[0][0]).first() if len(spans) == 1 and spans != [WHOLE_TREE] else None


def _tops(reach, spans):
    if spans == [WHOLE_TREE]:
        return reach.filter(parent=None)
    return reach.filter(path__in=[low for low, _high in spans])


class RegionPicker(forms.Widget):
    """A hidden id with a panel; `user` is set by RegionField.set_user."""

    user = None
    levels = ()
    permission = Permission.REGION_VIEW
    title = ""
    is_needed = False
    state = None

    def value_from_datadict(self, data, files, name):
        self.state = {
            "at": data.get(f"{name}_at"),
            "words": _words(data, name),
            "open": _is_picking(data, name),
        }
        return data.get(f"{name}_set") or data.get(name)

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}_set" not in data

    def use_required_attribute(self, initial):
        return False

    def render(self, name, value, attrs=None, renderer=None):
        chosen = _chosen(self.user, value)
        state = self.state or {"at": None, "words": "", "open": False}
        attrs = self.build_attrs(self.attrs, attrs or {})
        context = {
            "name": name,
            "id": attrs.get("id", f"id_{name}"),
            "described": attrs.get("aria-describedby", ""),
            "invalid": attrs.get("aria-invalid", ""),
            "chosen": chosen,
            "label": label_of(chosen) if chosen else "",
            "open": state["open"],
            "title": self.title,
            "is_needed": self.is_needed,
            "panel": self._open_panel(state, chosen) if state["open"] else None,
            "start": chosen.parent_id or chosen.pk if chosen else "",
            "panel_url": f"{reverse('communities:region-panel')}?{self._query()}",
        }
        return render_to_string("communities/regions/widgets/region_picker.html", context)

    def _query(self):
        return urlencode({"may": self.permission, "level": self.levels}, doseq=True)

    def _open_panel(self, state, chosen):
        at = number_in(state["at"]) or (chosen.parent_id or chosen.pk if chosen else None)
        return panel_for(self.user, at=at, words=state["words"], levels=self.levels, permission=self.permission)


def _chosen(user, value):
    number = number_in(value)
    if not number:
        return None
    reach = Region.objects.permitted(user, Permission.REGION_VIEW)
    return reach.select_related("parent__parent").filter(pk=number).first()


def _words(data, name):
    return (data.get(f"{name}_q") or "").replace("\x00", "").strip()[:40] if _is_picking(data, name) else ""


def _is_picking(data, name):
    return f"{name}_at" in data or f"{name}_find" in data or _has_words(data, name)


def _has_words(data, name):
    """Whether words stand in the panel's field that were not searched yet: Enter was pressed there."""
    words = (data.get(f"{name}_q") or "").strip()
    return bool(words) and f"{name}_was" in data and words != data.get(f"{name}_was")


class RegionField(forms.ModelChoiceField):
    """A current region on which the user holds `permission`, of one of `levels` when given."""

    widget = RegionPicker
    default_error_messages = {"invalid_choice": _("Choose a region inside your posting.")}

    def __init__(self, permission, *, levels=(), is_own=False, **kwargs):
        """`is_own`: the form begins with the place of whoever works at a single one, where it is of a level asked."""
        super().__init__(Region.objects.none(), **kwargs)
        self.permission, self.levels, self.is_own = permission, levels, is_own

    def set_user(self, user):
        self.queryset = Region.objects.permitted(user, self.permission).select_related("parent")
        self.widget.user, self.widget.levels, self.widget.permission = user, self.levels, self.permission
        homes = {(home.region_id, home.level) for home in open_postings(user)} if self.is_own else ()
        if len(homes) == 1:
            [(home, level)] = homes
            self.initial = home if level in self.levels else None

    def get_bound_field(self, form, field_name):
        bound = super().get_bound_field(form, field_name)
        self.widget.title = bound.label
        self.widget.is_needed = self.required or getattr(self, "is_needed", False)
        return bound

    def to_python(self, value):
        number = number_in(value)
        if value not in self.empty_values and number is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        region = super().to_python(value)
        if region is not None and not region.is_current:
            raise ValidationError(_("%(region)s is retired.") % {"region": region}, code="retired")
        if region is not None and self.levels and region.level not in self.levels:
            wanted = " / ".join(str(Level(level).label) for level in self.levels)
            raise ValidationError(
                _("%(region)s is of the level %(level)s; needed is: %(wanted)s.")
                % {"region": region, "level": region.get_level_display(), "wanted": wanted},
                code="level",
            )
        return region


def wants_picking(data, fields=()):
    """True when a submit only moved a picker: the form is shown again, nothing is checked or saved.

    `fields` are the form's own names: a field called “starts_at” is no button of a picker.
    """
    moved = any(key.endswith(("_at", "_find", "_set")) for key in data if key not in fields)
    return moved or any(key.endswith("_was") and _has_words(data, key.removesuffix("_was")) for key in data)
