"""What a page named of what hangs on a record binds the press, as the version of the record itself does."""

from pathlib import Path

import pytest
from django.urls import get_resolver, reverse

from communities.closings.models import Closing
from communities.pages.hanging import ShowsHanging
from leaders.departures.models import Departure
from tests.clock import TODAY
from tests.factories import (
    make_case,
    make_center,
    make_closing,
    make_filing,
    make_leader,
    make_slot,
    make_superuser,
    make_support,
    make_user,
    make_venue,
)

pytestmark = pytest.mark.django_db


def views_of(patterns):
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from views_of(one.url_patterns)
        elif hasattr(one.callback, "view_class"):
            yield one.callback.view_class


def test_every_page_that_names_what_hangs_binds_to_it():
    texts = {path: path.read_text() for path in Path("templates").rglob("*.html")}
    naming = {
        str(path.relative_to("templates")) for path, text in texts.items() if "components/hanging.html" in text
    } - {"components/gallery.html", "components/ended.html"}
    views = {view for view in views_of(get_resolver().url_patterns) if getattr(view, "template_name", "") in naming}

    assert {view.template_name for view in views} == naming
    assert [view.__name__ for view in views if not issubclass(view, ShowsHanging)] == []


@pytest.mark.parametrize("subject", ["departure", "end", "closing", "posting", "center", "venue"])
def test_what_came_to_hang_on_it_meanwhile_is_shown_before_it_ends(client, tree, team, sign_in, subject):
    person, holder = make_leader(tree.building), make_user(region=tree.community)
    posting = holder.postings.get()
    make_user(region=tree.street)
    venue, center = make_venue(tree.community), make_center(tree.street)
    if subject in ("end", "closing"):
        make_filing(team, state="filed")
    closing = make_closing(team) if subject == "closing" else None
    pages = {
        "departure": ("leaders:departure-create", person, {"how": "moved", "left_on": TODAY.isoformat()}),
        "end": ("communities:organization-end", team, {"note": "解散"}),
        "closing": ("", closing, {"decision": "pass"}),
        "posting": ("communities:posting-end", posting, {"note": "调离"}),
        "center": ("communities:center-retire", center, {"note": "撤并"}),
        "venue": ("communities:venue-retire", venue, {"note": "装修"}),
    }
    address, row, typed = pages[subject]
    page = reverse(address, args=[row.pk]) if address else row.get_absolute_url()
    sign_in(make_superuser())
    shown = client.get(page).context
    seen = {name: shown["form"][name].value() for name in ("seen", "hung") if name in shown["form"].fields}
    {
        "departure": lambda: make_case(tree.community, source="leader", leader=person),
        "end": lambda: make_support(team, granted="300.00"),
        "closing": lambda: make_support(team, granted="300.00"),
        "posting": lambda: make_case(tree.community).accept(by=holder),
        "center": lambda: center.host(team, by=make_user(), on=TODAY, document_number="1"),
        "venue": lambda: make_slot(venue, team),
    }[subject]()

    answer = client.post(page, typed | seen)

    assert (answer.status_code, len(answer.context["hanging"])) == (409, len(shown["hanging"]) + 1)
    assert "no longer what this page showed" in answer.content.decode()
    again = {name: answer.context["form"][name].value() for name in seen}
    assert client.post(page, typed | again).status_code != 409
    if subject == "departure":
        assert Departure.objects.get().leader == person
    if subject == "closing":
        assert Closing.objects.get().state == "agreed"
