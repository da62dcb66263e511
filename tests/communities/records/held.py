"""What the walk of all verbs looks at beside their states: how they hold and write, and what the log says of it."""

from django.apps import apps
from django.db import connection
from django.db.models import QuerySet
from django.db.models.signals import post_save


class Held:
    """Whether a verb holds its row while it writes, and leaves nothing behind where it breaks off.

    Neither shows by itself in a test that runs alone: the one needs two at once, the other a fault in the middle.
    """

    def __enter__(self):
        self.outside = len(connection.savepoint_ids)
        self.loose, self.locks = set(), 0
        self.lock = QuerySet.select_for_update
        QuerySet.select_for_update = self.counted
        post_save.connect(self.saved)
        return self

    def __exit__(self, *_error):
        QuerySet.select_for_update = self.lock
        post_save.disconnect(self.saved)

    @property
    def counted(self):
        def select_for_update(rows, *args, **kwargs):
            self.locks += 1
            return self.lock(rows, *args, **kwargs)

        return select_for_update

    def saved(self, sender, **_kwargs):
        if len(connection.savepoint_ids) == self.outside:
            self.loose.add(sender.__name__)

    def faults(self, has_changed):
        yield from (f"writes {name} outside of a transaction" for name in sorted(self.loose))
        if has_changed and not self.locks:
            yield "changes the row without holding it"


def words_of_no_field(lines):
    """What the log would show under the name it has in the program: a change of no field of the row's model."""
    for line in lines:
        model = apps.get_model(line.object_type)
        known = {field.name for field in model._meta.get_fields()} | set(getattr(model, "sealed_fields", ()))
        # A year or the street's own word for an indicator is shown as it is.
        yield from (
            f"{line.verb} {name}"
            for name in line.changes
            if name not in known and name.isascii() and not name.isdecimal()
        )
