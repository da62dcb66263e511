"""Whether a street is told that its figures changed."""

from django.db.models import Max, Sum

from communities.scope import WHOLE_TREE, ancestor_paths
from registry.audit.models import PlaceChange
from registry.desk.streets import counted
from tests.clock import TODAY


class Told:
    """The figures of all streets, and what was noted about each, as they were when it was made."""

    def __init__(self):
        self.figures, self.noted = counted([WHOLE_TREE], TODAY), noted()

    def untold(self):
        """[the streets whose figures are others by now, though nothing was noted there or above since]"""
        now, said = counted([WHOLE_TREE], TODAY), noted()
        changed = {place for place in {*now, *self.figures} if now.get(place) != self.figures.get(place)}
        silent = {place for place in changed if all(said.get(up) == self.noted.get(up) for up in above(place))}
        return sorted(silent)


def above(place):
    return ["", *ancestor_paths(place)]


def noted():
    rows = PlaceChange.objects.values("place").annotate(n=Sum("acts"), last=Max("at")).order_by()
    return {place: (acts, at) for place, acts, at in rows.values_list("place", "n", "last")}
