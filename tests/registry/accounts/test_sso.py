"""Single sign-on against a provider of our own making: a small server in this process, nothing outside is asked."""

import base64
import hashlib
import json
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from registry.accounts.models import OutsideIdentity, User, UserSession
from registry.audit.models import AuditEntry, ReadLog
from registry.sign_in.sso import mark_of
from tests.factories import PASSWORD
from tests.registry.accounts.test_second_factor import code_of, protect

pytestmark = pytest.mark.django_db
BEGIN, BACK, TIE, UNTIE, LOGIN = (
    reverse(f"accounts:{name}") for name in ("sso", "sso-back", "sso-tie", "sso-untie", "login")
)
ACCOUNT, DESK, OUT = reverse("accounts:account"), reverse("desk:dashboard"), reverse("accounts:signed-out")
CLIENT, SECRET = "registry", "client-secret-of-the-test"
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _key in range(2))


class OwnProvider:
    """Signs people in as whoever `subject` says, and holds to state, nonce and challenge as a provider does."""

    def __init__(self):
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                """Silent."""

            def say(self, value, status=200):
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
                self.say({"keys": [public | {"kid": "one", "alg": "RS256", "use": "sig"}]})

            def do_POST(self):
                sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                token = provider.redeem({name: values[0] for name, values in sent.items()})
                self.say(
                    {"id_token": token, "access_token": "x"} if token else {"error": "invalid_grant"},
                    200 if token else 400,
                )

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.subject, self.codes, self.wrong, self.key, self.header = "person-1", {}, {}, KEY, {"kid": "one"}
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def authorize(self, address):
        """What the browser does there: the address it is sent back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (
            asked["response_type"] == "code" and asked["code_challenge_method"] == "S256" and asked["scope"] == "openid"
        )
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def redeem(self, sent):
        asked = self.codes.pop(sent["code"], None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        is_proven = asked and base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
        if not is_proven or (sent["client_id"], sent["client_secret"], sent["redirect_uri"]) != (
            CLIENT,
            SECRET,
            asked["redirect_uri"],
        ):
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": self.subject,
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 60,
        }
        claims = {name: value for name, value in (claims | self.wrong).items() if value is not None}
        return jwt.encode(claims, self.key, algorithm="RS256" if self.key else "none", headers=self.header)


@pytest.fixture(scope="module")
def server():
    made = OwnProvider()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def provider(server, settings):
    server.subject, server.wrong, server.key = "person-1", {}, KEY
    settings.SSO_ISSUER, settings.SSO_NAME, settings.SSO_LOGOUT_URL = server.issuer, "City account", ""
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = CLIENT, SECRET
    settings.OIDC_OP_AUTHORIZATION_ENDPOINT = f"{server.issuer}/authorize"
    settings.OIDC_OP_TOKEN_ENDPOINT, settings.OIDC_OP_JWKS_ENDPOINT = f"{server.issuer}/token", f"{server.issuer}/keys"
    return server


@pytest.fixture
def tied(worker, provider):
    OutsideIdentity.objects.create(user=worker, mark=mark_of("person-1"))
    return worker


def come_back(client, provider, **begin):
    there = client.get(BEGIN, begin)
    return client.get(BACK, provider.authorize(there["Location"]))


def who(client):
    return client.session.get("_auth_user_id")


def test_without_an_issuer_there_is_no_such_door(client, worker):
    assert [client.get(address).status_code for address in (BEGIN, BACK)] == [404, 404]
    assert BEGIN not in client.get(LOGIN).content.decode()


def test_who_is_tied_comes_in_and_is_where_they_wanted_to_be(client, tied, provider):
    assert "Sign in with City account" in client.get(LOGIN).content.decode()
    answer = come_back(client, provider, next=ACCOUNT)

    assert (answer.status_code, answer["Location"], who(client)) == (302, ACCOUNT, str(tied.pk))
    assert ReadLog.objects.filter(verb="account.sign_in", actor=tied).exists()
    assert UserSession.objects.filter(user=tied).count() == 1
    assert come_back(client.__class__(), provider, next="//evil.example")["Location"] == DESK


def test_nobody_becomes_an_account_by_signing_in_there(client, worker, provider):
    provider.subject = "a-stranger"
    answer = come_back(client, provider)

    assert answer["Location"] == LOGIN and who(client) is None
    assert "tie it under" in client.get(LOGIN).content.decode()
    assert User.objects.count() == 1 and not OutsideIdentity.objects.exists()


def test_a_closed_account_and_an_old_first_password_stay_outside(client, tied, provider):
    User.objects.update(first_password_until=timezone.now() - timedelta(days=1))
    come_back(client, provider)
    assert who(client) is None

    User.objects.update(is_active=False, first_password_until=None)
    come_back(client, provider)
    assert who(client) is None


def test_a_first_password_that_holds_has_still_to_be_changed(client, tied, provider):
    User.objects.update(first_password_until=timezone.now() + timedelta(days=1))
    come_back(client, provider)

    assert client.get(DESK)["Location"] == reverse("accounts:password-first")


def test_the_second_factor_is_asked_for_as_ever(client, tied, provider):
    key, _codes = protect(tied)
    answer = come_back(client, provider, next=ACCOUNT)

    assert answer["Location"] == reverse("accounts:login-code") and who(client) is None
    assert "single sign-on says who you are" in client.get(answer["Location"]).content.decode()
    assert client.post(answer["Location"], {"code": code_of(key)})["Location"] == ACCOUNT
    assert who(client) == str(tied.pk)
    assert client.get(ACCOUNT).status_code == 200


WRONG = {
    "another nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "for another program": {"aud": "other"},
    "for several, through another": {"aud": [CLIENT, "other"], "azp": "other"},
    "of another issuer": {"iss": "http://evil.example"},
    "too old": {"exp": 1},
    "without an end": {"exp": None},
    "for nobody": {"sub": None},
    "for an empty name": {"sub": ""},
    "for a number": {"sub": 7},
}


def test_only_a_token_signed_for_us_and_this_browser_counts(client, tied, provider, caplog):
    for why, wrong in WRONG.items():
        provider.wrong = wrong
        assert come_back(client, provider)["Location"] == LOGIN, why
        assert who(client) is None, why
    provider.wrong = {}
    for key in (OTHER_KEY, None):
        provider.key = key
        come_back(client, provider)
        assert who(client) is None


def test_state_is_of_this_browser_and_opens_once(client, tied, provider):
    there = client.get(BEGIN)
    sent = provider.authorize(there["Location"])
    stranger = client.__class__()
    assert stranger.get(BACK, sent)["Location"] == LOGIN and who(stranger) is None
    for strange in ({}, {"state": "x", "code": sent["code"]}, {"error": "access_denied", "state": sent["state"]}):
        client.get(BACK, strange)
    assert client.get(BACK, sent)["Location"] == LOGIN
    assert who(client) is None

    again = provider.authorize(client.get(BEGIN)["Location"])
    client.get(BACK, again)
    client.post(reverse("accounts:logout"))
    client.get(BACK, again)
    assert who(client) is None


def test_a_provider_that_is_away_is_said_in_a_sentence(client, tied, provider, settings):
    settings.OIDC_OP_TOKEN_ENDPOINT = "http://127.0.0.1:9/token"

    assert come_back(client, provider)["Location"] == LOGIN
    assert "did not work" in client.get(LOGIN).content.decode()


def test_the_own_account_is_tied_with_the_password_and_untied(client, sign_in, worker, provider):
    sign_in(worker)
    assert client.post(TIE, {"password": "wrong"}).context["form"].errors
    link = client.post(TIE, {"password": PASSWORD}).context["address"]
    assert client.get(BACK, provider.authorize(link))["Location"] == ACCOUNT
    assert OutsideIdentity.objects.get(user=worker).mark == f"{provider.issuer} person-1"
    assert "Tied" in client.get(ACCOUNT).content.decode()

    stranger = client.__class__()
    come_back(stranger, provider)
    assert who(stranger) == str(worker.pk)

    client.post(UNTIE, {"password": PASSWORD})
    assert not OutsideIdentity.objects.exists()
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "account.sso_tie",
        "account.sso_untie",
    ]


def test_one_identity_opens_one_account(client, sign_in, tied, manager, provider):
    link = sign_in(manager).post(TIE, {"password": PASSWORD}).context["address"]
    client.get(BACK, provider.authorize(link))

    assert OutsideIdentity.objects.get().user == tied


def test_a_tying_begun_by_one_is_not_ended_by_another(client, sign_in, worker, manager, provider):
    link = sign_in(worker).post(TIE, {"password": PASSWORD}).context["address"]
    sent = provider.authorize(link)
    client.post(reverse("accounts:logout"))
    sign_in(manager).get(BACK, sent)

    assert not OutsideIdentity.objects.exists()


def test_signing_out_tells_that_the_sign_on_is_still_open(client, tied, provider, settings):
    settings.SSO_LOGOUT_URL = f"{provider.issuer}/end"
    come_back(client, provider)
    assert client.post(reverse("accounts:logout"))["Location"] == OUT
    assert who(client) is None
    assert f"{provider.issuer}/end?client_id={CLIENT}" in client.get(OUT).content.decode()

    client.post(LOGIN, {"username": tied.username, "password": PASSWORD})
    assert client.post(reverse("accounts:logout"))["Location"] == LOGIN


def test_an_administrator_ties_by_the_command(worker, manager, provider):
    call_command("tie_identity", worker.username, "person-9")
    assert OutsideIdentity.objects.get().mark == mark_of("person-9")
    for arguments, words in [
        ((manager.username, "person-9"), "another account"),
        ((worker.username, "x"), "already"),
        (("nobody", "x"), "No account"),
    ]:
        with pytest.raises(CommandError, match=words):
            call_command("tie_identity", *arguments)
    call_command("tie_identity", worker.username)
    assert not OutsideIdentity.objects.exists()
