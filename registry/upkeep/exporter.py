"""The page for Prometheus: on an address of its own (METRICS_ADDRESS), never among the pages people reach."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client import REGISTRY, CollectorRegistry, Metric, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from registry.upkeep.daily import last_done
from registry.upkeep.models import DailyRun
from registry.upkeep.ready import is_ready, readiness

WAITING, RUNNING = "READY", "RUNNING"


class State(Collector):
    """What the database says at the moment of asking. It is asked once a scrape; away, it is told as not ready."""

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        try:
            ready = is_ready(readiness())
            yield GaugeMetricFamily("registry_ready", "1: /healthz would answer 200.", value=int(ready))
            yield from queue()
            yield from daily()
        except (DatabaseError, InterfaceError):
            return
        finally:
            connections.close_all()


def queue() -> Iterator[Metric]:
    rows = DBTaskResult.objects.filter(status__in=[WAITING, RUNNING]).values_list("status", "enqueued_at")
    found: dict[str, list] = {WAITING: [], RUNNING: []}
    for status, at in rows:
        found[status].append(at)
    size = GaugeMetricFamily("registry_background_tasks", "Work in the background.", labels=["state"])
    for status, moments in found.items():
        size.add_metric([{WAITING: "waiting", RUNNING: "running"}[status]], len(moments))
    yield size
    oldest = min(found[WAITING], default=None)
    waited = (timezone.now() - oldest).total_seconds() if oldest else 0
    yield GaugeMetricFamily("registry_background_wait_seconds", "How long the oldest work waits.", value=waited)


def daily() -> Iterator[Metric]:
    done = last_done()
    seconds = done.timestamp() if done else 0
    yield GaugeMetricFamily(
        "registry_daily_done_timestamp_seconds", "Since when every daily job is done.", value=seconds
    )
    failed = DailyRun.objects.filter(is_failed=True).count()
    yield GaugeMetricFamily("registry_daily_failed", "Daily jobs whose last run failed.", value=failed)


def whole() -> CollectorRegistry:
    """Everything that is told: of this process alone, or with METRICS_DIR of all that count into it."""
    if not settings.METRICS_DIR:
        told = REGISTRY
    else:
        told = CollectorRegistry()
        MultiProcessCollector(told, path=settings.METRICS_DIR)
    if not any(isinstance(one, State) for one in list(told._collector_to_names)):
        told.register(State())
    return told


def address_of(text: str) -> tuple[str, int]:
    """(host, port) of “127.0.0.1:9100” or “[::1]:9100”."""
    host, _colon, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ImproperlyConfigured("METRICS_ADDRESS is an address and a port, such as 127.0.0.1:9100.")
    return host.strip("[]"), int(port)


def start_exporter() -> Callable[[], None] | None:
    """Listen on METRICS_ADDRESS in a thread; returns what ends it, or None where no address is set."""
    if not settings.METRICS_ADDRESS:
        return None
    host, port = address_of(settings.METRICS_ADDRESS)
    try:
        server, thread = start_http_server(port, addr=host, registry=whole())
    except OSError as error:
        raise ImproperlyConfigured(
            f"METRICS_ADDRESS {settings.METRICS_ADDRESS} cannot be listened on: {error.strerror}."
        ) from error

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return stop
