"""The yearly proof of hours, and what its code tells anybody."""

import pytest
from django.urls import reverse

from leaders.training.models import Enrolment, TrainingYear
from registry.accounts.roles import Role
from registry.audit.models import ReadLog
from tests.clock import TODAY
from tests.factories import make_enrolment, make_leader, make_outside_hours, make_session, make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(tree):
    leader = make_leader(tree.building, name="陆建国", phone="13800138000")
    make_outside_hours(leader, minutes=90, content_area="ethics").decide(by=make_user())
    session = make_session(tree.street, days=0, minutes=180)
    make_enrolment(session, leader).mark(by=make_superuser(), attendance="present")
    return TrainingYear.objects.get(leader=leader)


def proof(year):
    return reverse("leaders:training-proof", args=[year.leader_id, year.year])


def check(year):
    return reverse("directory:training-proof-check", args=[year.proof_token])


def test_the_paper_says_the_years_hours_by_area_and_is_logged(tree, year, worker, sign_in):
    client = sign_in(worker)
    text = client.get(proof(year)).content.decode()

    assert "credited 6 training hours" in text and "2 on ethics" in text and "2 of them were earned elsewhere" in text
    assert year.number in text and "闵行区古美街道办事处" in text and 'class="qr"' in text and "8000" not in text
    assert ReadLog.objects.filter(verb="training_year.proof").count() == 1
    tab = client.get(f"{year.leader.get_absolute_url()}?tab=training").content.decode()
    assert proof(year) in tab


def test_a_year_without_hours_or_out_of_reach_has_no_paper(tree, year, worker, sign_in):
    empty = make_leader(tree.building2)
    TrainingYear.refresh([empty], TODAY.year)
    client = sign_in(worker)

    assert client.get(reverse("leaders:training-proof", args=[empty.pk, TODAY.year])).status_code == 404
    assert client.get(reverse("leaders:training-proof", args=[year.leader_id, TODAY.year - 1])).status_code == 404
    assert client.get(check(TrainingYear.objects.get(leader=empty))).status_code == 404
    assert sign_in(make_user(Role.WORKER, tree.other_community)).get(proof(year)).status_code == 404


def test_anybody_checks_it_reads_todays_hours_and_no_name(year, client):
    text = client.get(check(year)).content.decode()
    assert year.number in text and "陆**" in text and "陆建国" not in text and ">6<" in text

    Enrolment.objects.select_related("session", "leader").get().mark(by=make_superuser(), attendance="absent")

    assert ">2<" in client.get(check(year)).content.decode()
    assert client.get(reverse("directory:training-proof-check", args=["x" * 22])).status_code == 404


def test_every_year_has_a_token_of_its_own(tree):
    people = [make_leader(tree.building, name=f"陆建{char}") for char in "国军民"]
    TrainingYear.refresh(people, TODAY.year)

    assert len(set(TrainingYear.objects.values_list("proof_token", flat=True))) == 3
