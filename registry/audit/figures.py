"""What requests cost and how they ended, counted for Prometheus. Labels are names of views and codes: never a person.

With METRICS_DIR each process counts into files of that folder, and whoever is asked adds them up (see upkeep.exporter).
"""

from prometheus_client import Counter, Histogram

from registry.audit.requests import Tally

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)
QUERIES = (0, 2, 4, 8, 12, 20, 40, 100)
REFUSALS = {
    400: "malformed",
    401: "signed_out",
    403: "forbidden",
    404: "not_found",
    405: "method",
    409: "changed",
    413: "too_large",
    429: "throttled",
    503: "unavailable",
}
METHODS = {"GET", "HEAD", "POST"}

REQUESTS = Counter("registry_requests", "Requests answered.", ["view", "method", "status"])
LATENCY = Histogram("registry_request_seconds", "How long an answer took.", ["view"], buckets=SECONDS)
ASKED = Histogram("registry_request_queries", "How many queries an answer took.", ["view"], buckets=QUERIES)
REFUSED = Counter("registry_refused", "Requests answered with no, by why; throttled ones among them.", ["why"])
SIGN_INS = Counter("registry_sign_ins", "Sign-ins that began a session, and tries that did not.", ["outcome"])


def count_request(view: str, method: str | None, status: int, tally: Tally) -> None:
    """A method that is none of ours counts as “other”: clients choose it, and each would be a line of its own."""
    REQUESTS.labels(view, method if method in METHODS else "other", status).inc()
    LATENCY.labels(view).observe(tally.seconds)
    ASKED.labels(view).observe(tally.queries)
    if status in REFUSALS:
        REFUSED.labels(REFUSALS[status]).inc()
