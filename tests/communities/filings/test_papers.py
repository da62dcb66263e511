"""Filings issued on paper before the register: two people, the paper's own number, and then like any other."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from communities.filings.models import Filing, FilingCounter
from communities.filings.models.number import number_on_paper
from communities.organizations.models import Organization
from communities.pages.seen import pack
from registry.desk.numbers import numbered
from registry.desk.waiting import waiting_count
from tests.clock import TODAY
from tests.factories import make_filing, make_organization, make_paper_filing, make_superuser, make_user

pytestmark = pytest.mark.django_db
ISSUED = TODAY - timedelta(days=200)


def again(row):
    return type(row).objects.get(pk=row.pk)


def refused_by(act):
    with pytest.raises(ValidationError) as refused:
        act()
    found = refused.value
    return next(iter(found.error_dict)) if hasattr(found, "error_dict") else found.code


def test_it_counts_once_somebody_else_held_it_against_the_paper(team):
    by = make_user()
    row = make_paper_filing(team, by=by, number="闵莘备字(2024)第 12 号", issued_by="莘庄镇社会组织服务中心")
    assert (row.state, row.number, row.serial, row.token, again(team).legal_status) == (
        "entered", "闵莘备字〔2024〕第12号", None, None, "guided",
    )  # fmt: skip
    assert refused_by(lambda: row.decide(by=by)) == "own"

    row.decide(by=make_user())

    row = again(row)
    assert (row.state, row.is_standing, row.shown, again(team).legal_status) == ("filed", True, "filed", "filed")
    assert row.reviewed_by is None and row.reviewed_at is None and row.token
    assert row.filed_name == team.name and row.valid_until > row.valid_from == ISSUED


def test_the_own_series_goes_on_after_the_papers_without_gap_or_clash(team, tree):
    street, year = "古美", TODAY.year
    assert team.region.parent.name.startswith(street)
    papers = [make_paper_filing(make_organization(tree.community), number=f"古美备〔{year}〕{n}号") for n in (3, 17)]
    assert refused_by(lambda: make_paper_filing(team, number=f"古美备[{year}]0017号")) == "number"
    papers[0].decide(by=make_user())

    first = make_filing(team, state="filed")

    assert first.number == f"古美备〔{year}〕0018号"  # the other waits still, and its number is taken all the same
    papers[1].decide(by=make_user())
    second = make_filing(make_organization(tree.community), state="filed")
    assert second.serial == 19 and FilingCounter.objects.get(year=year).last == 19
    late = make_organization(tree.community)
    assert refused_by(lambda: make_paper_filing(late, number=f"古美备〔{year}〕18号")) == "number"
    assert make_paper_filing(late, number=f"古美备〔{year}〕0016号").serial == 16


def test_a_number_stands_once_in_a_street_and_may_in_another(team, tree):
    make_paper_filing(team, number="XZ-2024-003")
    assert refused_by(lambda: make_paper_filing(make_organization(tree.community2), number="XZ-2024-003")) == "number"
    make_paper_filing(make_organization(tree.other_community), number="XZ-2024-003")


def test_one_filing_counts_and_one_is_in_hand(team, tree):
    make_paper_filing(team)
    assert refused_by(lambda: make_paper_filing(team)) == "open"
    filed = make_organization(tree.community)
    make_filing(filed, state="filed")
    assert refused_by(lambda: make_paper_filing(filed)) == "taken"


@pytest.mark.parametrize(
    "first, last, field",
    [(TODAY + timedelta(days=1), None, "valid_from"), (ISSUED, ISSUED - timedelta(days=1), "valid_until"),
     (ISSUED.replace(year=1999), None, "valid_from"), (ISSUED, ISSUED.replace(year=ISSUED.year + 11), "valid_until")],
)  # fmt: skip
def test_days_that_no_paper_says_are_refused(team, first, last, field):
    assert refused_by(lambda: make_paper_filing(team, valid_from=first, valid_until=last)) == field


def test_what_was_returned_is_corrected_and_handed_in_again(team):
    row = make_paper_filing(team, number="旧1号")
    row.send_back(by=make_user(), reason="编号看错了")
    row = again(row)
    row.revise(by=make_user(), number="备 2024-0007")
    row.submit(by=make_user())

    assert (again(row).state, again(row).number) == ("entered", "备2024-0007")
    again(row).drop(by=make_user())
    make_paper_filing(team, number="备2024-0007")  # what was given up holds no number


def test_an_expired_one_is_renewed_as_any_other(team):
    row = make_paper_filing(team, valid_from=TODAY.replace(year=TODAY.year - 3), valid_until=TODAY - timedelta(days=30))
    row.decide(by=make_user())
    assert (again(row).shown, again(team).legal_status) == ("expired", "guided")

    renewed = make_filing(again(team), kind="renewal", state="filed")

    assert (renewed.previous, renewed.valid_from, again(row).shown) == (row, TODAY, "replaced")
    assert Organization.objects.get(pk=team.pk).legal_status == "filed"


def test_a_paper_says_nothing_of_an_application_and_is_no_kind_to_begin_with(sign_in, team, worker):
    client = sign_in(worker)
    row = make_paper_filing(team)
    assert client.get(reverse("communities:filing-print", args=[row.pk])).status_code == 404
    row.drop(by=make_user())
    client.post(f"{reverse('communities:filing-create', args=[team.pk])}?kind=paper", {"purpose": "x", "person": ""})
    assert Filing.objects.latest("pk").kind == "first"


def test_by_hand_from_the_tab_to_the_check_of_the_code(client, sign_in, tree, team, worker, manager):
    sign_in(worker)
    page = reverse("communities:filing-paper-create", args=[team.pk])
    assert page in client.get(f"{team.get_absolute_url()}?tab=filings").content.decode()
    typed = {"number": "闵莘备2024-12", "valid_from": ISSUED.isoformat(), "valid_until": "", "filed_name": "",
             "issued_by": "", "person": "other", "person_name": "周文娟", "members": "31"}  # fmt: skip
    wrong = client.post(page, typed | {"valid_from": (TODAY + timedelta(days=3)).isoformat()})
    assert wrong.status_code == 200 and "valid_from" in wrong.context["form"].errors
    client.post(page, typed)
    row = Filing.objects.get()
    assert (row.members, row.person_in_charge, row.drafted_by) == (31, "周文娟", worker)
    assert waiting_count(manager) == 1

    sign_in(manager)
    assert row.number in client.get(row.get_absolute_url()).content.decode()
    client.post(row.get_absolute_url(), {"decision": "pass", "seen": pack(again(row))})
    row = again(row)
    assert row.state == "filed"
    shown = client.get(reverse("communities:filing-certificate", args=[row.pk])).content.decode()
    assert row.number in shown
    listed = client.get(reverse("communities:filing-list"), {"q": "2024-12", "kind": "paper"})
    assert row.number in listed.content.decode()
    client.logout()
    public = client.get(reverse("directory:filing-verify", args=[row.token])).content.decode()
    assert row.number in public and "周文娟" not in public


def test_no_form_opens_by_its_address_for_a_filing_that_would_be_refused(client, sign_in, team, worker):
    sign_in(worker)
    begin, paper = (reverse(f"communities:filing-{name}", args=[team.pk]) for name in ("create", "paper-create"))
    assert client.get(f"{begin}?kind=renewal").url == begin  # nothing to renew yet
    assert client.get(begin).status_code == client.get(paper).status_code == 200

    row = make_paper_filing(team)
    for page in (begin, paper):
        assert client.get(page).url == row.get_absolute_url()
    row.decide(by=make_user())
    for page in (f"{begin}?kind=first", paper):
        answer = client.get(page, follow=True)
        assert answer.redirect_chain[0][0] == row.get_absolute_url()
        assert f"on file already under {row.number}" in answer.content.decode()
    assert client.get(f"{begin}?kind=change").status_code == 200


@pytest.mark.parametrize("typed", ["闵莘备字（2024）第12号", "闵莘备字〔2024〕第12号"])
def test_it_is_found_by_its_number(team, typed):
    row = make_paper_filing(team, number="闵莘备字（2024）第12号")

    assert [hit.title for hit in numbered(make_superuser(), typed)] == [row.number]


@pytest.mark.parametrize(
    "typed, kept", [(" 备 [2019] 03 号", "备〔2019〕03号"), ("ＸＺ－２０１９－３", "XZ-2019-3"), ("【2020年】7", "〔2020〕7")]
)  # fmt: skip
def test_a_number_is_kept_as_it_was_issued_but_for_spaces_and_brackets(typed, kept):
    assert number_on_paper(typed) == kept


@pytest.mark.parametrize(
    "typed", ["123456", "古美备〔2019〕123456号", "2019-123456", "古美备2019123456", "202612", "古美备〔2019〕202612号"]
)
def test_six_digits_of_a_paper_are_found_and_not_cut_into_year_and_serial(team, typed):
    number = f"古美备〔2019〕{typed[-7:].strip('号')[-6:]}号"
    row = make_paper_filing(team, number=number, valid_from=date(2019, 5, 1), valid_until=date(2021, 4, 30))

    assert row.serial > 100_000
    assert [hit.title for hit in numbered(make_superuser(), typed)] == [row.number]
