"""Somebody quicker within the very press, and a record that was made one with another while its form was open."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import resolve, reverse

from communities.activities.models import ActivityPhoto
from communities.documents.models import Document
from communities.merging.actions import merge
from communities.merging.subjects import LEADER, ORGANIZATION
from communities.pages.acts import RowAct
from communities.pages.conflict import SENTENCE
from communities.pages.seen import pack
from communities.records.images import clean_image
from communities.records.versioned import Versioned
from leaders.cases.models import Case
from registry.accounts.roles import Role
from registry.ui.forms import RegistryForm
from tests.clock import TODAY
from tests.factories import (
    make_activity,
    make_authority_decision,
    make_case,
    make_center,
    make_enrolment,
    make_incentive,
    make_leader,
    make_notice,
    make_opinion,
    make_organization,
    make_picture,
    make_reply_template,
    make_reserve_place,
    make_session,
    make_user,
)
from tests.test_overtaken import forms_about_states
from tests.test_permissions import PAGES, first_who_may
from tests.walk.entries import ENTRIES
from tests.windows import drawn_on, form_on
from tests.world import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def quicker(monkeypatch):
    """quicker(view, does): `does(row)` happens after the page looked at the row, and before its verb locks it."""

    def between(view, does):
        act, done = view.act, []

        def late(self, row, *values):
            if not done:
                done.append(row.pk)
                does(row)
            return act(self, row, *values)

        monkeypatch.setattr(view, "act", late)

    return between


def test_a_press_that_came_second_tells_how_the_matter_stands(client, tree, sign_in, quicker):
    worker, other = make_user(Role.WORKER, tree.community), make_user(Role.OFFICE, tree.street)
    case = make_case(tree.building)
    page = reverse("leaders:case-transfer", args=[case.pk])
    sign_in(worker)
    typed = form_on(client.get(page)) | {"destination": "hotline", "text": "已转市政热线 请留意"}
    quicker(resolve(page).func.view_class, lambda row: Case.objects.get(pk=row.pk).decline(by=other, text="请联系物业"))

    told = client.post(page, typed)

    text = told.content.decode()
    assert told.status_code == 409 and "Not saved: this has moved on" in text
    assert "已转市政热线 请留意" in text and f'href="{case.get_absolute_url()}"' in text
    assert '<form class="sheet"' not in text


def test_a_button_pressed_second_says_what_was_done_and_by_whom(client, tree, sign_in):
    other, case = make_user(Role.OFFICE, tree.street), make_case(tree.building)
    sign_in(make_user(Role.WORKER, tree.community))
    shown = pack(case)
    case.accept(by=other)

    told = client.post(reverse("leaders:case-accept", args=[case.pk]), {"seen": shown}, follow=True)

    [said] = [str(message) for message in told.context["messages"]]
    assert said.startswith(Case.stale_message[:20]) and str(other) in said and "<" not in said


def test_no_act_shows_its_form_once_more_without_saying_what_came_between(client, world, monkeypatch):
    """Written in the moment between: each answers 409 with what changed, and does nothing unseen."""
    _tree, users, rows = world
    tried, silent = set(), set()
    for name, page, _row, typed in forms_about_states(client, users, rows):
        view = resolve(page).func.view_class
        if not issubclass(view, RowAct) or "seen" not in typed:
            continue
        act = view.act

        def late(self, found, *values, act=act):
            type(found)._base_manager.filter(pk=found.pk, version=found.version).update(version=F("version") + 1)
            tried.add(name)  # noqa: B023 (called before the loop goes on)
            return act(self, found, *values)

        with transaction.atomic(), monkeypatch.context() as patched:
            patched.setattr(view, "act", late)
            answer = client.post(page, typed | filled(typed))
            silent |= {(name, answer.status_code)} if name in tried and answer.status_code != 409 else set()
            transaction.set_rollback(True)

    assert silent == set()
    assert len(tried) >= 8


def filled(typed):
    """A word in every empty field, so that as many forms as can be are whole."""
    return {field: "核对 情况属实" for field, values in typed.items() if values == [""] and field != "hung"}


def below(subject, pk):
    """Every page with one number, of the record `pk` of a subject that may be merged."""
    name = "leaders:leader-detail" if subject is LEADER else "communities:organization-detail"
    above = reverse(name, args=[pk])
    for entry in ENTRIES:
        if entry.kinds == ("int",) and hasattr(entry.view_class, "get"):
            page = entry.at(pk)
            if page.startswith(above) and page != above and not getattr(entry.view_class, "is_file", False):
                yield page


@pytest.mark.parametrize("subject", [LEADER, ORGANIZATION], ids=["person", "group"])
def test_a_form_of_what_was_merged_away_leads_to_the_record_that_remains(client, tree, sign_in, subject):
    if subject is LEADER:
        kept, gone = (make_leader(tree.building, name="双录人") for _twice in range(2))
    else:
        kept, gone = (make_organization(tree.community, name="晚霞合唱队") for _twice in range(2))
    manager = make_user(Role.MANAGER, tree.street)
    sign_in(manager)
    forms = {}
    for page in below(subject, gone.pk):
        answer = client.get(page)
        if answer.status_code == 200 and not answer.streaming and '<form class="sheet"' in answer.content.decode():
            forms[page] = form_on(answer) | {"told": "写了很久 的一段话"}
    rows = (kept, gone)
    merge(subject, kept, gone, picks=[], versions={row.pk: row.version for row in rows}, by=manager)

    link = f'href="{kept.get_absolute_url()}"'
    for page, typed in forms.items():
        told, opened = client.post(page, typed), client.get(page)
        assert (page, told.status_code, opened.status_code) == (page, 409, 404)
        assert "写了很久 的一段话" in told.content.decode() and link in told.content.decode()
        assert "Reason:" not in told.content.decode()  # the note of a merge names the record that went
        assert link in opened.content.decode() and "This is the one that remains" in opened.content.decode()
    assert len(forms) > 3


def test_what_remains_is_not_told_to_whom_it_lies_out_of_reach(client, tree, sign_in):
    rows = [make_leader(tree.building, name="双录人") for _twice in range(2)]
    merge(LEADER, *rows, picks=[], versions={row.pk: row.version for row in rows}, by=make_user())
    sign_in(make_user(Role.WORKER, tree.other_community))

    answer = client.get(reverse("leaders:leader-update", args=[rows[1].pk]))

    assert answer.status_code == 404 and "remains" not in answer.content.decode()


def test_no_form_is_refused_a_second_time_for_what_its_page_tells_by_now(client, world):
    """Written meanwhile: told once (409), and the next press of the page then shown is not told the same again."""
    _tree, users, rows = world
    tried, refused_for_ever = set(), set()
    for name, page, row, typed in forms_on_pages(client, users, rows):
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(version=F("version") + 1)
            told = client.post(page, typed | filled(typed))
            if told.status_code == 409 and '<form class="sheet"' in told.content.decode():
                tried.add(name)
                again = client.post(page, form_on(told))
                same = any(text in again.content.decode() for text in (str(row.stale_message), str(SENTENCE)))
                refused_for_ever |= {name} if again.status_code == 409 and same else set()
            transaction.set_rollback(True)

    assert refused_for_ever == set()
    assert len(tried) > 20


def forms_on_pages(client, users, rows):
    """(name, page, row, what its form sends) of every page of the table with a form about a row that counts versions."""
    for name, method, kind, *answers in PAGES:
        row, who = kind and rows[kind], first_who_may(answers)
        if method == "get" and who and isinstance(row, Versioned):
            client.force_login(users[who], backend="django.contrib.auth.backends.ModelBackend")
            page = address(name, rows, kind)
            shown = client.get(page)
            if not shown.streaming and '<form class="sheet"' in shown.content.decode():
                yield name, page, row, form_on(shown)


def test_no_form_brings_a_version_of_its_own():
    """A number in a field of the form comes back with it as it was, refused again and again: SeenField is renewed."""
    forms, found = [RegistryForm], set()
    for form in forms:
        forms += form.__subclasses__()
        found |= {form.__name__} if {"version", "seen"} & set(getattr(form, "base_fields", ())) else set()

    assert found == set()
    assert len(forms) > 100


def test_a_right_that_hangs_on_how_a_record_stands_is_told_and_not_refused(client, tree, sign_in):
    """A proposal agreed to, a matter handed over, a decision confirmed: in the window that was open before."""
    worker, office, manager = (
        make_user(role, place)
        for role, place in ((Role.WORKER, tree.community), (Role.OFFICE, tree.street), (Role.MANAGER, tree.street))
    )
    case = make_case(tree.building)
    case.accept(by=worker)
    incentive = make_incentive(make_leader(tree.building), by=worker)
    decision = make_authority_decision(make_organization(tree.community), by=office)
    paper = Document.attach(decision, make_picture(), title="决定书", by=office)
    withdraw = reverse("leaders:incentive-withdraw", args=[incentive.pk])
    buttons = [
        (worker, case, reverse("leaders:case-reveal", args=[case.pk])),
        (worker, case, reverse("leaders:case-slip", args=[case.pk])),
        (office, decision, reverse("communities:document-remove", args=[paper.pk])),
    ]
    drawn = []
    for user, row, _page in buttons:
        sign_in(user)
        drawn.append({"drawn": drawn_on(client.get(row.get_absolute_url()))})
    sign_in(worker)
    typed = form_on(client.get(withdraw)) | {"text": "重复提出了"}
    Case.objects.get(pk=case.pk).assign(by=office, to=office)
    incentive.decide(by=manager)
    decision.decide(by=manager)

    for (user, row, page), sent in zip(buttons, drawn, strict=True):
        sign_in(user)
        told = client.post(page, sent)
        assert (page, told.status_code) == (page, 409)
        assert f'href="{row.get_absolute_url()}"' in told.content.decode()
        assert client.post(page, {}).status_code == 403  # whoever had no page before them
    sign_in(worker)
    told, opened = client.post(withdraw, typed), client.get(withdraw)
    assert (told.status_code, opened.status_code) == (409, 404)
    assert "重复提出了" in told.content.decode() and str(manager) in told.content.decode()
    assert "This cannot be done any more" in opened.content.decode()


def test_an_opinion_answered_and_a_hosting_ended_elsewhere_take_no_second_press(client, tree, sign_in):
    office, other = make_user(Role.OFFICE, tree.street), make_user(Role.MANAGER, tree.street)
    opinion = make_opinion(make_notice(tree.street))
    hosting = make_center(tree.street).host(
        make_organization(tree.community), by=other, on=TODAY, document_number="1号"
    )
    sign_in(office)
    answer, move = (
        reverse("communities:notice-answer", args=[opinion.pk]),
        reverse("communities:hosting-transfer", args=[hosting.pk]),
    )
    typed = {page: form_on(client.get(page)) for page in (answer, move)}
    opinion.reply(by=other, text="已经核实。")
    hosting.end(by=other, on=TODAY, note="到期")

    for page, text in ((answer, "text"), (move, "document_number")):
        told = client.post(page, typed[page] | {text: "写了很久 的一段话"})
        said = told.content.decode()
        assert (page, told.status_code) == (page, 409) and '<form class="sheet"' not in said
        assert "写了很久 的一段话" in said and str(other) in said


def test_a_row_button_of_any_subject_says_who_was_quicker(client, tree, sign_in):
    other, session = make_user(Role.MANAGER, tree.street), make_session(tree.community)
    place = make_enrolment(session, make_leader(tree.building))
    sign_in(make_user(Role.OFFICE, tree.street))
    place.withdraw(by=other)

    told = client.post(reverse("leaders:enrolment-withdraw", args=[place.pk]), follow=True)

    [said] = [str(message) for message in told.context["messages"]]
    assert str(other) in said


# What nobody can be quicker with: rights of an account, a day, a sum, one's own words.
SAID_PLAINLY = {
    "communities/postings/views.py", "communities/regions/views/edition.py", "leaders/training/views/link.py", "leaders/training/views/attendance.py",
    "leaders/training/views/enrolments.py", "leaders/incentives/views/acts.py", "leaders/imports/views/batch.py",
    "registry/sign_in/sso.py",
}  # fmt: skip


def test_no_other_view_says_that_it_was_refused_without_saying_who_was_quicker():
    plain = re.compile(r'messages\.\w+\(\s*(self\.)?request,\s*(told\([^,]+, )?" "\.join\(\w+\.messages\)')
    root = Path(settings.BASE_DIR)
    found = {
        str(path.relative_to(root))
        for app in ("communities", "leaders", "registry")
        for path in (root / app).rglob("*.py")
        if plain.search(path.read_text())
    }

    assert found == SAID_PLAINLY


def test_what_was_taken_away_in_another_window_is_told_by_name_and_by_whom(client, tree, sign_in):
    """A paper, a photo, a place on a reserve list, a template: none of their buttons and pages is missing all at once."""
    manager, other = (make_user(Role.MANAGER, tree.street) for _twice in range(2))
    case, activity = make_case(tree.building), make_activity(organization=make_organization(tree.community))
    case.accept(by=manager)
    paper = Document.attach(case, make_picture(), title="现场照片", by=manager)
    [photo] = ActivityPhoto.attach(activity, [clean_image(make_picture())], caption="合影", by=manager)
    place, template = make_reserve_place(make_leader(tree.building), tree.building), make_reply_template(tree.street)
    pages = [
        reverse("leaders:reserve-leave", args=[place.pk]),
        reverse("leaders:reply-template-update", args=[template.pk]),
    ]
    sign_in(manager)
    typed = [form_on(client.get(page)) for page in pages]
    for row in (paper, photo, place):
        (row.leave if row is place else row.remove)(by=other)
    template.retire(by=other)

    for name, row in (("communities:document-remove", paper), ("communities:activity-photo-remove", photo)):
        told = client.post(reverse(name, args=[row.pk]), follow=True)
        [said] = [str(message) for message in told.context["messages"]]
        assert told.status_code == 200 and str(other) in said, name
    for page, sent in zip(pages, typed, strict=True):
        told, opened = client.post(page, sent), client.get(page)
        assert (page, told.status_code, opened.status_code) == (page, 409, 404)
        assert str(other) in told.content.decode() and str(other) in opened.content.decode(), page
