"""How gunicorn serves; it reads this by itself: `.venv/bin/python -m gunicorn registry.wsgi`. Its options win."""

import os
from pathlib import Path

import environ

from registry.upkeep.counts import forget_counts

environ.Env.read_env(Path(__file__).parent / ".env")

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WORKERS") or 2)
threads = 4
timeout = 60
graceful_timeout = 30
max_requests, max_requests_jitter = 20_000, 2_000  # a process is replaced now and then
umask = 0o077
accesslog = None  # the program writes one line a request itself, without addresses and search words


def on_starting(server):
    """Once, before any process begins."""
    forget_counts(os.environ.get("METRICS_DIR") or "")
