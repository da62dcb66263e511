"""A form sent twice makes one record, whatever it is about: one mechanism stands before every page that takes a form."""

import re
import threading
from datetime import timedelta

import pytest
from django import forms
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.notices.forms.public import signer
from communities.notices.models import Opinion
from communities.organizations.models import Organization
from registry.accounts import once
from registry.accounts.models import SentForm
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from registry.desk.daily import JOBS
from tests.clock import TODAY
from tests.factories import make_category, make_notice, make_tree, make_user
from tests.test_permissions import PAGES, ROLES
from tests.windows import drawn_on
from tests.world import address

POST_FORM = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL)
# Creating pages that a blind hand fills in well enough; the others have the same gate before them.
CREATING = {
    "communities:organization-create": {"category": "made"},
    "communities:support-create": {"granted": "100"},
    "communities:venue-create": {},
    "communities:activity-create": {"finishes": "20:00", "last_day": "", "day": str(TODAY + timedelta(days=1))},
    "communities:activity-rule-create": {"ends": "11:00"},
    "communities:notice-create": {},
    "communities:person-create": {"username": "xinlaide", "role": Role.WORKER},
    "leaders:leader-create": {
        "name": "陆桂花",
        "phone": "",
        "kind": "opinion",
        "building": "",
        "compound": "",
        "birth_year": "",
        "own_wish": "on",
        "term_ends_on": "2029-01-01",
    },
    "leaders:case-create": {"contact": "", "leader": ""},
    "leaders:reply-template-create": {},
    "leaders:training-create": {"minutes": "90"},
    "leaders:topic-create": {},
    "leaders:nomination-create": {"kind": "opinion", "phone": "13800138000", "building": "", "compound": ""},
}


def blind(form, place):
    """{name: value}: something for every field of a form: what it shows, a first choice, a place, today, a text."""
    return {name: something(field, form[name].value(), place) for name, field in form.fields.items()}


def something(field, shown, place):
    if isinstance(field, forms.FileField | forms.BooleanField):
        return ""
    if shown not in (None, "", []):
        return shown
    if type(field).__name__ == "RegionField":
        return place.pk
    if hasattr(field, "choices"):
        return next((str(value) for value, _label in field.choices if value and not isinstance(_label, list)), "")
    kinds = {
        forms.DateTimeField: f"{TODAY + timedelta(days=1)} 10:00",
        forms.DateField: str(TODAY),
        forms.TimeField: "10:00",
        forms.IntegerField: "5",
        forms.DecimalField: "5",
    }
    return next((value for kind, value in kinds.items() if isinstance(field, kind)), "桂花")


@pytest.mark.parametrize("name", CREATING)
def test_a_creating_form_sent_twice_makes_one_record_and_leads_to_it(world, sign_in, name):
    tree, users, rows = world
    client, page = sign_in(users["manager"]), address(name, rows, None)
    shown = client.get(page)
    typed = CREATING[name] | ({"category": make_category().pk} if "category" in CREATING[name] else {})
    data = blind(shown.context["form"], tree.community) | typed | {"drawn": drawn_on(shown)}

    first = client.post(page, data)
    written = AuditEntry.objects.count()
    second = client.post(page, data, follow=True)

    assert first.status_code == 302 or hasattr(first, "leads_to"), first.context["form"].errors
    assert second.redirect_chain[0][0] == (first.get("Location") or first.leads_to)
    assert "had been sent already" in second.content.decode()
    assert AuditEntry.objects.count() == written


def test_every_form_of_every_page_carries_the_mark_of_its_page(world, sign_in):
    """All but a search, which makes nothing and may be asked twice."""
    _tree, users, rows = world
    client = sign_in(users["manager"])
    pages = [
        address(name, rows, row)
        for name, method, row, *expected in PAGES
        if method == "get" and expected[ROLES.index("manager")] == 200
    ]

    answers = {page: client.get(page) for page in [*pages, "/accounts/login/", "/"]}

    sheets = {page: answer.content.decode() for page, answer in answers.items() if not answer.streaming}
    makes = {
        page: [form for form in POST_FORM.findall(text) if 'role="search"' not in form] for page, text in sheets.items()
    }
    bare = {page for page, forms in makes.items() for form in forms if 'name="drawn"' not in form}
    assert bare == set()
    assert sum(len(forms) for forms in makes.values()) > 300


def test_a_public_form_sent_twice_makes_one_record(client, tree):
    notice = make_notice(tree.street)
    page = reverse("directory:notice", args=[notice.pk])
    stamp = signer.sign_object(timezone.now().timestamp() - 30)
    data = {"side": "objection", "text": "请核实。", "stamp": stamp, "drawn": drawn_on(client.get(page))}

    first, second = client.post(page, data), client.post(page, data)

    assert first.url == second.url and Opinion.objects.count() == 1
    assert first.url not in "".join(SentForm.objects.values_list("sealed_answer", flat=True))


@pytest.fixture
def sending(tree, sign_in, worker):
    """send(**typed): a new organization from one page that was opened once."""
    client, page = sign_in(worker), reverse("communities:organization-create")
    mark = drawn_on(client.get(page))
    values = {"name": "桂花合唱队", "region": tree.community.pk, "category": make_category().pk, "drawn": mark}
    return lambda **typed: client.post(page, values | typed)


def test_a_form_shown_again_with_an_error_may_be_sent_again(sending):
    refused = sending(name="")
    again = sending(name="", drawn=drawn_on(refused))

    assert (refused.status_code, again.status_code) == (200, 200)
    assert sending(drawn=drawn_on(again)).status_code == 302
    assert not SentForm.objects.filter(sealed_answer="").exists()


def test_another_page_or_another_text_is_another_form(sending):
    assert sending().url != sending(name="桂花舞蹈队").url
    assert Organization.objects.count() == 2


def test_a_form_that_a_crash_left_behind_is_taken_up_again(sending, monkeypatch):
    monkeypatch.setattr(once, "WAIT_SECONDS", 0)
    sending()
    Organization.objects.all().delete()
    SentForm.objects.update(sealed_answer="")
    assert sending().status_code == 409

    SentForm.objects.update(sent_at=timezone.now() - once.GIVEN_UP_AFTER)

    assert sending().status_code == 302
    assert Organization.objects.count() == 1


def test_forms_are_forgotten_after_some_days(sending):
    sending()
    job = next(job for job in JOBS if job.name == "forget_sent_forms")
    job.run(dry_run=False)
    assert SentForm.objects.count() == 1
    SentForm.objects.update(sent_at=timezone.now() - once.FORGOTTEN_AFTER - timedelta(minutes=1))

    assert job.run(dry_run=True) == job.run(dry_run=False) == "1 forms sent are forgotten"
    assert SentForm.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_time_make_one_record():
    tree = make_tree()
    user, category = make_user(Role.WORKER, tree.community), make_category()
    page, answers = reverse("communities:organization-create"), []
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    mark = drawn_on(client.get(page))

    def press():
        browser = Client()
        browser.cookies = client.cookies
        data = {"name": "桂花合唱队", "region": tree.community.pk, "category": category.pk, "drawn": mark}
        try:
            answers.append(browser.post(page, data))
        finally:
            connection.close()

    hands = [threading.Thread(target=press) for _hand in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert {answer.url for answer in answers} == {Organization.objects.get().get_absolute_url()}
    assert len(answers) == 4
