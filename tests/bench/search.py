"""Goal 3: two characters of a name find their people, however common they are, at what the database alone needs twice."""

from urllib.parse import quote

from django.urls import reverse

from leaders.people.models import Leader
from tests.bench.limit import Limit
from tests.bench.meter import Questions
from tests.bench.people import leader_list, opening

TWICE, MORE_MS = 2, 2  # of the database's own way, and milliseconds beside it
RARE = 1.0  # a rare pair costs at most what a common one does
PUBLIC = 0.2  # of the plain program's public search
PAIRS = {"common": "王建", "mid": "建国", "rare": "泽昊"}


def found(bench, size):
    desk, limit = bench.desks[size], Limit()
    pages = {}
    for how, pair in PAIRS.items():
        assert Leader.objects.filter(name__contains=pair).exists(), f"nobody is called {pair}"
        pages[how] = (leader_list(q=quote(pair)), limit.search(pair))
        inside = leader_list(q=quote(pair), region=desk.community.pk)
        pages[f"{how}, in a community"] = (inside, limit.search(pair, desk.community.path))
    for how, (address, alone) in pages.items():
        ours, theirs = bench.measure([(size, Questions.of(opening(desk.clerk, address))), (size, alone)])
        bound = round(TWICE * theirs.ms + MORE_MS, 2)
        yield bench.fact(3, f"search, {how}, CPU ms in the database", size, ours.ms, bound)
    common, rare = bench.measure([(size, opening(desk.clerk, pages[how][0])) for how in ("common", "rare")])
    yield bench.line(3, "search, rare to common", size, rare, common, RARE)
    for how, cost in zip(("common", "rare"), _public(bench, size), strict=True):
        yield from bench.beside(
            3, f"public search, {how}, to the plain one", size, cost.ms, f"public_search_{how}", PUBLIC
        )


def _public(bench, size):
    address = reverse("directory:find")
    acts = [opening(bench.desks[size].resident, f"{address}?q={quote(PAIRS[how])}") for how in ("common", "rare")]
    return bench.measure([(size, act) for act in acts])
