"""Long checks and writes, done by the worker; what is small is done at once."""

from uuid import UUID

from django_tasks import task

from leaders.imports import actions
from leaders.imports.models import ImportBatch

WORK = {ImportBatch.State.CHECKING: actions.check, ImportBatch.State.WRITING: actions.write}


@task()
def work_on(batch_pk, run):
    batch = ImportBatch.objects.select_related("region", "created_by", "confirmed_by").filter(pk=batch_pk).first()
    if batch is not None and batch.state in WORK and batch.run == UUID(run):
        WORK[batch.state](batch, batch.run)


def begin(batch, state, *, by):
    """Check or write: at once where it is quick, else by the worker."""
    run = batch.begin(state, by=by)
    hand_over(batch, run)


def retry(batch):
    """Go on with what a dead worker left."""
    hand_over(batch, batch.take_over())


def hand_over(batch, run):
    if batch.total <= actions.INLINE:
        WORK[batch.state](batch, run)
    else:
        work_on.enqueue(batch.pk, str(run))
