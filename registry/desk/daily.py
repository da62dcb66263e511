"""All daily jobs, and the clock that runs them while the server serves."""

import logging
import threading

from django.db import DatabaseError, connections

from communities.pages.drafts import forget_drafts
from registry.accounts.once import forget_sent_forms
from registry.audit.changes import add_up
from registry.desk.reminders import remind, send_digests
from registry.desk.subjects import declared
from registry.upkeep.daily import Job, lift_limits, run_jobs
from registry.upkeep.jobs import DAILY

JOBS = [*declared("DAILY"), *DAILY, Job("forget_sent_forms", forget_sent_forms), Job("forget_drafts", forget_drafts)]
JOBS += [Job("remind", remind), Job("send_digests", send_digests), Job("add_up_changes", add_up)]
PAUSE = 600  # seconds between two looks at what is due

log = logging.getLogger("registry.daily")


class Clock(threading.Thread):
    """Looks every PAUSE seconds which job was not done today. Several servers may run one: a job has a lease."""

    def __init__(self, pause: float = PAUSE) -> None:
        super().__init__(name="daily", daemon=True)
        self.pause = pause
        self.stopped = threading.Event()

    def run(self) -> None:
        while True:
            look()
            if self.stopped.wait(self.pause):
                return

    def stop(self) -> None:
        self.stopped.set()


def look() -> None:
    """Run what is due; a database that is away is looked for again at the next turn."""
    try:
        lift_limits()
        run_jobs(JOBS, only_due=True)
    except DatabaseError:
        log.exception("the daily jobs found no database")
    finally:
        connections.close_all()
