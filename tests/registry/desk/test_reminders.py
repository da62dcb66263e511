"""Reminders: told once, to whom it concerns, for as long as it is due; read or unread; by mail without a name."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from leaders.people.models import Kind
from registry.accounts.models import Reminder
from registry.accounts.roles import Role
from registry.desk.daily import JOBS
from registry.desk.reminders import mark_read, remind, send_digests, told
from tests.clock import NOW, TODAY
from tests.factories import make_current, make_leader, make_user

pytestmark = pytest.mark.django_db
DESK, LIST, READ = reverse("desk:dashboard"), reverse("desk:reminder-list"), reverse("desk:reminder-read")


def ending(tree, days, kind=Kind.BUILDING, name="陆建国"):
    place = tree.building if kind == Kind.BUILDING else tree.compound
    return make_current(
        make_leader(place, name=name), kind, region=place, term_ends_on=TODAY + timedelta(days=days), by=make_user()
    )


def reminded():
    return set(Reminder.objects.values_list("user", "number"))


def test_worker_and_manager_are_told_once_and_nobody_else(tree, worker, manager, office):
    make_user(Role.WORKER, tree.other_community)
    overseer = make_user(Role.OVERSEER, tree.county)
    row = ending(tree, 59)

    assert remind(dry_run=True).startswith("2 reminders") and not reminded()
    for _time in range(2):
        remind(dry_run=False)

    assert reminded() == {(worker.pk, row.pk), (manager.pk, row.pk)}
    assert not Reminder.objects.filter(user__in=[office, overseer]).exists()


@pytest.mark.parametrize(
    ("kind", "days", "is_told"),
    [(Kind.BUILDING, 60, True), (Kind.BUILDING, 61, False), (Kind.ESTATE, 150, True), (Kind.ESTATE, 151, False)],
)
def test_so_many_days_before_as_the_kind_needs(tree, worker, kind, days, is_told):
    ending(tree, days, kind)

    remind(dry_run=False)

    assert bool(reminded()) is is_told


def test_the_desk_says_how_many_are_new_and_the_list_marks_them_read(client, sign_in, tree, worker, manager):
    """The manager, told of the same terms, has marked none."""
    ending(tree, 20, name="陆建国")
    other = ending(tree, 30, Kind.ESTATE, name="李明")
    remind(dry_run=False)
    client = sign_in(worker)

    assert client.get(DESK).context["reminders"] == 2
    page = client.get(LIST)
    assert [task.pk for task, _row in page.context["rows"]][-1] == other.pk and page.context["unread"] == 2
    client.post(READ, {"reminder": page.context["rows"][0][1].pk})
    assert client.get(DESK).context["reminders"] == 1
    for nonsense in ("", "x", "9" * 40, "0"):
        assert client.post(READ, {"reminder": nonsense}).status_code == 302
    assert client.get(LIST).context["unread"] == 1
    client.post(READ, {"reminder": "all"})
    assert client.get(DESK).context["reminders"] == 0 and len(client.get(LIST).context["rows"]) == 2


def test_the_unread_stand_first_and_what_was_read_stays_read_since_then(tree, worker):
    first, second = ending(tree, 20, name="陆建国"), ending(tree, 30, Kind.ESTATE, name="李明")
    remind(dry_run=False)
    row = Reminder.objects.get(user=worker, number=first.pk)

    assert mark_read(worker, [row.pk]) == 1
    read_at = Reminder.objects.get(pk=row.pk).read_at
    assert [task.pk for task, _row in told(worker)] == [second.pk, first.pk]
    assert (mark_read(worker), mark_read(worker)) == (1, 0)
    assert Reminder.objects.get(pk=row.pk).read_at == read_at


def test_an_empty_list_says_what_will_stand_there(sign_in, worker):
    assert "Nothing to be reminded of" in sign_in(worker).get(LIST).content.decode()


def test_nobody_marks_or_sees_those_of_another(client, sign_in, tree, worker):
    row = ending(tree, 20)
    remind(dry_run=False)
    other = make_user(Role.WORKER, tree.other_community)
    stranger = Reminder.objects.create(user=other, key="term", number=row.pk, due_on=row.term_ends_on)

    sign_in(other).post(READ, {"reminder": Reminder.objects.get(user=worker).pk})

    assert Reminder.objects.get(user=worker).read_at is None
    assert client.get(LIST).context["rows"] == [] and client.get(DESK).context["reminders"] == 0
    assert "陆建国" not in client.get(LIST).content.decode() and stranger.read_at is None


def test_what_is_settled_is_shown_no_more_and_a_new_term_reminds_anew(clock, sign_in, tree, worker):
    row = ending(tree, 20)
    remind(dry_run=False)
    row.end(by=make_user(), reason=row.EndReason.OWN_WISH)

    assert sign_in(worker).get(LIST).context["rows"] == []
    assert "1 settled" in remind(dry_run=False) and not reminded()
    again = ending(tree, 20, name="王平")
    remind(dry_run=False)
    Reminder.objects.update(made_at=NOW - timedelta(days=201))
    assert remind(dry_run=True).endswith("1 old")
    assert reminded() == {(worker.pk, again.pk)}


def test_a_mail_holds_a_number_and_a_link_and_goes_once(settings, tree, worker, manager):
    settings.MAIL_IS_SET, settings.PUBLIC_ADDRESS = True, "https://registry.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    worker.email = "worker@example.org"
    worker.save()
    ending(tree, 20)
    ending(tree, 30, Kind.ESTATE, name="李明")
    remind(dry_run=False)

    assert send_digests(dry_run=True) == "1 mails" and not mail.outbox
    for _time in range(2):
        send_digests(dry_run=False)

    (sent,) = mail.outbox
    assert sent.to == ["worker@example.org"] and "2 new reminders" in sent.subject
    assert f"https://registry.example{LIST}" in sent.body
    assert not any(name in sent.body + sent.subject for name in ("陆建国", "李明", "古美"))


def test_a_mail_that_is_not_taken_is_tried_again(settings, monkeypatch, tree, worker):
    settings.MAIL_IS_SET = True
    worker.email = "worker@example.org"
    worker.save()
    ending(tree, 20)
    remind(dry_run=False)

    def away(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("registry.desk.reminders.send_mail", away)
    with pytest.raises(OSError, match="1 of 1"):
        send_digests(dry_run=False)

    assert Reminder.objects.get().mailed_at is None


def test_without_a_server_no_mail_goes_and_the_job_is_well(tree, worker, capsys):
    call_command("daily", dry_run=True)

    assert {"remind", "send_digests"} <= {job.name for job in JOBS}
    assert "send_digests: would be no mail is set up" in capsys.readouterr().out
