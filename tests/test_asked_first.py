"""Nothing is ended by one stray click: what a lone button does asks first, or is undone by another button."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from communities.pages.asking import AskFirst
from communities.venues.models import VenueSlot
from tests.walk.entries import ENTRIES, POST_ONLY
from tests.windows import drawn_on

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FORM = re.compile(r"<form[^>]*>.*?</form>", re.DOTALL)
# Buttons that ask nothing, each with what takes it back or why nothing is lost by it.
ASKS_NOTHING = {
    "leaders:leader-reveal": "shows",
    "leaders:leader-duplicates": "shows",
    "desk:statistics-counts": "makes a file",
    "desk:statistics-workbook": "makes a file",
    "leaders:nomination-reveal": "shows",
    "leaders:case-reveal": "shows",
    "leaders:case-slip": "shows",
    "communities:notice-reveal": "shows",
    "leaders:leader-extend": "the bulk bar is a question already: rows are chosen first",
    "communities:rule-accept": "changes nothing; a value is changed beside it",
    "desk:review-bulk": "rows are chosen first",
    "leaders:incentive-notice": "rows are chosen first",
    "leaders:incentive-bulk-approve": "rows are chosen first",
    "leaders:incentive-bulk-award": "rows are chosen first",
    "leaders:case-bulk-assign": "rows are chosen first",
    "leaders:training-enrol-picked": "rows are chosen first",
    "communities:organization-bulk-publish": "rows are chosen first",
    "communities:activity-bulk-publish": "rows are chosen first",
    "communities:activity-rule-bulk-publish": "rows are chosen first",
    "communities:organization-publish": "unpublish",
    "communities:organization-unpublish": "publish",
    "communities:activity-publish": "unpublish",
    "communities:activity-unpublish": "publish",
    "communities:activity-rule-publish": "unpublish",
    "communities:activity-rule-unpublish": "publish",
    "communities:activity-rule-restore": "cancel the date again",
    "communities:activity-photo-agree": "withdraw",
    "communities:activity-photo-withdraw": "agree",
    "communities:filing-submit": "withdraw",
    "communities:filing-withdraw": "submit",
    "communities:rating-submit": "sent back by the verdict",
    "communities:rating-enforce": "withdraw",
    "communities:notice-thank": "answers; a text is typed first",
    "leaders:nomination-contact": "notes that contact was made",
    "leaders:incentive-award": "withdraw",
    "leaders:incentive-leave-batch": "the incentive goes on alone",
    "leaders:topic-publish": "close",
    "leaders:case-accept": "the next steps follow",
    "leaders:case-unmerge": "merge",
    "leaders:case-request-withdraw": "ask again",
    "communities:merge-undo": "merge again",
    "communities:closing-withdraw": "hand in again",
    "communities:management-withdraw": "hand in again",
    "communities:authority-withdraw": "hand in again",
    "communities:support-take-back-own": "hand in again",
    "leaders:appointment-withdraw": "hand in again",
    "leaders:training-outside-withdraw": "hand in again",
    "leaders:honour-withdraw": "hand in again",
    "leaders:erasure-withdraw": "hand in again",
    "leaders:training-close": "reopen",
    "leaders:training-reopen": "close",
    "leaders:training-finish": "resume",
    "leaders:training-roll-rest": "each mark can be corrected",
    "leaders:enrolment-withdraw": "enrol again",
    "leaders:enrolment-mark": "mark anew",
    "leaders:succession-finish": "a text is typed first; a plan is made anew",
    "leaders:import-revise": "type anew",
    "leaders:import-confirm": "undo",
    "leaders:import-retry": "reads the table again",
    "leaders:import-decide": "confirms; each post is ended on its page",
    "desk:reminder-read": "marks only",
    "accounts:logout": "sign in",
    "accounts:sessions-end": "sign in",
    "accounts:sessions-stay": "moves the end on",
    "ui:display": "choose again",
}


VIEWS = {entry.name: entry.view_class for entry in ENTRIES}
ASKING = [name for name in POST_ONLY if issubclass(VIEWS[name], AskFirst)]


def test_every_lone_button_asks_first_or_is_taken_back():
    unasked = set(POST_ONLY) - set(ASKING)

    assert unasked - set(ASKS_NOTHING) == set(), (
        "give each of these views AskFirst (and its button name=ask), or say in ASKS_NOTHING what takes it back"
    )
    assert set(ASKS_NOTHING) - unasked == set(), "these ask by now, or are gone: take them out of ASKS_NOTHING"


@pytest.mark.parametrize("name", ASKING)
def test_every_form_of_such_a_button_sends_the_wish_to_be_asked(name):
    forms = [
        form for path in TEMPLATES.rglob("*.html") for form in FORM.findall(path.read_text()) if f'"{name}"' in form
    ]

    assert forms and all('name="ask"' in form for form in forms)
    assert VIEWS[name].question and VIEWS[name].sure
    assert name == "communities:document-remove" or VIEWS[name].permission


def test_the_question_names_what_it_is_about_and_its_button_does_it(world, sign_in):
    _tree, users, rows = world
    client = sign_in(users["manager"])
    page = reverse("communities:venue-free", args=[rows["slot"].pk])
    before = VenueSlot.objects.get(pk=rows["slot"].pk).valid_until

    asked = client.post(
        page, {"ask": "桂花队 <b>", "seen": "x"}, headers={"referer": "http://testserver/work/venues/1/"}
    )
    text = asked.content.decode()

    assert asked.status_code == 200 and "桂花队 &lt;b&gt;" in text and "/work/venues/1/" in text
    assert 'name="seen" value="x"' in text and 'name="ask"' not in text
    assert VenueSlot.objects.get(pk=rows["slot"].pk).valid_until == before
    client.post(page, {"drawn": drawn_on(asked)})
    assert VenueSlot.objects.get(pk=rows["slot"].pk).valid_until != before


def test_who_may_not_do_it_is_not_asked(world, sign_in):
    _tree, users, rows = world

    person = rows["posting"].user

    answer = sign_in(users["worker"]).post(reverse("communities:person-reset-password", args=[person.pk]), {"ask": "x"})

    assert answer.status_code == 403 and type(person).objects.get(pk=person.pk).password == person.password


def test_a_foreign_address_is_no_way_back(world, sign_in):
    _tree, users, rows = world
    page = reverse("communities:venue-free", args=[rows["slot"].pk])

    asked = sign_in(users["manager"]).post(page, {"ask": "x"}, headers={"referer": "https://elsewhere.example/"})

    assert "elsewhere.example" not in asked.content.decode()
