"""Passkeys by a device of our own making; tests/browser/test_passkeys.py drives Chromium's."""

import base64
import hashlib
import json
import os

import pytest
from cbor2 import dumps
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.urls import reverse
from django_otp_webauthn.models import WebAuthnAttestation, WebAuthnCredential

from registry.accounts.models import UserSession
from registry.audit.models import AuditEntry
from registry.sign_in.factor import turn_off
from tests.factories import PASSWORD
from tests.registry.accounts.test_second_factor import enter, protect

pytestmark = pytest.mark.django_db
ADD, CODE, ACCOUNT, DESK = (
    reverse(name) for name in ("accounts:passkey-add", "accounts:login-code", "accounts:account", "desk:dashboard")
)
AT = "https://registry.example"


def text(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class Device:
    """Makes one key and signs with it, for the address it is told."""

    def __init__(self):
        self.key, self.id, self.count = ec.generate_private_key(ec.SECP256R1()), os.urandom(16), 0

    def client_data(self, kind, options, at):
        said = {"type": f"webauthn.{kind}", "challenge": options["challenge"], "origin": at}
        return json.dumps(said).encode()

    def state(self, rp_id, more=b"", flags=0x01):
        self.count += 1
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big") + more

    def make(self, options, at=AT):
        numbers = self.key.public_key().public_numbers()
        public = dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        kept = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        attestation = {"fmt": "none", "attStmt": {}, "authData": self.state(options["rp"]["id"], kept, 0x41)}
        return self.answer(
            {
                "clientDataJSON": text(self.client_data("create", options, at)),
                "attestationObject": text(dumps(attestation)),
            }
        )

    def show(self, options, at=AT):
        said, state = self.client_data("get", options, at), self.state(options["rpId"])
        signature = self.key.sign(state + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self.answer(
            {
                "clientDataJSON": text(said),
                "authenticatorData": text(state),
                "signature": text(signature),
                "userHandle": None,
            }
        )

    def answer(self, response):
        return json.dumps(
            {
                "id": text(self.id),
                "rawId": text(self.id),
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {},
            }
        )


@pytest.fixture(autouse=True)
def on(settings):
    settings.PASSKEY_ADDRESS = AT


@pytest.fixture
def device():
    return Device()


@pytest.fixture
def at_home(client, worker):
    """The worker, signed in by both factors."""
    protect(worker)
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def add(client, device, name="USB key", at=AT, **more):
    options = json.loads(client.get(ADD).context["options"])
    return client.post(ADD, {"name": name, "password": PASSWORD, "passkey": device.make(options, at)} | more)


def asked(client):
    return json.loads(client.get(CODE).context["question"])


def who(client):
    return client.session.get("_auth_user_id")


def test_it_is_added_with_the_password_named_and_listed(at_home, worker, device):
    assert add(at_home, device, password="wrong").context["form"].errors
    assert not WebAuthnCredential.objects.exists()
    assert add(at_home, device)["Location"] == ACCOUNT

    kept = WebAuthnCredential.objects.get(user=worker)
    assert kept.name == "USB key" and not WebAuthnAttestation.objects.exists()
    assert "USB key" in at_home.get(ACCOUNT).content.decode()
    assert AuditEntry.objects.filter(verb="account.passkey_add", object_id=worker.pk).exists()
    assert UserSession.objects.filter(user=worker).count() == 1


def test_it_opens_in_the_place_of_the_code(at_home, client, worker, device):
    add(at_home, device)
    stranger = client.__class__()
    enter(stranger, worker)
    question = asked(stranger)
    assert [one["id"] for one in question["allowCredentials"]] == [text(device.id)]
    assert who(stranger) is None

    assert stranger.post(CODE, {"passkey": device.show(question)})["Location"] == DESK
    assert who(stranger) == str(worker.pk)
    assert stranger.get(ACCOUNT).status_code == 200
    assert WebAuthnCredential.objects.get().last_used_at is not None


def test_it_opens_the_door_of_the_admin_too(client, device, admin_user, settings):
    protect(admin_user)
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    client.session.update({"second_factor": True})
    session = client.session
    session["second_factor"] = True
    session.save()
    options = json.loads(client.get(ADD).context["options"])
    client.post(ADD, {"name": "key", "password": "password", "passkey": device.make(options)})
    stranger = client.__class__()
    stranger.post(
        f"{reverse('accounts:login')}?next=/admin/",
        {"username": admin_user.username, "password": "password", "next": "/admin/"},
    )
    assert stranger.get("/admin/").status_code == 302

    assert stranger.post(CODE, {"passkey": device.show(asked(stranger))})["Location"] == "/admin/"
    assert stranger.get("/admin/").status_code == 200


def test_whatever_is_not_the_answer_to_this_question_opens_nothing(at_home, client, worker, device):
    add(at_home, device)
    stranger = client.__class__()
    enter(stranger, worker)
    old = asked(stranger)
    answers = [
        device.show(old | {"challenge": text(os.urandom(32))}),
        device.show(asked(stranger), at="https://registry.example.evil"),
        device.show(asked(stranger) | {"rpId": "evil.example"}),
        Device().show(asked(stranger)),
        device.show(old),
        "{}", "[]", "null", "x" * 20_001, '{"id": 1}',
    ]  # fmt: skip
    for number, answer in enumerate(answers):
        if number == 5:
            stranger.get(CODE)
        response = stranger.post(CODE, {"passkey": answer})
        assert response.status_code in {200, 429}, answer[:80]
        assert who(stranger) is None


def test_a_question_is_answered_once(at_home, client, worker, device):
    add(at_home, device)
    stranger = client.__class__()
    enter(stranger, worker)
    answer = device.show(asked(stranger))
    stranger.post(CODE, {"passkey": answer})
    stranger.post(reverse("accounts:logout"))
    enter(stranger, worker)
    stranger.post(CODE, {"passkey": answer})

    assert who(stranger) is None


def test_wrong_answers_lock_the_name_as_wrong_codes_do(at_home, client, worker, device):
    add(at_home, device)
    stranger = client.__class__()
    enter(stranger, worker)
    answers = [stranger.post(CODE, {"passkey": "{}"}).status_code for _time in range(11)]

    assert answers[-1] == 429


def test_anothers_passkey_is_not_asked_for_and_not_removed(at_home, client, worker, manager, device):
    add(at_home, device)
    protect(manager)
    stranger = client.__class__()
    enter(stranger, manager)
    assert stranger.get(CODE).context["question"] == ""
    stranger.post(CODE, {"passkey": device.show({"challenge": text(os.urandom(32)), "rpId": "registry.example"})})
    assert who(stranger) is None

    client.logout()
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["second_factor"] = True
    session.save()
    gone = reverse("accounts:passkey-remove", args=[WebAuthnCredential.objects.get().pk])
    assert client.get(gone).status_code == client.post(gone, {"password": PASSWORD}).status_code == 404


def test_it_is_removed_with_the_password_and_goes_with_the_second_factor(at_home, worker, device):
    add(at_home, device)
    gone = reverse("accounts:passkey-remove", args=[WebAuthnCredential.objects.get().pk])
    assert "USB key" in at_home.get(gone).content.decode()
    assert at_home.post(gone, {"password": "wrong"}).context["form"].errors
    assert at_home.post(gone, {"password": PASSWORD})["Location"] == ACCOUNT
    assert not WebAuthnCredential.objects.exists()

    add(at_home, device)
    assert WebAuthnCredential.objects.exists()
    turn_off(worker, by=worker)
    assert not WebAuthnCredential.objects.exists()


def test_a_key_made_elsewhere_or_twice_is_not_kept(at_home, device):
    assert add(at_home, device, at="https://evil.example").context["form"].errors
    assert add(at_home, device, passkey="").context["form"].errors
    assert add(at_home, device, passkey="[1]").context["form"].errors
    add(at_home, device)
    assert add(at_home, device).context["form"].errors
    assert WebAuthnCredential.objects.count() == 1


def test_without_a_second_factor_or_an_address_there_are_none(client, sign_in, worker, settings):
    assert sign_in(worker).get(ADD)["Location"] == reverse("accounts:factor")
    settings.PASSKEY_ADDRESS = ""
    assert client.get(ADD).status_code == 404
