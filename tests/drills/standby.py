"""The steps of the drill: what two servers do while the standby stands still, goes, comes back and is promoted."""

import os
import re
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import requests
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from communities.organizations.models import Organization
from communities.postings.models import Posting
from leaders.consents.models import Consent
from registry.accounts.roles import Role
from registry.accounts.sessions import SessionStore
from registry.desk.start import refuse_wrong_key
from tests.drills.clusters import free_port
from tests.factories import make_consent, make_current, make_leader, make_organization, make_tree, make_user

MODELS = "django.contrib.auth.backends.ModelBackend"
ROOT = Path(__file__).resolve().parents[2]
PAIRS, READS = 100, 60
failed = []


def tell(step, measured, *, holds):
    print(f"{'ok    ' if holds else 'FAILED'} {step}: {measured}", flush=True)
    failed.extend([] if holds else [step])


class Servers:
    """Two application servers that know both databases, each with the page of its figures."""

    def __init__(self, scratch):
        self.ports, self.figures = [free_port(), free_port()], [free_port(), free_port()]
        self.scratch, self.running = scratch, []

    def start(self, url, standby_url):
        gunicorn = [sys.executable, "-m", "gunicorn", "registry.wsgi", "--log-level", "warning"]
        with (self.scratch / "servers.log").open("a") as log:
            quiet = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": log}
            for port, figures in zip(self.ports, self.figures, strict=True):
                env = os.environ | {"DATABASE_URL": url, "DATABASE_STANDBY_URL": standby_url, "WORKERS": "1"}
                env |= {"METRICS_DIR": str(self.scratch / f"counts-{port}"), "METRICS_ADDRESS": f"127.0.0.1:{figures}"}
                self.running.append(subprocess.Popen(gunicorn, env=env | {"PORT": str(port)}, **quiet))
                self.wait(f"http://127.0.0.1:{port}/healthz/live")
                self.running.append(subprocess.Popen([sys.executable, "manage.py", "metrics"], env=env, **quiet))
                self.wait(f"http://127.0.0.1:{figures}/metrics")

    def wait(self, address):
        for _try in range(300):
            try:
                if requests.get(address, timeout=2).ok:
                    return
            except requests.RequestException:
                time.sleep(0.1)
        raise SystemExit(f"{address} does not answer: {(self.scratch / 'servers.log').read_text()[-2000:]}")

    def served_by_standby(self):
        told = "".join(requests.get(f"http://127.0.0.1:{port}/metrics", timeout=5).text for port in self.figures)
        return sum(float(one) for one in re.findall(r'registry_standby_pages_total\{outcome="served"\} (\S+)', told))

    def stop(self):
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait(20)
        self.running.clear()


class Person:
    """A browser that goes to the one server and to the other in turn."""

    def __init__(self, servers, user=None):
        self.servers, self.turn, self.session = servers, 0, requests.Session()
        if user is not None:
            store = SessionStore()
            store.update(
                {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: MODELS, HASH_SESSION_KEY: user.get_session_auth_hash()}
            )
            store.save()
            self.session.cookies.set("sessionid", store.session_key, domain="127.0.0.1")

    def at(self, path):
        self.turn += 1
        return f"http://127.0.0.1:{self.servers.ports[self.turn % 2]}{path}"

    def get(self, path):
        began = time.monotonic()
        answer = self.session.get(self.at(path), timeout=30)
        answer.seconds = time.monotonic() - began
        return answer

    def press(self, page, form):
        """Send the form of this page whose address ends so."""
        text = next(one for one in re.findall(r"<form.*?</form>", self.get(page).text, re.S) if form in one)
        sent = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', text))
        return self.session.post(
            self.at(re.search(r'action="([^"]+)"', text)[1]), sent, timeout=30, allow_redirects=False
        )


def reads(person, path, number=READS):
    """(the codes that came, the longest wait, the texts) of so many pages, one after the other."""
    answers = [person.get(path) for _read in range(number)]
    return {one.status_code for one in answers}, max(one.seconds for one in answers), [one.text for one in answers]


def until(seen, seconds=20):
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if seen():
            return time.monotonic() - began
        time.sleep(0.05)
    return None


def own_writes(servers, worker, group):
    page, public, stale = group.get_absolute_url(), reverse("directory:organizations"), 0
    person = Person(servers, worker)
    for _pair in range(PAIRS):
        answer = person.press(page, "/publish/" if not is_published(group) else "/unpublish/")
        assert answer.status_code == 302, answer.text[:500]
        stale += (group.name in person.get(public).text) != is_published(group)
    tell("own write, then read on the other server", f"{stale} stale of {PAIRS}", holds=stale == 0)


def is_published(group):
    return Organization.objects.values_list("is_published", flat=True).get(pk=group.pk)


def rights_and_consents(servers, worker, leader, consent):
    person, anybody = Person(servers, worker), Person(servers)
    page, public, stale = leader.get_absolute_url(), reverse("directory:place", args=[leader.region_id]), [0, 0]
    for number in range(PAIRS):
        Posting.objects.filter(user=worker).update(ended_on=date(2025, 1, 1) if number % 2 else None)
        stale[0] += (person.get(page).status_code == 200) == bool(number % 2)
        Consent.objects.filter(pk=consent.pk).update(
            withdrawn_at=timezone.now() if number % 2 else None, withdrawn_by=worker if number % 2 else None
        )
        stale[1] += (leader.name in anybody.get(public).text) == bool(number % 2)
    Posting.objects.filter(user=worker).update(ended_on=None)
    tell("right taken or given, then read", f"{stale[0]} stale of {PAIRS}", holds=stale[0] == 0)
    tell("consent withdrawn or given, then read by anybody", f"{stale[1]} stale of {PAIRS}", holds=stale[1] == 0)


def standby_in_trouble(servers, pair, worker, group):
    # With words of one's own a page is not kept, and so may come from the standby.
    anybody, public = Person(servers), f"{reverse('directory:organizations')}?q="
    before = servers.served_by_standby()
    codes, longest, _texts = reads(anybody, public)
    share = servers.served_by_standby() - before
    tell(
        "pages read from the standby",
        f"{share} of {READS}, longest {longest:.2f} s",
        holds=share >= READS * 0.8 and codes == {200},
    )

    pair.standby.ask("SELECT pg_wal_replay_pause()")
    Organization.objects.filter(pk=group.pk).update(name="滞后合唱队", is_published=True)
    waited = until(lambda: all("滞后合唱队" in anybody.get(public).text for _server in servers.ports))
    tell(
        "standby stands still: a write is seen on both",
        f"after {waited:.1f} s",
        holds=waited is not None and waited <= 3,
    )
    codes, longest, texts = reads(anybody, public)
    old = sum("滞后合唱队" not in text for text in texts)
    tell(
        "standby stands still: pages",
        f"{sorted(codes)}, {old} old, longest {longest:.2f} s",
        holds=codes == {200} and old == 0,
    )
    pair.standby.ask("SELECT pg_wal_replay_resume()")
    before = servers.served_by_standby()
    back = until(lambda: anybody.get(public).ok and servers.served_by_standby() > before)
    tell("standby has caught up: it is read again", f"after {back:.1f} s", holds=back is not None)

    pair.standby.ask(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    codes, longest, _texts = reads(anybody, public)
    tell(
        "connections to the standby cut",
        f"{sorted(codes)}, longest {longest:.2f} s",
        holds=codes == {200} and longest <= 1,
    )
    pair.standby.stop()
    codes, longest, _texts = reads(anybody, public)
    tell("standby down: pages", f"{sorted(codes)}, longest {longest:.2f} s", holds=codes == {200} and longest <= 1)
    wrote = Person(servers, worker).press(group.get_absolute_url(), "publish/").status_code
    tell("standby down: writes", str(wrote), holds=wrote == 302)
    pair.standby.start()
    before = servers.served_by_standby()
    back = until(lambda: anybody.get(public).ok and servers.served_by_standby() > before)
    tell("standby is back: it is read again", f"after {back:.1f} s", holds=back is not None)


def promoted(servers, pair, group):
    last = f"最后合唱队{time.time_ns() % 10_000}"
    Organization.objects.filter(pk=group.pk).update(name=last, is_published=True)
    time.sleep(1)
    connections.close_all()
    began = time.monotonic()
    pair.primary.stop()
    codes, longest, _texts = reads(Person(servers), reverse("directory:organizations"), 5)
    tell(
        "primary gone: pages", f"{sorted(codes)}, longest {longest:.2f} s", holds=codes <= {200, 503} and longest <= 10
    )
    pair.run("pg_ctl", "promote", "-s", "-w", "-D", pair.standby.folder)
    servers.stop()
    servers.start(pair.standby.url, "")
    answer = Person(servers).get(reverse("directory:organizations"))
    took = time.monotonic() - began
    ready = requests.get(Person(servers).at("/healthz"), timeout=10).json()
    tell(
        "standby promoted, servers pointed at it",
        f"{answer.status_code} after {took:.0f} s, {ready['database']}",
        holds=answer.ok and took <= 300,
    )
    tell(
        "what was committed a second before",
        "is there" if last in answer.text else "is lost",
        holds=last in answer.text,
    )


def main(pair):
    servers = Servers(pair.folder)
    call_command("migrate", verbosity=0)
    call_command("compile_catalogues", verbosity=0)
    refuse_wrong_key()
    tree = make_tree()
    worker = make_user(Role.WORKER, tree.community)
    group = make_organization(tree.community, name="晨光合唱队", is_published=True)
    leader = make_leader(tree.building, name="林文静")
    make_current(leader, region=tree.building)
    consent = make_consent(leader)
    servers.start(pair.primary.url, pair.standby.url)
    try:
        own_writes(servers, worker, group)
        rights_and_consents(servers, worker, leader, consent)
        standby_in_trouble(servers, pair, worker, group)
        promoted(servers, pair, group)
    finally:
        servers.stop()
    return failed
