"""The second factor: both doors, both ways in, the printed codes, and whoever takes it away."""

import base64
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP

from communities.organizations.models import Organization
from communities.postings.actions import reset_factor
from communities.postings.models import Posting
from registry.accounts.models import Authenticator, RecoveryCode, User, UserSession
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry, ReadLog
from registry.sign_in.factor import turn_on
from tests.clock import NOW
from tests.factories import PASSWORD, make_category, make_superuser, make_user
from tests.windows import drawn_on

pytestmark = pytest.mark.django_db
LOGIN, CODE, DESK = reverse("accounts:login"), reverse("accounts:login-code"), reverse("desk:dashboard")
SET_UP, OFF, ANEW = reverse("accounts:factor"), reverse("accounts:factor-off"), reverse("accounts:factor-codes")


def code_of(key, at=None):
    clock = TOTP(base64.b32decode(key))
    if at is not None:
        clock.time = at.timestamp()
    return f"{clock.token():06}"


def other_than(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def protect(user):
    """Turn the factor on a while ago: (the key, the recovery codes)."""
    key = Authenticator.new_key()
    codes = turn_on(user, key=key, code=code_of(key))
    Authenticator.objects.update(last_step=-1)
    return key, codes


def enter(client, user):
    return client.post(LOGIN, {"username": user.username, "password": PASSWORD})


def offered(page):
    text = page.content.decode()
    sent = re.search(r'name="offer" value="([^"]+)"', text).group(1)
    return sent, page.context["key"].replace(" ", "")


def test_it_is_turned_on_by_the_first_code_and_the_password(client, worker):
    enter(client, worker)
    elsewhere = Client()
    enter(elsewhere, worker)
    page = client.get(SET_UP)
    offer, key = offered(page)
    assert "otpauth" not in page.content.decode() and '<svg class="qr"' in page.content.decode()

    for wrong in ({"password": "no"}, {"code": other_than(code_of(key))}, {"offer": "forged"}):
        shown = client.post(SET_UP, {"offer": offer, "code": code_of(key), "password": PASSWORD} | wrong)
        assert shown.status_code == 200 and shown.context["form"].errors and not Authenticator.objects.exists()
    sheet = client.post(SET_UP, {"offer": offer, "code": code_of(key), "password": PASSWORD})

    assert len(sheet.context["codes"]) == RecoveryCode.NUMBER and sheet["Cache-Control"] == "no-store, private"
    assert User.objects.get(pk=worker.pk).second_factor_since is not None
    assert client.get(DESK).status_code == 200 and elsewhere.get(DESK).status_code == 302
    assert UserSession.objects.filter(user=worker).count() == 1
    entry = AuditEntry.objects.get(verb="account.factor_on")
    assert entry.actor == worker and entry.region_path == worker.postings.get().region.path


def test_nothing_is_kept_in_clear(worker):
    key, codes = protect(worker)

    kept = repr(list(Authenticator.objects.values()) + list(RecoveryCode.objects.values()))
    assert key not in kept and not any(code in kept for code in codes)


def test_the_offer_of_another_account_is_none(client, worker, office):
    enter(client, office)
    offer, key = offered(client.get(SET_UP))
    other = Client()
    enter(other, worker)

    other.post(SET_UP, {"offer": offer, "code": code_of(key), "password": PASSWORD})

    assert not Authenticator.objects.exists()


def test_the_password_alone_opens_nothing_and_a_code_opens_once(client, worker):
    key, _codes = protect(worker)

    halfway = client.post(LOGIN, {"username": worker.username, "password": PASSWORD, "next": "/work/due/"})
    assert halfway.url == CODE and client.get(DESK).status_code == 302 and "_auth_user_id" not in client.session
    assert client.get(CODE).status_code == 200
    code = code_of(key)
    assert client.post(CODE, {"code": f"{code[:3]} {code[3:]}"}).url == "/work/due/"
    assert client.get(DESK).status_code == 200

    other = Client()
    enter(other, worker)
    assert other.post(CODE, {"code": code}).status_code == 200 and other.get(DESK).status_code == 302


def test_the_second_step_belongs_to_the_password_given_just_now(client, clock, worker):
    key, _codes = protect(worker)
    assert client.get(CODE).url == LOGIN
    enter(client, worker)
    worker.set_password("another one entirely")
    worker.save()
    assert client.post(CODE, {"code": code_of(key)}).url == LOGIN
    worker.set_password(PASSWORD)
    worker.save()
    enter(client, worker)
    clock.move_to(NOW + timedelta(minutes=6))

    assert client.post(CODE, {"code": code_of(key)}).url == LOGIN


def test_a_printed_code_opens_once_and_is_told(client, worker):
    _key, codes = protect(worker)
    enter(client, worker)

    assert client.post(CODE, {"code": codes[3].upper()}).url == DESK

    other = Client()
    enter(other, worker)
    assert other.post(CODE, {"code": codes[3]}).status_code == 200
    assert AuditEntry.objects.get(verb="account.recovery_used").note == "9 left"
    assert "9 recovery codes are left" in client.get(reverse("accounts:account")).content.decode()


def test_wrong_codes_wait_longer_and_longer_and_lock_the_name(client, clock, worker):
    key, _codes = protect(worker)
    enter(client, worker)
    wrong = other_than(code_of(key))

    client.post(CODE, {"code": wrong})
    held = client.post(CODE, {"code": code_of(key)})
    assert "has to wait" in str(held.context["form"].errors)
    for _try in range(1, 10):
        Authenticator.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(hours=1))
        answer = client.post(CODE, {"code": wrong})
    assert answer.status_code == 429
    assert client.post(CODE, {"code": code_of(key)}).status_code == 429
    assert enter(Client(), worker).status_code == 429
    assert Authenticator.objects.get().throttling_failure_count == 10


def test_the_kept_form_of_an_ended_session_takes_the_code_too(client, worker, tree):
    key, _codes = protect(worker)
    enter(client, worker)
    client.post(CODE, {"code": code_of(key)})
    page = reverse("communities:organization-create")
    typed = {"name": "桂花合唱队", "region": tree.community.pk, "category": make_category().pk}
    typed["drawn"] = drawn_on(client.get(page))
    UserSession.objects.all().delete()
    Authenticator.objects.update(last_step=-1)

    asked = client.post(page, typed)
    assert asked.status_code == 401 and 'name="password_code"' in asked.content.decode()
    for wrong in ({}, {"password_code": other_than(code_of(key))}):
        refused = client.post(page, typed | {"password_again": PASSWORD} | wrong)
        assert refused.status_code == 401 and not Organization.objects.exists()
    Authenticator.objects.update(throttling_failure_count=0)
    saved = client.post(page, typed | {"password_again": PASSWORD, "password_code": code_of(key)})

    assert saved.status_code == 302 and Organization.objects.get().name == "桂花合唱队"
    assert client.get(saved.url).status_code == 200


def test_a_session_begun_by_the_password_alone_is_ended_at_both_doors(sign_in):
    boss = make_superuser()
    protect(boss)

    for path in (DESK, "/admin/"):
        assert sign_in(boss).get(path).url.startswith(LOGIN)


def test_required_of_managers_and_administrators_and_of_nobody_else(sign_in, settings, manager, worker):
    boss = make_superuser()
    for user in (boss, manager):
        assert sign_in(user).get(DESK).status_code == 200
    settings.SECOND_FACTOR_REQUIRED = True

    for user, path in ((boss, "/admin/"), (boss, DESK), (manager, DESK), (manager, reverse("accounts:account"))):
        assert sign_in(user).get(path).url == SET_UP
    assert sign_in(worker).get(DESK).status_code == 200
    client = Client()
    enter(client, manager)
    offer, key = offered(client.get(SET_UP))
    client.post(SET_UP, {"offer": offer, "code": code_of(key), "password": PASSWORD})
    assert client.get(DESK).status_code == 200
    kept = client.post(OFF, {"password": PASSWORD})
    assert kept.status_code == 200 and "required" in str(kept.context["form"].errors)


def test_a_first_password_is_changed_before_the_factor_is_asked_for(client, settings, manager):
    settings.SECOND_FACTOR_REQUIRED = True
    password = manager.give_first_password()
    manager.save()
    client.post(LOGIN, {"username": manager.username, "password": password})

    assert client.get(DESK).url == reverse("accounts:password-first")


def test_turning_it_off_and_printing_anew_ask_the_password(client, worker):
    key, codes = protect(worker)
    enter(client, worker)
    client.post(CODE, {"code": code_of(key)})

    for page in (ANEW, OFF):
        assert client.post(page, {"password": "wrong"}).status_code == 200
    sheet = client.post(ANEW, {"password": PASSWORD})
    assert set(sheet.context["codes"]).isdisjoint(codes)
    assert not RecoveryCode.spend(worker, codes[0])
    assert client.post(OFF, {"password": PASSWORD}).url == reverse("accounts:account")

    assert client.get(DESK).status_code == 200 and not RecoveryCode.objects.exists()
    assert enter(Client(), worker).url == DESK
    verbs = AuditEntry.objects.filter(verb__startswith="account.").values_list("verb", flat=True)
    assert {"account.recovery_codes", "account.factor_off"} <= set(verbs)


def test_a_wrong_password_there_counts_like_a_try_to_sign_in(client, worker):
    key, _codes = protect(worker)
    enter(client, worker)
    client.post(CODE, {"code": code_of(key)})

    for _try in range(9):
        client.post(OFF, {"password": "wrong"})

    assert client.post(OFF, {"password": "wrong"}).status_code == 429
    assert client.post(OFF, {"password": PASSWORD}).status_code == 429
    assert Authenticator.objects.exists()


def test_another_phone_takes_the_place_of_the_first(client, worker):
    key, codes = protect(worker)
    enter(client, worker)
    client.post(CODE, {"code": code_of(key)})
    offer, other = offered(client.get(SET_UP))

    client.post(SET_UP, {"offer": offer, "code": code_of(other), "password": PASSWORD})

    assert AuditEntry.objects.filter(verb="account.factor_change").count() == 1
    assert not RecoveryCode.spend(worker, codes[0]) and client.get(DESK).status_code == 200


def test_it_is_taken_away_by_whoever_stands_above(client, sign_in, worker, office, manager, tree):
    protect(worker)
    protect(manager)
    page = reverse("communities:person-reset-factor", args=[worker.pk])
    for user in (office, worker):  # not beside, not above, not one's own
        with pytest.raises(ValidationError) as refused:
            reset_factor(person=manager, by=user)
        assert refused.value.code == "rank"

    asked = sign_in(office).post(page, {"ask": "x"})
    assert asked.status_code == 200 and User.objects.get(pk=worker.pk).has_second_factor
    client.post(page)

    assert not User.objects.get(pk=worker.pk).has_second_factor
    entry = AuditEntry.objects.get(verb="account.factor_reset")
    assert (entry.actor, entry.object_id) == (office, worker.pk)
    protect(worker)
    Posting.objects.create(user=worker, region=tree.other_community, role=Role.WORKER)
    client.post(page)
    assert User.objects.get(pk=worker.pk).has_second_factor


def test_an_administrator_alone_has_the_command(capsys):
    boss = make_superuser()
    protect(boss)

    call_command("end_second_factor", boss.username)

    assert not User.objects.get(pk=boss.pk).has_second_factor
    assert AuditEntry.objects.get(verb="account.factor_reset").actor is None
    for name in (boss.username, "nobody-here"):
        with pytest.raises(CommandError):
            call_command("end_second_factor", name)


def test_sign_ins_and_refused_ones_stand_in_the_log_and_are_counted_for_the_day(client, settings, worker):
    settings.DAY_LIMITS = settings.DAY_LIMITS | {"sign_in": 2, "refused": 2}
    client.post(LOGIN, {"username": worker.username, "password": "wrong"})
    client.post(LOGIN, {"username": "nobody-here", "password": "wrong"})
    for _time in range(2):
        assert enter(Client(), worker).status_code == 302
    third = enter(client, worker)
    assert third.status_code == 429 and "2 times today" in third.content.decode()
    assert client.get(DESK).status_code == 302
    verbs = list(ReadLog.objects.order_by("pk").values_list("verb", "actor", "object_id"))
    assert verbs == [
        ("account.sign_in_refused", None, worker.pk),
        *[("account.sign_in", worker.pk, worker.pk)] * 2,
    ]


def test_pages_refused_are_written_down_and_end_for_the_day(sign_in, settings, tree):
    settings.DAY_LIMITS = settings.DAY_LIMITS | {"refused": 2}
    client = sign_in(make_user(Role.OVERSEER, tree.county))
    missing = reverse("communities:organization-detail", args=[987654])

    assert client.get(missing).status_code == 404
    assert client.get(reverse("leaders:leader-create")).status_code == 403
    over = client.get(missing)

    assert over.status_code == 429 and "2 pages" in over.content.decode()
    purposes = ReadLog.objects.filter(verb="account.refused").order_by("pk").values_list("purpose", flat=True)
    assert list(purposes) == ["communities:organization-detail 987654", "leaders:leader-create"]
    assert client.get(DESK).status_code == 200
