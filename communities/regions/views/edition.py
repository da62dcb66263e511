"""A newer national table: compared, looked at change by change, then carried out as dated acts. For administrators."""

import tempfile

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views import View

from communities.pages.acts import refused_in_one_line
from communities.pages.asking import AskFirst
from communities.pages.base import ScopedMixin
from communities.pages.readers import number_in
from communities.regions import edition_acts, edition_undoing
from communities.regions.edition import KINDS, LEFT_OUT_BEFORE, compare
from communities.regions.forms.edition import ApplyForm, EditionForm
from communities.regions.models import Level, Region, RegionAct, RegionEdition
from communities.regions.region_import import BadFile
from registry.accounts.roles import Permission

SHOWN = 300  # of one kind; the others go with its checkbox
RECENT = 20
TITLES = {kind.value: kind.label for kind in RegionAct.Kind} | {
    "new": gettext_lazy("New places"),
    LEFT_OUT_BEFORE: gettext_lazy("Left out before"),
}


class AdministratorsAlone(ScopedMixin):
    permission = Permission.REGION_ACT

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ForAdministrators(AdministratorsAlone, View):
    """A page about the national table."""


class RegionEditions(ForAdministrators):
    def get(self, request):
        return self._show(EditionForm())

    def post(self, request):
        form = EditionForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form)
        table = form.cleaned_data["table"]
        try:
            with tempfile.NamedTemporaryFile() as file:
                for chunk in table.chunks():
                    file.write(chunk)
                file.flush()
                found = compare(file.name)
        except BadFile as bad:
            form.add_error("table", str(bad).splitlines())
            return self._show(form)
        edition = edition_acts.keep(found, table.name, by=request.user)
        return redirect(edition)

    def _show(self, form):
        recent = RegionEdition.objects.defer("changes", "told", "steps").select_related("compared_by")[:RECENT]
        return render(self.request, "communities/regions/region_editions.html", {"form": form, "recent": recent})


class RegionEditionDetail(ForAdministrators):
    """GET: what would change, by kind; POST: what was left ticked is carried out."""

    def get(self, request, pk):
        return self._show(get_object_or_404(RegionEdition, pk=pk), ApplyForm())

    def post(self, request, pk):
        edition = get_object_or_404(RegionEdition, pk=pk)
        form = ApplyForm(request.POST)
        if not form.is_valid():
            return self._show(edition, form)
        kinds = set(request.POST.getlist("kind")) & set(KINDS)
        left, taken = ({number_in(text) for text in request.POST.getlist(name)} for name in ("leave", "take"))
        offered, before = [], []
        for position, change in enumerate(edition.changes):
            (before if change.get("is_left_out") else offered).append(change | {"position": position})
        offered = [change for change in offered if change["kind"] in kinds]
        declined = [change for change in offered if change["position"] in left]
        chosen = [change for change in offered if change["position"] not in left]
        chosen += [change for change in before if change["position"] in taken]
        if not chosen and not declined:
            form.add_error(None, _("Nothing is ticked."))
            return self._show(edition, form)
        try:
            done = edition_acts.carry_out(edition, chosen, left=declined, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            messages.warning(request, " ".join(refused.messages))
            return redirect(edition)
        messages.success(request, _("Changes carried out: %(count)s.") % {"count": done})
        return redirect(edition)

    def _show(self, edition, form):
        told = dict(edition.told)
        made = {}
        if edition.applied_at is not None:
            new = [one["code"] for n, one in enumerate(edition.changes) if one["pk"] is None and told.get(n) == ""]
            made = dict(Region.objects.coded(new).values_list("code", "pk"))
        groups = []
        for kind in (*KINDS, LEFT_OUT_BEFORE):
            rows = [_shown(n, one, told, made) for n, one in enumerate(edition.changes) if _group_of(one) == kind]
            rows.sort(key=lambda row: not row["refused"])
            if rows:
                more = max(len(rows) - SHOWN, 0)
                groups.append(
                    {
                        "kind": kind,
                        "title": TITLES[kind],
                        "count": len(rows),
                        "rows": rows[:SHOWN],
                        "more": more,
                        "is_before": kind == LEFT_OUT_BEFORE,
                    }  # fmt: skip
                )
        is_open = edition.applied_at is None
        context = {"edition": edition, "form": form, "groups": groups, "is_open": is_open}
        return render(self.request, "communities/regions/region_edition.html", context)


class RegionEditionUndo(AdministratorsAlone, AskFirst, View):
    question = gettext_lazy("Take all that was done of “%(what)s” back? The tree is as it was before.")
    sure = gettext_lazy("Take all of it back")
    http_method_names = ["post"]

    def post(self, request, pk):
        edition = get_object_or_404(RegionEdition, pk=pk)
        try:
            edition_undoing.take_back(edition, by=request.user)
        except ValidationError as refused:
            messages.error(request, refused_in_one_line(refused, edition))
        else:
            messages.success(request, _("Taken back: %(act)s.") % {"act": edition})
        return redirect(edition)


def _group_of(change):
    return LEFT_OUT_BEFORE if change.get("is_left_out") else change["kind"]


def _shown(position, change, told, made):
    """One change in words: what it was, what it is to be."""
    kind, was, now = change["kind"], change["was"], change["name"]
    if kind == "recode":
        was, now = was or pgettext("code", "none"), change["code"]
    elif kind == "level":
        was, now = Level(was).label, Level(change["level"]).label
    elif kind == "move":
        now = change["parent_name"]
    elif kind == "new":
        was, now = "", Level(change["level"]).label
    elif kind == "retire":
        now = ""
    return {
        "position": position, "name": change["was"] if kind in ("rename", "merge", "retire") else change["name"],
        "place": change["parent_name"], "was": was, "now": now, "is_doubtful": change["is_doubtful"],
        "is_done": told.get(position) == "", "refused": told.get(position, ""), "title": TITLES[kind],
        "pk": change["pk"] if kind not in ("new", "split") else made.get(change["code"]),
    }  # fmt: skip
