"""Which figures make up each goal of docs/performance.md, and how a line of one is written."""

from tests.bench import exports, imports, pages, places, search, throughput
from tests.bench.meter import side_by_side

QUIET = {"1": [pages.flat], "3": [search.found], "4": [pages.deep], "5": [pages.queries, pages.detail, pages.dashboard]}
BETWEEN = {"2": pages.growth}
WRITING = {
    "9": [places.new_region, places.moved_street],
    "7": [exports.everything],
    "10": [throughput.served],
    "6": [imports.people],
    "8": [imports.beside],
}  # last: they heat the machine, and at the end they add rows


class Bench:
    """The filled databases, who looks at them, and the anchors; every line is a dict, ready to be printed."""

    def __init__(self, databases, desks, sizes, anchors):
        self.databases, self.desks, self.sizes, self.anchors = databases, desks, sizes, anchors

    def lines(self, goals):
        """The lines of the goals asked for, by number as text: what only reads first."""
        yield from self._of(QUIET, goals)
        for goal, part in BETWEEN.items():
            if goal in goals:
                yield from part(self)
        yield from self._of(WRITING, goals)

    def _of(self, parts, goals):
        for goal, functions in parts.items():
            for size in self.sizes if goal in goals else []:
                for part in functions:
                    self.databases.use(size)
                    yield from part(self, size)

    def measure(self, acts, **how):
        """[Cost] of each (size, act), the acts taking turns."""
        return side_by_side([(lambda size=size: self.databases.use(size), act) for size, act in acts], **how)

    def line(self, goal, case, size, cost, base, bound):
        return self.fact(goal, case, size, cost.times(base), bound) | {"ms": cost.ms, "base_ms": base.ms}

    def fact(self, goal, case, size, value, bound, *, at_least=False):
        """One figure; `bound` is the most it may be, or with `at_least` the least."""
        return {
            "goal": goal, "case": case, "engine": self.databases.engine, "size": size, "value": value, "bound": bound,
            "ok": value >= bound if at_least else value <= bound,
        }  # fmt: skip

    def beside(self, goal, case, size, value, figure, bound, **how):
        """A line of `value` in units of the plain program's `figure`, as measured on this machine; none without it."""
        theirs = self.anchors.of(self.databases.engine, size, figure)
        if theirs:
            yield self.fact(goal, case, size, round(value / theirs, 3), bound, **how) | {
                "ours": value,
                "theirs": theirs,
            }
