"""Reading from a standby, with the primary in its place; the real ones are tried by `./run drill`."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from communities.organizations.models import Organization
from communities.pages.kept import kept
from communities.postings.models import Posting
from leaders.consents.models import Consent
from leaders.people.models import Leader
from registry.accounts.models import User, UserSession
from registry.audit.models import ReadLog
from registry.upkeep import standby
from registry.upkeep.standby import MayNotLag, StandbyMiddleware, StandbyRouter, fixed_tables, keep_to_tables, place

router = StandbyRouter()


class Line:
    """The connections as two: the standby's is the primary's under another name."""

    def __init__(self, in_atomic_block=False):
        self.in_atomic_block = in_atomic_block

    def __getitem__(self, alias):
        return connection if alias == standby.STANDBY else self


@pytest.fixture
def two(monkeypatch, settings):
    settings.STANDBY_IS_SET = True
    monkeypatch.setattr(standby, "connections", Line())
    monkeypatch.setattr(standby.looks, "good", lambda: True)


def test_only_what_may_lag_is_read_from_the_standby_and_only_while_tried(two):
    assert router.db_for_read(Organization) == DEFAULT_DB_ALIAS
    with standby.tried():
        assert router.db_for_read(Organization) == standby.STANDBY
        for model in (Leader, Consent, Posting, User, UserSession, ReadLog):
            assert router.db_for_read(model) == DEFAULT_DB_ALIAS
    assert router.db_for_read(Organization) == DEFAULT_DB_ALIAS


def test_a_page_that_is_kept_is_made_from_the_primary(two, db):
    seen = []

    def view(request):
        seen.append(router.db_for_read(Organization))
        return HttpResponse("x")

    request = RequestFactory().get("/organizations/")
    request.user = AnonymousUser()
    with standby.tried():
        kept(view)(request)
        request = RequestFactory().get("/organizations/", {"q": "x"})
        request.user = AnonymousUser()
        kept(view)(request)

    assert seen == [DEFAULT_DB_ALIAS, standby.STANDBY]


def test_in_a_transaction_and_after_a_write_the_primary_is_read(two, monkeypatch):
    with standby.tried():
        monkeypatch.setattr(standby, "connections", Line(in_atomic_block=True))
        assert router.db_for_read(Organization) == DEFAULT_DB_ALIAS
        monkeypatch.setattr(standby, "connections", Line())
        assert router.db_for_write(Organization) == DEFAULT_DB_ALIAS
        assert router.db_for_read(Organization) == DEFAULT_DB_ALIAS


def test_every_name_in_the_list_is_a_model_and_none_tells_of_a_person(settings):
    known = {model._meta.label_lower for model in apps.get_models()}
    tables = fixed_tables()

    assert known >= settings.STANDBY_MODELS
    for name in (
        "leaders_leader",
        "leaders_consent",
        "leaders_appointment",
        "communities_posting",
        "accounts_user",
        "accounts_usersession",
        "audit_readlog",
        "axes_accessattempt",
        "communities_opinion",
        "communities_activityphoto",
        "communities_document",
    ):
        assert name in tables, name
    assert "communities_organization" not in tables


def test_a_query_that_joins_a_fixed_table_does_not_reach_the_standby():
    asked = []

    def execute(sql, *rest):
        asked.append(sql)

    keep_to_tables(execute, 'SELECT 1 FROM "communities_organization"', (), False, {})
    with pytest.raises(MayNotLag):
        keep_to_tables(
            execute,
            'SELECT 1 FROM "communities_organization" WHERE EXISTS (SELECT 1 FROM "leaders_consent")',
            (),
            False,
            {},
        )
    assert len(asked) == 1


@pytest.mark.parametrize("trouble", [OperationalError("gone"), Http404(), MayNotLag(), PermissionError()])
def test_whatever_goes_wrong_there_is_made_again_from_the_primary(two, trouble):
    def view(request):
        raise trouble

    request = RequestFactory().get("/organizations/")

    assert StandbyMiddleware(None).process_view(request, view, (), {}) is None
    assert router.db_for_read(Organization) == DEFAULT_DB_ALIAS


@pytest.mark.parametrize(
    ("method", "path", "cookies"),
    [
        ("post", "/organizations/", {}),
        ("get", "/accounts/", {}),
        ("get", "/admin/", {}),
        ("get", "/organizations/", {"fresh": "1"}),
    ],
)
def test_who_writes_and_whoever_just_wrote_reads_the_primary(two, method, path, cookies):
    request = getattr(RequestFactory(), method)(path)
    request.COOKIES = cookies

    assert StandbyMiddleware(None).process_view(request, lambda request: HttpResponse("x"), (), {}) is None


def test_a_write_pins_its_browser_and_a_refused_one_does_not(two):
    done = StandbyMiddleware(lambda request: HttpResponse(status=302))
    refused = StandbyMiddleware(lambda request: HttpResponse(status=409))

    assert done(RequestFactory().post("/")).cookies["fresh"]["max-age"] == 10
    assert "fresh" not in refused(RequestFactory().post("/")).cookies
    assert "fresh" not in done(RequestFactory().get("/")).cookies


def test_without_a_standby_nothing_changes(client, db):
    response = client.post(reverse("ui:display"), {"size": "l"})

    assert "fresh" not in response.cookies


class Told:
    """A connection that answers what it is told."""

    def __init__(self, answers):
        self.answers, self.closed = answers, 0

    def cursor(self):
        return self

    __enter__ = cursor

    def __exit__(self, *args):
        return False

    def execute(self, sql):
        if isinstance(self.answers, Exception):
            raise self.answers

    def fetchone(self):
        return self.answers.pop(0)

    def close(self):
        self.closed += 1


def test_a_standby_is_good_when_it_has_what_the_primary_had_a_look_ago(monkeypatch):
    there = Told([(True, "0/100"), (True, "0/1FF"), (True, "0/200"), (False, "0/900")])
    here = Told([("0/100",), ("0/200",), ("0/300",), ("0/300",)])
    monkeypatch.setattr(standby, "connections", {"standby": there, "default": here})
    looks = standby.Looks()

    assert [looks.look(1), looks.look(2), looks.look(3), looks.look(4)] == [True, True, True, False]

    there.answers, here.answers = [(True, "0/2FF")], [("0/400",)]
    assert looks.look(5) is False
    there.answers, here.answers = [(True, "0/450")], [("0/500",)]
    assert looks.look(500) is False  # what was seen long ago says nothing
    there.answers = OperationalError("gone")
    assert looks.look(501) is False and there.closed == 1
    assert looks.good() is False
    assert place("1/0") > place("0/FFFFFFFF")
