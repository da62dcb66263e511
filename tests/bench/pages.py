"""Goals 1, 2, 4 and 5: what the pages cost, of a wide place beside a narrow one, of many rows beside few, beside a hello."""

import json
import re
from functools import partial
from urllib.parse import urlencode

from django.test import RequestFactory

from leaders.people.models import Leader
from leaders.registration.views.leaders import LeaderList
from tests.bench.meter import DatabaseTime
from tests.bench.people import leader_list, opening
from tests.bench.served import Server

FLAT, GROWTH, DEEP, DETAIL = 1.3, 1.2, 1.2, 12
TO_PLAIN = {"sqlite": 0.1, "postgresql": 0.5}  # of the plain program's public list, at L
KEPT = {"public organization": 3, "public place": 3}  # in units of hello, once a reader has asked for the page
DASHBOARD_MS = 40
DETAIL_QUERIES, PAGE_QUERIES = 8, 12
DEEP_ROW, STEPS = 90_000, 10
NEXT = re.compile(r'rel="next" href="([^"]+)"')


def flat(bench, size):
    """Goal 1: the list of 100,000 people costs what the list of 99 costs."""
    desk = bench.desks[size]
    for order in LeaderList.orders:
        names = ["community", "district", "city", "province"]
        pages = [leader_list(region=getattr(desk, name).pk, order=order) for name in names]
        base, *costs = bench.measure([(size, opening(desk.clerk, page)) for page in pages])
        for name, cost in zip(names[1:], costs, strict=True):
            yield bench.line(1, f"list by {order}, {name} to community", size, cost, base, FLAT)
        if order == "place":
            figure, bound = "public_list_province", TO_PLAIN[bench.databases.engine]
            yield from bench.beside(1, "list of a province to the plain public one", size, costs[-1].ms, figure, bound)
    acts = [opening(desk.neighbour, leader_list()), opening(desk.clerk, leader_list())]
    base, cost = bench.measure([(size, act) for act in acts])
    yield bench.line(1, "own list, clerk of the province to clerk of the community", size, cost, base, FLAT)


def deep(bench, size):
    """Goal 4: ten pages from row 90,000 on cost what the first ten cost."""
    desk = bench.desks[size]
    bench.databases.use(size)
    for order, columns in LeaderList.orders.items():
        start = leader_list(region=desk.province.pk, order=order)
        acts = [_walk(desk.clerk, start), _walk(desk.clerk, f"{start}&{_bookmark(desk.province, order, columns)}")]
        base, cost = bench.measure([(size, act) for act in acts], rounds=5, burst=1)
        case = f"list by {order}, ten pages from row {DEEP_ROW} on to the first ten"
        yield bench.line(4, case, size, cost, base, DEEP)


def detail(bench, size):
    """Goal 5: a page about one row, in units of a page that only says hello, both as served."""
    desk = bench.desks[size]
    bench.databases.use(size)
    pages = {"hello": (desk.resident, "/hello/")} | desk.details()
    server = Server(bench.databases.url(size))
    try:
        acts = [(size, partial(server.get, address, client.cookies)) for client, address in pages.values()]
        base, *costs = bench.measure(acts, burst=20, spent=server.cpu_ms)
    finally:
        server.stop()
    for name, cost in zip(list(pages)[1:], costs, strict=True):
        yield bench.line(5, f"{name} page to hello", size, cost, base, KEPT.get(name, DETAIL))


def dashboard(bench, size):
    """Goal 5: the first page of a whole province, of a clerk, who has all that is due there, and of who oversees."""
    pages = bench.desks[size].pages()
    names = {"dashboard": "clerk", "dashboard of who oversees": "overseer"}
    costs = bench.measure([(size, pages[name]) for name in names])
    for who, cost in zip(names.values(), costs, strict=True):
        yield bench.fact(5, f"dashboard of a province, {who}, CPU ms", size, cost.ms, DASHBOARD_MS)


def queries(bench, size):
    """Goal 5: how often a page asks the database."""
    desk = bench.desks[size]
    bench.databases.use(size)
    details = desk.details()
    for name, act in desk.pages().items():
        act()
        counted = DatabaseTime()
        with counted.counting():
            act()
        bound = DETAIL_QUERIES if name in details else PAGE_QUERIES
        yield bench.fact(5, f"queries of {name}", size, counted.count, bound)


def growth(bench):
    """Goal 2: ten times the people, the same page."""
    small, large = bench.sizes[0], bench.sizes[-1]
    if small == large:
        return
    ours, theirs = bench.desks[small].pages(), bench.desks[large].pages()
    for name in ours:
        base, cost = bench.measure([(small, ours[name]), (large, theirs[name])])
        yield bench.line(2, f"{name}, {large} to {small}", large, cost, base, GROWTH)


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
