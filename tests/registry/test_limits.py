import threading
from datetime import timedelta

import pytest
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, connection, connections, transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from registry.accounts.models import UserSession
from registry.desk.views import errors
from registry.upkeep import limits
from tests.factories import PASSWORD, make_tree, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return make_user(region=make_tree().community)


@pytest.fixture
def failing(client, monkeypatch):
    """failing(error) → the answer of a page whose view raises it."""
    client.raise_request_exception = False

    def ask(error):
        def fails():
            raise error

        monkeypatch.setattr("registry.desk.views.health.readiness", fails)
        return client.get("/healthz")

    return ask


@pytest.mark.parametrize("error", [OperationalError("database is locked"), InterfaceError("connection is closed")])
def test_a_database_that_is_away_is_503_with_a_sentence(failing, settings, error):
    settings.LANGUAGE_CODE = "zh-hans"
    response = failing(error)

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "系统暂时无法使用" in response.content.decode()
    assert "locked" not in response.content.decode()
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Request-Id"] in response.content.decode()


@pytest.mark.parametrize("error", [IntegrityError("UNIQUE constraint failed"), DataError("value too long: 张三")])
def test_a_rule_the_database_kept_is_409_with_a_sentence(failing, error, caplog):
    response = failing(error)

    assert response.status_code == 409
    assert "Not saved" in response.content.decode()
    assert "张三" not in " ".join(record.getMessage() for record in caplog.records)


def test_any_other_error_is_still_500(failing):
    assert failing(RuntimeError()).status_code == 500


def test_an_error_of_the_database_outside_of_a_view_is_503_too(client, monkeypatch):
    client.raise_request_exception = False
    client.cookies["sessionid"] = "a" * 32

    def away(self):
        raise OperationalError("gone")

    monkeypatch.setattr("registry.accounts.sessions.SessionStore._get_session_from_db", away)
    response = client.get(reverse("desk:dashboard"))

    assert response.status_code == 503
    assert response["Retry-After"] == "10"


def test_pages_have_limits_on_postgresql():
    assert limits.postgresql_options() == (
        "-c lock_timeout=5000 -c statement_timeout=20000 -c idle_in_transaction_session_timeout=60000"
    )


def test_the_limits_reach_the_connections_made_afterwards(monkeypatch):
    for engine, wanted in [
        ("django.db.backends.sqlite3", {"timeout": 5, "transaction_mode": "IMMEDIATE"}),
        ("django.db.backends.postgresql", {"options": limits.postgresql_options(), "connect_timeout": 5}),
    ]:
        options = {"timeout": 20, "transaction_mode": "IMMEDIATE"} if "sqlite" in engine else {}
        monkeypatch.setitem(connections.settings, "default", {"ENGINE": engine, "OPTIONS": options})
        limits.limit_requests()
        assert options == wanted


def test_limits_are_added_to_how_postgresql_plans(monkeypatch):
    options = {"options": "-c join_collapse_limit=4"}
    monkeypatch.setitem(
        connections.settings, "default", {"ENGINE": "django.db.backends.postgresql", "OPTIONS": options}
    )
    limits.limit_requests()

    assert options["options"] == f"-c join_collapse_limit=4 {limits.postgresql_options()}"


@pytest.mark.django_db
def test_postgresql_does_not_weigh_every_order_of_a_page_about_one_record():
    is_told = "join_collapse_limit=4" in connection.settings_dict["OPTIONS"].get("options", "")
    assert is_told == (connection.vendor == "postgresql")
    if is_told:
        with connection.cursor() as cursor:
            cursor.execute("SHOW join_collapse_limit")
            assert cursor.fetchone() == ("4",)


@pytest.fixture
def locked():
    """While the test runs, another connection holds the database (SQLite) or this table (PostgreSQL)."""
    held, done, holder = threading.Event(), threading.Event(), []

    def hold(table):
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            held.set()
            done.wait(20)
        connections.close_all()

    def begin(table):
        holder.append(threading.Thread(target=hold, args=[table]))
        holder[0].start()
        held.wait(10)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 200" if connection.vendor == "sqlite" else "SET lock_timeout = 200")

    yield begin
    done.set()
    holder[0].join()
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_lock_somebody_holds_ends_in_503_and_not_in_waiting(client, locked):
    client.raise_request_exception = False
    locked("axes_accessattempt")

    response = client.post("/accounts/login/", {"username": "nobody", "password": "x"})

    assert (response.status_code, response["Retry-After"]) == (503, "10")


def busy(*args, **kwargs):
    raise OperationalError("database is locked")


def test_a_session_that_cannot_be_renewed_keeps_no_page_from_being_read(client, sign_in, worker, monkeypatch):
    sign_in(worker)
    UserSession.objects.update(expire_date=timezone.now() + timedelta(hours=1))
    monkeypatch.setattr(UserSession, "save", busy)

    assert client.get(reverse("accounts:account")).status_code == 200


def test_what_a_page_put_into_the_session_is_not_lost_silently(client, sign_in, worker, monkeypatch):
    client.raise_request_exception = False
    sign_in(worker)
    monkeypatch.setattr(UserSession, "save", busy)
    chosen = {"new_password1": "lamp over seven stairs", "new_password2": "lamp over seven stairs"}

    assert client.post(reverse("accounts:password"), chosen | {"old_password": PASSWORD}).status_code == 503


@pytest.mark.parametrize(
    "path", ["/filings/a%00b/", "/opinions/%00/", "/%00", "/work/%00/", "/activities/sessions/1/%00/"]
)
def test_a_nul_in_an_address_is_not_found(client, sign_in, worker, path):
    assert client.get(path).status_code == 404
    assert sign_in(worker).get(path).status_code == 404


@pytest.mark.parametrize("name", ["x" * 151, "x" * 100_000, "a\x00b"])
def test_a_name_nobody_can_have_is_refused_before_the_hash(client, name, monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("a password was hashed")

    monkeypatch.setattr("django.contrib.auth.hashers.make_password", never)
    monkeypatch.setattr("django.contrib.auth.base_user.make_password", never)
    monkeypatch.setattr("django.contrib.auth.base_user.check_password", never)

    response = client.post("/accounts/login/", {"username": name, "password": "x"})

    assert response.status_code == 200
    assert response.context["form"].errors


def test_a_long_name_counts_as_a_try_of_its_address(client, settings, worker):
    settings.ADDRESS_FAILURE_LIMIT = 3
    for number in range(3):
        client.post("/accounts/login/", {"username": f"{number}" * 151, "password": "x"})

    response = client.post("/accounts/login/", {"username": worker.username, "password": PASSWORD})

    assert response.status_code == 429


@pytest.mark.parametrize("path", ["/", "/nope/", "/healthz", "/accounts/login/", "/work/", "/static/none.css"])
@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_the_headers_are_on_every_answer_of_every_host(client, settings, path, host):
    settings.ALLOWED_HOSTS = ["localhost"]
    response = client.get(path, headers={"host": host})

    assert (host == "localhost") or response.status_code in (400, 404)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("subdomains", "preload", "value"),
    [(False, False, "max-age=31536000"), (True, True, "max-age=31536000; includeSubDomains; preload")],
)
@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_only_what_is_set_is_bound_to_https(client, settings, subdomains, preload, value, host):
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = subdomains
    settings.SECURE_HSTS_PRELOAD = preload

    response = client.get("/", secure=True, headers={"host": host})

    assert response["Strict-Transport-Security"] == value


def test_a_page_moves_the_end_of_the_session_on_but_not_at_once(client, sign_in, worker):
    sign_in(worker)
    before = UserSession.objects.get()
    client.get(reverse("accounts:account"))
    assert UserSession.objects.get().expire_date == before.expire_date

    UserSession.objects.update(expire_date=timezone.now() + timedelta(hours=1))
    response = client.get(reverse("accounts:account"))

    renewed = UserSession.objects.get()
    assert renewed.expire_date > timezone.now() + timedelta(hours=7, minutes=50)
    assert (renewed.began_at, renewed.user) == (before.began_at, worker)
    assert response.cookies["sessionid"]["max-age"] == 8 * 3600


def test_a_session_without_a_page_for_eight_hours_is_over(client, sign_in, worker):
    sign_in(worker)
    UserSession.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert client.get(reverse("accounts:account")).status_code == 302


def test_a_session_is_over_after_its_days_however_busy(client, sign_in, worker, settings):
    sign_in(worker)
    UserSession.objects.update(began_at=timezone.now() - timedelta(days=6, hours=23))
    assert client.get(reverse("accounts:account")).status_code == 200

    UserSession.objects.update(began_at=timezone.now() - timedelta(days=7, seconds=1))
    assert client.get(reverse("accounts:account")).status_code == 302


def test_signing_in_again_begins_anew(client, worker):
    client.post("/accounts/login/", {"username": worker.username, "password": PASSWORD})
    UserSession.objects.update(began_at=timezone.now() - timedelta(days=6))

    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"username": worker.username, "password": PASSWORD})

    [row] = UserSession.objects.all()
    assert row.began_at > timezone.now() - timedelta(minutes=1)


def test_answers_of_the_database_are_told_apart():
    request = RequestFactory().get("/")

    assert errors.answer_to(request, ValueError()) is None
    assert errors.answer_to(request, OperationalError()).status_code == 503
    assert errors.answer_to(request, IntegrityError()).status_code == 409


@pytest.mark.parametrize(("beyond", "status"), [(1, 413), (0, 200)])
def test_a_body_beyond_what_any_form_takes_is_refused_before_it_is_read(client, settings, beyond, status):
    length = str(settings.LARGEST_REQUEST + beyond)

    response = client.generic("GET", "/accounts/login/", CONTENT_LENGTH=length)

    assert response.status_code == status
    assert ("Too much at once" in response.content.decode()) == bool(beyond)
