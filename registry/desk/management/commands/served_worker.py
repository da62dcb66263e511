import threading
from typing import Any

from django_tasks_db.management.commands import db_worker

from registry.desk.worker import end_with_server


class Command(db_worker.Command):
    help = "The worker that `serve` keeps beside it; it ends when the server that began it is gone, however that ended."

    def handle(self, *args: Any, **options: Any) -> None:
        threading.Thread(target=end_with_server, name="server watch", daemon=True).start()
        super().handle(*args, **options)
