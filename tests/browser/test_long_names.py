"""The long world in Chromium: names as long and lists as many as they may be; nothing overflows, no column is lost."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from django.urls import reverse

from communities.ratings import defaults as rating_defaults
from communities.ratings.models import RatingScheme
from leaders.consents.models import ConsentText
from tests.browser.test_pages import WIDTHS, open_as
from tests.long_world import make_long_world
from tests.world import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Name and row of the pages that show such names; the public ones go without a sign-in.
WORK = [
    ("desk:dashboard", None), ("desk:review-queue", None), ("desk:statistics", None), ("leaders:leader-list", None),
    ("leaders:leader-detail", "busy"), ("leaders:leader-update", "busy"), ("leaders:vacancy-buildings", None),
    ("leaders:training-short", None), ("leaders:case-list", None), ("communities:organization-list", None),
    ("communities:organization-detail", "organization"), ("communities:activity-list", None),
    ("communities:support-list", None), ("communities:filing-detail", "filed"), ("communities:region-detail", "large"),
    ("leaders:topic-detail", "topic"),
]  # fmt: skip
PUBLIC = [("directory:home", None), ("directory:place", "large"), ("directory:activities", None)]
PUBLIC += [("directory:organizations", None), ("directory:building-heads", None), ("directory:notices", None)]
PUBLIC += [("directory:organization-satisfaction", "organization")]
# What others than the manager meet, with the parts that only stand on their pages.
OTHERS = {
    "worker": [
        ("desk:dashboard", None), ("leaders:honour-detail", "honour"), ("leaders:training-outside-detail", "outside"),
        ("leaders:case-detail", "case_in_hand"), ("communities:filing-detail", "draft"), ("communities:venue-list", None),
    ],
    "office": [
        ("desk:dashboard", None), ("desk:review-queue", None), ("leaders:import-list", None), ("desk:due-list", None),
        ("communities:person-list", None),
    ],
    "overseer": [
        ("desk:dashboard", None), ("desk:statistics", None), ("leaders:leader-list", None),
        ("communities:report-print", "report"), ("leaders:case-report", None),
    ],
    None: [("directory:notices", None), ("directory:estates", None), ("directory:topics", None), ("directory:honours", None)],
}  # fmt: skip
HALF = WIDTHS[0] // 2  # what a page has when it is seen at 200 %
LOST = """lists => [...document.querySelectorAll(lists)]
  .filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.scrollWidth - box.clientWidth)"""

# Texts that are squeezed until a line begins with a sign that closes: a column of no width, a word kept whole.
SQUEEZED = """() => {
  const found = [], range = document.createRange();
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const top = (node, at) => {
    range.setStart(node, at); range.setEnd(node, at + 1);
    const box = range.getBoundingClientRect();
    return box.width ? box.top : NaN;
  };
  while (walk.nextNode()) {
    const node = walk.currentNode;
    for (const sign of node.data.matchAll(/(?<=\\p{Script=Han}|\\d)[，。；：、）]/gu)) {
      if (top(node, sign.index) > top(node, sign.index - 1) + 3) {
        found.push(node.data.slice(Math.max(0, sign.index - 8), sign.index + 2));
      }
    }
  }
  return found.slice(0, 3);
}"""


def faults_of(page, address):
    """[(width, size, address, points too wide, points of a list out of sight, what axe finds)]."""
    page.goto(address)
    found = []
    for size in ("", "xl"):
        page.evaluate("size => { document.documentElement.dataset.size = size }", size)
        for width in [HALF, *WIDTHS]:
            page.set_viewport_size({"width": width, "height": 844})
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            lists = ".scroll-x" if width == WIDTHS[0] else ".scroll-x:has(> .tbl--cards)"
            lost = page.evaluate(LOST, lists)
            lost += page.evaluate(SQUEEZED)
            is_read = (size, width) == ("", WIDTHS[0])
            axe = [fault["id"] for fault in Axe().run(page).response["violations"]] if is_read else []
            if over > 0 or lost or axe:
                found.append((width, size, address, over, lost, axe))
    return found


def faults_at_once(page, address):
    """The same at the three widths in the usual size; read by axe on a phone."""
    assert page.goto(address).status == 200, address
    return faults_now(page, address)


def faults_now(page, address):
    """`faults_at_once` of the page that stands there."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        lost = page.evaluate(LOST, ".scroll-x" if width == WIDTHS[0] else ".scroll-x:has(> .tbl--cards)")
        lost += page.evaluate(SQUEEZED)
        axe = [fault["id"] for fault in Axe().run(page).response["violations"]] if width == WIDTHS[1] else []
        if over > 0 or lost or axe:
            found.append((width, address, over, lost, axe))
    return found


def test_long_names_and_many_rows_overflow_nowhere_and_push_no_column_out(browser, live_server, settings):
    settings.LANGUAGE_CODE = "zh-hans"
    # A test that commits empties every table at its end, with what the migrations filled in.
    ConsentText.objects.get_or_create(version=1, defaults={"body": "…", "effective_from": date(2024, 1, 1)})
    if not RatingScheme.objects.exists():
        rating_defaults.fill(apps, None)
    _tree, users, rows = make_long_world()

    faults = []
    for username, pages in ((users["manager"].username, WORK), (None, PUBLIC)):
        page = open_as(browser, live_server, username, WIDTHS[0])
        for name, row in pages:
            faults += faults_of(page, live_server.url + address(name, rows, row))
    # The button that takes the whole place is as long as the place is called.
    faults += faults_of(page, f"{live_server.url}{reverse('directory:matter-new')}?at={rows['community'].pk}")

    for role, pages in OTHERS.items():
        page = open_as(browser, live_server, role and users[role].username, WIDTHS[0])
        for name, row in pages:
            faults += faults_at_once(page, live_server.url + address(name, rows, row))

    assert faults == []
    states_without_colours(
        open_as(browser, live_server, users["manager"].username, 1366, forced_colors="active"), live_server
    )


def states_without_colours(page, live_server):
    """Where the system forces its colours: the tab that is open, the kind that is chosen, a state, a button."""
    style = "([selector, name, part]) => getComputedStyle(document.querySelector(selector), part || null)[name]"
    page.goto(live_server.url + reverse("leaders:leader-list"))
    here, other = (
        page.evaluate(style, [f".tabs a{which}", "borderBottomColor"])
        for which in ("[aria-current]", ":not([aria-current])")
    )
    assert here != other
    ground = page.evaluate(style, ["body", "backgroundColor"])
    assert page.evaluate(style, [".tag--ok", "backgroundColor", "::before"]) not in (ground, "rgba(0, 0, 0, 0)")
    assert page.evaluate(style, [".btn", "borderTopStyle"]) == "solid"
    page.goto(live_server.url + reverse("leaders:leader-create") + "?kind=building")
    assert page.evaluate(style, [".choice input:checked", "backgroundColor"]) != ground
