from datetime import date

import pytest
from django.urls import reverse

from communities.records.terms import years_later
from leaders.appointments.models import Appointment, usual_end
from leaders.people.models import Leader
from registry.accounts.models import FormDraft
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry, ReadLog
from tests.clock import TODAY
from tests.exports import export_text
from tests.factories import (
    make_appointment,
    make_leader,
    make_organization,
    make_session,
    make_user,
)
from tests.windows import answer, seen_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(worker, sign_in):
    sign_in(worker)
    return worker


@pytest.fixture
def typed(tree):
    return {
        "name": "单国强",
        "gender": "male",
        "birth_year": "1955",
        "phone": "１３８ 0013-8000",
        "region": tree.building.pk,
        "basis": "consent",
        "kind": "building",
        "building": tree.building.pk,
        "started_on": "2026-01-01",
        "term_ends_on": "2028-12-31",
        "how_chosen": "put_forward",
        "consents": ["name"],
        "consent_form": "paper",
        "given_on": "2026-01-01",
    }


def register(client, values):
    return client.post(reverse("leaders:leader-create"), values)


def test_a_building_head_is_registered_in_one_step(client, worker, typed):
    response = register(client, typed)

    leader = Leader.objects.get()
    assert response.url == leader.get_absolute_url()
    assert (leader.pinyin, leader.initials, leader.phone_masked) == ("shanguoqiang", "sgq", "138****8000")
    assert leader.open_phone() == "13800138000"
    assert leader.appointments.get().state == "pending"
    assert leader.consents.given().get().field == "name"
    assert {"leader.create", "appointment.submit", "consent.give"} <= set(
        AuditEntry.objects.values_list("verb", flat=True)
    )


def test_the_number_stands_nowhere_in_the_database_in_clear(client, worker, typed):
    register(client, typed)

    entries = str(list(AuditEntry.objects.values())) + str(list(Leader.objects.values()))
    assert "13800138000" not in entries


def test_typed_pinyin_wins_over_the_derived_one(client, worker, typed):
    register(client, typed | {"pinyin": "danguoqiang", "initials": "dgq"})

    leader = Leader.objects.get()
    assert (leader.pinyin, leader.pinyin_by_hand) == ("danguoqiang", True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"phone": "1380013800"}, "A mobile number has 11 digits; now there are 10."),
        ({"phone": "23800138000"}, "There is no such telephone number"),
        ({"name": ""}, "Fill in “Full name”."),
        ({"name": "长" * 300}, "at most 60 characters"),
        ({"name": "<script>alert(1)</script>"}, "A name has letters only"),
        ({"name": "陆建国😀"}, "A name has letters only"),
        ({"name": "陆\x00建国"}, "Null characters are not allowed."),
        ({"biography": "身份 310112195503071238"}, "identity card number"),
        ({"biography": "6222 0212 3456 7890 128"}, "bank card number"),
        ({"birth_year": "2020"}, "at least 14 years old"),
        ({"term_ends_on": "2025-12-31"}, "The end of the term should be later than its beginning."),
        ({"term_ends_on": ""}, "Fill in “Term until”."),
        ({"building": ""}, "Choose the building."),
        ({"kind": "team"}, "Choose the organization this person leads."),
        ({"kind": "opinion", "own_wish": "on"}, "Choose the topic this person speaks on."),
        ({"kind": "estate"}, "Choose the compound."),
        ({"kind": "lord"}, "Select a valid choice."),
        ({"given_on": ""}, "Give the day of the consent."),
        ({"consent_form": "assisted"}, "Name the witness who helped."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost_or_half_saved(client, worker, typed, changed, said):
    response = register(client, typed | changed)

    text = response.content.decode()
    assert response.status_code == 200
    assert said in text
    assert 'class="errsum"' in text
    assert "2028-12-31" in text or "term_ends_on" in changed
    assert (Leader.objects.count(), Appointment.objects.count()) == (0, 0)


def test_a_building_of_the_wrong_level_is_named(client, worker, typed, tree):
    text = register(client, typed | {"building": tree.compound.pk}).content.decode()

    assert "平南苑 is of the level Compound" in text


def test_a_retired_building_takes_nobody(client, worker, typed, tree):
    tree.building.retire(by=None, note="拆除")

    assert "is retired." in register(client, typed).content.decode()
    assert Leader.objects.count() == 0


def test_two_registering_the_same_head_get_one_entry_and_a_clear_word(client, worker, typed):
    register(client, typed)

    text = register(client, typed | {"name": "钟桂英", "phone": "13900139000"}).content.decode()

    assert "there is an entry already: 单国强" in text
    assert Leader.objects.count() == 1


def test_a_likely_duplicate_must_be_looked_at_first(client, worker, typed, tree):
    make_leader(tree.building2, name="单国强", phone="13800138000")

    text = register(client, typed).content.decode()
    assert "This person may be registered already" in text
    assert register(client, typed | {"checked": "on"}).status_code == 302


def test_duplicates_are_told_while_typing_but_only_in_reach(client, worker, tree):
    make_leader(tree.building2, name="单国强", phone="13800138000")
    make_leader(tree.other_building, name="单国强", phone="13800138000")

    text = client.post(
        reverse("leaders:leader-duplicates"), {"name": "单国强", "phone": "13800138000"}
    ).content.decode()

    assert text.count("same phone number") == 1


def test_a_draft_comes_back_and_goes_when_submitted(client, worker, typed):
    client.post(reverse("leaders:leader-create"), typed | {"draft": "1"})
    assert "13800138000" not in FormDraft.objects.get().sealed_values
    assert "单国强" in client.get(reverse("leaders:leader-create")).content.decode()

    register(client, typed)

    assert FormDraft.objects.count() == 0


def person(tree, **more):
    values = {"name": "陆建国", "gender": "male", "birth_year": "1955", "region": tree.building.pk, "basis": "consent"}
    return values | {"pinyin": "lujianguo", "initials": "ljg"} | more


def test_two_windows_that_changed_different_fields_are_merged(client, worker, tree):
    leader = make_leader(tree.building)
    page = reverse("leaders:leader-update", args=[leader.pk])
    first = seen_on(client.get(page))
    assert answer(client, page, person(tree, birth_year="1956")).status_code == 302

    response = client.post(page, person(tree, biography="热心服务邻里", seen=first))

    assert response.status_code == 302
    leader.refresh_from_db()
    assert (leader.birth_year, leader.biography) == (1956, "热心服务邻里")


@pytest.mark.parametrize(("choice", "left"), [("mine", 1957), ("theirs", 1956)])
def test_a_field_that_both_changed_is_chosen_and_saved_with_the_next_press(client, worker, tree, choice, left):
    leader = make_leader(tree.building)
    page = reverse("leaders:leader-update", args=[leader.pk])
    first = seen_on(client.get(page))
    answer(client, page, person(tree, birth_year="1956"))

    asked = client.post(page, person(tree, birth_year="1957", seen=first))

    assert asked.status_code == 409
    assert "1956" in asked.content.decode() and 'value="1957"' in asked.content.decode()
    assert Leader.objects.get().birth_year == 1956
    typed = person(tree, birth_year="1957") | {"seen": seen_on(asked), "keep-birth_year": choice}
    assert client.post(page, typed).status_code == 302
    assert Leader.objects.get().birth_year == left


def test_a_team_leader_needs_a_team_in_reach(client, worker, typed, tree):
    mine, elsewhere = make_organization(tree.community), make_organization(tree.other_community)
    team = typed | {"kind": "team"}

    assert (
        "Choose an organization inside your posting."
        in register(client, team | {"organization": elsewhere.pk}).content.decode()
    )
    assert register(client, team | {"organization": mine.pk}).status_code == 302


def test_each_look_and_each_reveal_is_written_down(client, worker, tree):
    leader = make_leader(tree.building, phone="13800138000")

    page = client.get(leader.get_absolute_url())
    shown = client.post(reverse("leaders:leader-reveal", args=[leader.pk]))

    assert "13800138000" not in page.content.decode()
    assert "13800138000" in shown.content.decode()
    assert list(ReadLog.objects.order_by("id").values_list("verb", "actor")) == [
        ("leader.view", worker.pk),
        ("leader.reveal", worker.pk),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_equally_often(client, worker, tree, count, django_assert_num_queries):
    for number in range(count):
        leader = make_leader(tree.building, name=f"王{'一二三'[number]}")
        Appointment(
            leader=leader, kind="opinion", topic="parking", own_wish=True, started_on=TODAY,
            term_ends_on=years_later(TODAY, 2), how_chosen="self",
        ).submit(by=worker)  # fmt: skip

    with django_assert_num_queries(8):
        client.get(reverse("leaders:leader-list"))


def test_a_page_has_at_most_eight_queries_for_a_person(client, worker, tree, django_assert_max_num_queries):
    leader = make_leader(tree.building)

    with django_assert_max_num_queries(8):
        client.get(leader.get_absolute_url())


def test_an_overseer_sees_names_but_no_number(client, tree):
    make_leader(tree.building, phone="13800138000")
    client.force_login(make_user(Role.OVERSEER, tree.county), backend="django.contrib.auth.backends.ModelBackend")

    text = client.get(reverse("leaders:leader-list")).content.decode()
    by_tail = client.get(reverse("leaders:leader-list"), {"q": "8000"}).content.decode()

    assert "陆建国" in text and "8000" not in text
    assert "陆建国" not in by_tail


@pytest.mark.parametrize("words", ["陆建国", "建国", "lujianguo", "ljg", "jianguo"])
def test_a_person_is_found_by_any_part(client, worker, tree, words):
    make_leader(tree.building, phone="13800138000")
    make_leader(tree.other_building, name="陆建国", phone="13700138000")

    response = client.get(reverse("leaders:leader-list"), {"q": words})

    assert len(response.context["page"].rows) == 1


def test_pages_follow_each_other_without_gap_or_repeat(client, worker, tree):
    for number in range(120):
        make_leader(tree.building, name=f"王{chr(0x4E00 + number)}")
    for order in ("place", "name", "term"):
        seen, url = [], f"{reverse('leaders:leader-list')}?order={order}"
        while url:
            page = client.get(url).context["page"]
            seen += [row.pk for row in page.rows]
            url = page.next_url and reverse("leaders:leader-list") + page.next_url
        assert len(seen) == len(set(seen)) == 120


def test_unknown_and_malformed_parameters_are_no_oracle(client, worker, tree):
    make_leader(tree.building, phone="13800138000")

    for query in (
        "phone__startswith=138",
        "after=zzz",
        "before=1",
        "kind=lord",
        "region=999999999999999999999",
        "order=phone",
        "term=%00",
    ):
        assert client.get(f"{reverse('leaders:leader-list')}?{query}").status_code == 200


def test_an_export_is_logged_masked_and_no_formula(client, worker, tree):
    make_leader(tree.building, name="陆建国", phone="13800138000")

    usual = ["number", "name", "phone"]
    text = export_text(client, reverse("leaders:leader-export"), columns=usual)

    assert "138****8000" in text and "13800138000" not in text
    assert ReadLog.objects.get(verb="leader.export").rows == 1


@pytest.mark.parametrize(
    ("query", "said"), [("", "Community leaders"), ("?kind=", "Community leaders"), ("?kind=building", "Building head")]
)
def test_a_roster_is_headed_by_the_kind_that_was_chosen_or_by_all(client, worker, query, said):
    text = client.get(reverse("leaders:leader-roster") + query).content.decode()

    heading = text.split("<h1>")[1].split("</h1>")[0]
    assert said in heading and "--" not in heading


def test_a_roster_given_to_another_office_names_it_on_the_paper_and_in_the_log(client, worker, tree):
    make_leader(tree.building, name="陆建国")
    page = reverse("leaders:leader-roster") + "?kind="
    refused = client.post(page, {"recipient": " "})
    assert "Name the office that gets the paper." in refused.content.decode()
    assert {row.recipient for row in ReadLog.objects.all()} == {""}  # it was shown, and is logged as such

    text = client.post(page, {"recipient": "区民政局"}).content.decode()
    row = ReadLog.objects.get(recipient="区民政局")
    assert (row.verb, row.rows, row.actor, row.purpose) == ("leader.export", 1, worker, "Hand over to another office")
    assert "Given to 区民政局" in text and "陆建国" in text
    assert "区民政局" not in client.get(page).content.decode()


def test_whoever_awaits_a_post_is_shown_as_awaiting_it_in_every_list_export_and_print(client, worker, tree):
    leader = make_leader(tree.building, name="陆建国")
    make_appointment(leader, region=tree.building, by=worker)
    session = make_session(tree.community, days=1)

    pages = {
        "roster": client.get(reverse("leaders:leader-roster")),
        "enrol": client.get(reverse("leaders:training-enrol", args=[session.pk]), {"q": "陆建国"}),
        "many": client.get(reverse("leaders:training-enrol-many", args=[session.pk]), {"who": "backbone"}),
    }
    export = export_text(client, reverse("leaders:leader-export"), columns=["name", "posts"])

    for name, page in pages.items():
        text = page.content.decode()
        assert "陆建国" in text and text.count("(Awaiting review)") == 1, name
    assert "(Awaiting review)" in export


def test_a_registration_begins_with_role_and_place_and_knows_what_the_vacancy_said(client, worker, tree):
    page = client.get(f"{reverse('leaders:leader-create')}?kind=building&building={tree.building.pk}")
    shown, text = page.context["form"], page.content.decode()

    assert [shown[name].value() for name in ("kind", "building", "region")] == ["building"] + [tree.building.pk] * 2
    assert (shown["started_on"].value(), shown["term_ends_on"].value()) == (TODAY, usual_end(TODAY))
    assert text.index('name="kind"') < text.index('name="name"') < text.index('class="folded"')
    assert '<details class="folded" open' not in text
    assert (
        '<details class="folded" open'
        in client.post(reverse("leaders:leader-create"), {"pinyin": "li"}).content.decode()
    )


def test_a_term_of_usual_length_ends_on_the_day_before():
    assert str(usual_end(date(2026, 11, 26))) == "2029-11-25"
    assert str(usual_end(date(2028, 2, 29))) == "2031-02-27"
