import errno
import hashlib
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command
from django.core.management.base import CommandParser
from django.db import DatabaseError, connections
from django.utils.module_loading import import_string
from django.utils.translation.reloader import translation_file_changed
from waitress import create_server

from communities.regions.models import Region
from leaders.demo.build import is_built
from leaders.management.commands.create_demo import FOR_ALL
from leaders.people.models import Leader
from registry.desk import start
from registry.desk.daily import Clock
from registry.desk.worker import Worker
from registry.upkeep.counts import forget_counts
from registry.upkeep.exporter import start_exporter
from registry.upkeep.trimmed import TRIMMED, names_in_use, trimmed

THREADS = 8
SHOWN_ACCOUNTS = 6


class Command(BaseCommand):
    """Bring everything up to date, then serve. A second start finds nothing to do and takes seconds."""

    help = "Prepare the database, catalogues and static files, then serve on HOST:PORT (127.0.0.1:8000)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="fill an empty database with demo data")
        parser.add_argument("--prepare-only", action="store_true", help="stop before serving")

    def handle(self, *, demo: bool, prepare_only: bool, **options: Any) -> None:
        host, port = os.environ.get("HOST") or "127.0.0.1", chosen_port()
        os.umask(0o077)  # the database, the uploads and the log of a first start are nobody else's
        if not prepare_only:
            refuse_taken_port(host, port)
        try:
            self.prepare(demo=demo)
        except DatabaseError as error:
            raise CommandError(f"The database cannot be used: {str(error).splitlines()[0]}.") from error
        if prepare_only:
            self.say("Ready.")
        else:
            self.serve(host, port, demo=demo)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def prepare(self, *, demo: bool) -> None:
        start.refuse_lost_file()
        start.refuse_newer_tables()
        self.say("Database: bringing the tables up to date …")
        call_command("migrate", verbosity=0, interactive=False)
        if settings.SHARED_CACHE:
            call_command("createcachetable", verbosity=0)
        start.refuse_wrong_key()
        start.leave_mark()
        for name in start.keep_private():
            self.say(f"{name} could be read by others; now its owner alone can.")
        self.say("Texts: compiling the catalogues …")
        call_command("compile_catalogues", verbosity=0)
        translation_file_changed(sender=None, file_path=Path("django.mo"))  # forget what was read before
        if not Region.objects.exists():
            self.say("Regions: loading the regions that ship with the product …")
            call_command("import_regions")
        if demo and not Leader.objects.exists() and not get_user_model().objects.exists():
            self.say("Demo: filling the empty database …")
            call_command("create_demo")
        if not settings.DEBUG:
            self.collect_static()

    def collect_static(self) -> None:
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        state = static_state()
        if stamp.exists() and stamp.read_text() == state:
            return
        self.say("Static files: collecting and compressing (once, up to a minute) …")
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(state)

    def serve(self, host: str, port: int, *, demo: bool) -> None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            server = create_server(
                import_string(settings.WSGI_APPLICATION),
                host=host,
                port=port,
                threads=THREADS,
                ident="",
                max_request_body_size=settings.LARGEST_REQUEST,
                clear_untrusted_proxy_headers=not settings.TRUSTED_PROXIES,
            )
        except OSError as error:
            raise CommandError(why_not_bound(error, host, port)) from error
        self.say(welcome(host, port, demo=demo))
        connections.close_all()
        forget_counts(settings.METRICS_DIR)
        end_exporter = start_exporter()
        clock, worker = Clock(), Worker()
        clock.start()
        worker.start()
        try:
            server.run()
        finally:
            worker.stop()
            clock.stop()
            if end_exporter is not None:
                end_exporter()
        self.say("Stopped.")


def chosen_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CommandError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def refuse_taken_port(host: str, port: int) -> None:
    """Say so before the preparations, which may take a minute."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(why_not_bound(error, host, port)) from error


def why_not_bound(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Choose another one: PORT={port % 65535 + 1} ./run"
    return f"Cannot listen on {host}:{port}: {error.strerror}."


def static_state() -> str:
    """A digest of every static file's name, size and time, in the packages as in this project, and of the trimmed."""
    digest, names = hashlib.sha256(settings.STATIC_URL.encode()), names_in_use()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
            if name in TRIMMED:
                digest.update(trimmed(Path(storage.path(name)).read_text(encoding="utf-8"), names).encode())
    return digest.hexdigest()


def welcome(host: str, port: int, *, demo: bool) -> str:
    address = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    lines = [f"Serving on http://{address}:{port}/ (stop with Ctrl+C)"]
    accounts = list(get_user_model().objects.order_by("pk")[:SHOWN_ACCOUNTS])
    if not accounts:
        lines.append("No account yet. To make the first: .venv/bin/python manage.py createsuperuser")
    elif demo and is_built():
        lines.append(f"Demo accounts: {', '.join(user.username for user in accounts)}")
        if accounts[0].check_password(FOR_ALL):
            lines.append(f"Their password: {FOR_ALL}")
    return "\n".join(lines)
