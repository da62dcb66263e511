import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from registry.upkeep.exporter import start_exporter


class Command(BaseCommand):
    """For servers of several processes (gunicorn); `serve` answers by itself."""

    help = "Answer Prometheus on METRICS_ADDRESS for all processes that count into METRICS_DIR."

    def handle(self, **options: Any) -> None:
        if not (settings.METRICS_ADDRESS and settings.METRICS_DIR):
            raise CommandError("Set METRICS_ADDRESS and METRICS_DIR first; .env.example says what they mean.")
        ended = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: ended.set())
        signal.signal(signal.SIGINT, lambda *_: ended.set())
        stop = start_exporter()
        self.stdout.write(f"Figures on http://{settings.METRICS_ADDRESS}/metrics")
        self.stdout.flush()
        ended.wait()
        if stop is not None:
            stop()
