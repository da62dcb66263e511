"""What comes to hang on a record between what a page's press found and the verb waits until the verb is done."""

import threading
from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from communities.closings.models import Closing
from communities.venues.models import Venue, VenueSlot
from leaders.cases.models import Case
from leaders.departures.models import Departure
from tests.clock import TODAY
from tests.factories import make_case, make_leader, make_organization, make_superuser, make_tree, make_user, make_venue

SOON = 0.4  # seconds in which a row that nothing holds back would long be there


@pytest.mark.django_db(transaction=True)
def test_what_is_added_between_the_look_and_the_verb_waits_for_it(monkeypatch):
    tree, admin, other = make_tree(), make_superuser(), make_user()
    team, person, venue = make_organization(tree.community), make_leader(tree.building), make_venue(tree.community)
    ending = make_organization(tree.community)
    hours = {"weekday": 1, "starts": time(8), "ends": time(9), "valid_from": TODAY, "valid_until": TODAY}
    pages = [
        ("communities:venue-retire", venue, {"note": "装修"}, (Venue, "retire"),
         lambda: venue.book(team, by=other, **hours | {"weekday": TODAY.weekday()})),
        ("leaders:departure-create", person, {"how": "moved", "left_on": TODAY.isoformat()}, (Departure, "enter"),
         lambda: make_case(tree.community, source="leader", leader=person)),
        ("communities:organization-end", ending, {"note": "解散"}, (Closing, "propose"),
         lambda: make_case(tree.community, source="organization", organization=ending)),
    ]  # fmt: skip
    client = Client()
    client.force_login(admin)
    for address, row, typed, (model, verb), add in pages:
        page = reverse(address, args=[row.pk])
        form = client.get(page).context["form"]
        typed = typed | {name: form[name].value() for name in ("seen", "hung") if name in form.fields}
        was_there, adding = [], threading.Thread(target=_added, args=(add,))
        with monkeypatch.context() as patched:
            patched.setattr(model, verb, _after(getattr(model, verb), adding, was_there))
            answer = client.post(page, typed)
        adding.join()

        assert (answer.status_code, was_there) == (302, [False]), address

    assert not VenueSlot.objects.exists() and Departure.objects.get().let_go == []
    assert Case.objects.filter(leader=person).exists(), "a matter of somebody who left is still taken in, after it"


def _after(verb, adding, was_there):
    def act(self, **values):
        adding.start()
        adding.join(SOON)
        was_there.append(not adding.is_alive())
        return verb(self, **values)

    return act


def _added(add):
    try:
        add()
    except ValidationError:
        pass
    finally:
        connection.close()
