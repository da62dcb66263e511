"""The goals of docs/performance.md that need no other program to compare with. A bound is met or said to be missed."""

import json
import re
from functools import partial
from urllib.parse import urlencode

from django.db import connection, transaction
from django.test import RequestFactory

from communities.regions.models import Region
from leaders.people.models import Leader
from leaders.registration.views.leaders import LeaderList
from registry.accounts.models import User
from tests.bench.meter import DatabaseTime, side_by_side
from tests.bench.people import leader_list, opening
from tests.bench.served import Server

FLAT, GROWTH, DEEP, DETAIL = 1.3, 1.2, 1.2, 12
KEPT = {"public organization": 3, "public place": 3}  # in units of hello, once a reader has asked for the page
DASHBOARD_MS = 40
DETAIL_QUERIES, PAGE_QUERIES, NEW_REGION_MS = 8, 12, 5
DEEP_ROW, STEPS, NEW_REGIONS = 90_000, 10, 20
NEXT = re.compile(r'rel="next" href="([^"]+)"')


class Bench:
    """The measured pages over the filled databases; every line is a dict, ready to be printed."""

    def __init__(self, databases, desks, sizes):
        self.databases, self.desks, self.sizes = databases, desks, sizes

    def lines(self, goals):
        """The lines of the goals asked for, by number as text."""
        parts = {
            "1": [self.flat],
            "4": [self.deep],
            "5": [self.queries, self.detail, self.dashboard],
            "9": [self.new_region],
        }
        for size in self.sizes:
            for goal in goals:
                for part in parts.get(goal, []):
                    yield from part(size)
        if "2" in goals:
            yield from self.growth()

    def flat(self, size):
        """Goal 1: the list of 100,000 people costs what the list of 99 costs."""
        desk = self.desks[size]
        for order in LeaderList.orders:
            names = ["community", "district", "city", "province"]
            pages = [leader_list(region=getattr(desk, name).pk, order=order) for name in names]
            base, *costs = self._measure([(size, opening(desk.clerk, page)) for page in pages])
            for name, cost in zip(names[1:], costs, strict=True):
                yield self._line(1, f"list by {order}, {name} to community", size, cost, base, FLAT)
        acts = [opening(desk.neighbour, leader_list()), opening(desk.clerk, leader_list())]
        base, cost = self._measure([(size, act) for act in acts])
        yield self._line(1, "own list, clerk of the province to clerk of the community", size, cost, base, FLAT)

    def deep(self, size):
        """Goal 4: ten pages from row 90,000 on cost what the first ten cost."""
        desk = self.desks[size]
        self.databases.use(size)
        for order, columns in LeaderList.orders.items():
            start = leader_list(region=desk.province.pk, order=order)
            acts = [_walk(desk.clerk, start), _walk(desk.clerk, f"{start}&{_bookmark(desk.province, order, columns)}")]
            base, cost = self._measure([(size, act) for act in acts], rounds=5, burst=1)
            case = f"list by {order}, ten pages from row {DEEP_ROW} on to the first ten"
            yield self._line(4, case, size, cost, base, DEEP)

    def detail(self, size):
        """Goal 5: a page about one row, in units of a page that only says hello, both as served."""
        desk = self.desks[size]
        self.databases.use(size)
        pages = {"hello": (desk.resident, "/hello/")} | desk.details()
        server = Server(self.databases.url(size))
        try:
            acts = [(size, partial(server.get, address, client.cookies)) for client, address in pages.values()]
            base, *costs = self._measure(acts, burst=20, spent=server.cpu_ms)
        finally:
            server.stop()
        for name, cost in zip(list(pages)[1:], costs, strict=True):
            yield self._line(5, f"{name} page to hello", size, cost, base, KEPT.get(name, DETAIL))

    def dashboard(self, size):
        """Goal 5: the first page of a whole province, of a clerk, who has all that is due there, and of who oversees."""
        pages = self.desks[size].pages()
        names = {"dashboard": "clerk", "dashboard of who oversees": "overseer"}
        costs = self._measure([(size, pages[name]) for name in names])
        for who, cost in zip(names.values(), costs, strict=True):
            yield self._fact(5, f"dashboard of a province, {who}, CPU ms", size, cost.ms, DASHBOARD_MS)

    def queries(self, size):
        """Goal 5: how often a page asks the database."""
        desk = self.desks[size]
        self.databases.use(size)
        details = desk.details()
        for name, act in desk.pages().items():
            act()
            counted = DatabaseTime()
            with connection.execute_wrapper(counted):
                act()
            bound = DETAIL_QUERIES if name in details else PAGE_QUERIES
            yield self._fact(5, f"queries of {name}", size, counted.count, bound)

    def new_region(self, size):
        """Goal 9: a new first child of a 20,000-region province costs the database the same in any tree."""
        desk = self.desks[size]
        self.databases.use(size)
        by, spent = User.objects.get(username="bench-clerk"), []
        for number in range(NEW_REGIONS):
            counted = DatabaseTime()
            with transaction.atomic():
                parent = Region.objects.get(pk=desk.community.pk)
                with connection.execute_wrapper(counted):
                    parent.add_child(name=f"新苑{number}", by=by)
                transaction.set_rollback(True)
            spent.append(counted.ms)
        value = round(sorted(spent)[len(spent) // 2], 2)
        yield self._fact(9, "new region, CPU ms in the database", size, value, NEW_REGION_MS)

    def growth(self):
        """Goal 2: ten times the people, the same page."""
        small, large = self.sizes[0], self.sizes[-1]
        if small == large:
            return
        ours, theirs = self.desks[small].pages(), self.desks[large].pages()
        for name in ours:
            base, cost = self._measure([(small, ours[name]), (large, theirs[name])])
            yield self._line(2, f"{name}, {large} to {small}", large, cost, base, GROWTH)

    def _measure(self, acts, **how):
        return side_by_side([(lambda size=size: self.databases.use(size), act) for size, act in acts], **how)

    def _line(self, goal, case, size, cost, base, bound):
        return self._fact(goal, case, size, cost.times(base), bound) | {"ms": cost.ms, "base_ms": base.ms}

    def _fact(self, goal, case, size, value, bound):
        ok = bound is None or value <= bound
        return {
            "goal": goal, "case": case, "engine": self.databases.engine, "size": size,
            "value": value, "bound": bound, "ok": ok,
        }  # fmt: skip


def _bookmark(province, order, columns):
    """The signed edge at row 90,000, as a "next" link would carry it."""
    signer = LeaderList(request=RequestFactory().get("/", {"order": order})).signer
    columns = [name.rstrip("?") for name in columns]
    row = Leader.objects.within(province).order_by(*columns).values_list(*columns)[DEEP_ROW]
    return urlencode({"after": signer.sign(json.dumps(row, default=str))})


def _walk(client, address):
    """An act: open `address` and follow its "next" ten times."""

    def act():
        url = address
        for _step in range(STEPS + 1):
            response = opening(client, url)()
            url = _next(response, address)

    return act


def _next(response, address):
    found = NEXT.search(response.content.decode())[1]
    return address.partition("?")[0] + found.replace("&amp;", "&")
