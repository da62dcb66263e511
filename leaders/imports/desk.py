"""What the desk shows of imports: posts to confirm together, how the acts read, where it stands in the menu."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.pages.menu import item
from communities.records.lines import DueEntry, Rows, Source, WaitingEntry, queue
from leaders.imports.deciding import DECISIONS
from leaders.imports.models import ImportBatch
from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.upkeep.daily import Job


def _to_decide(subject: ImportBatch.Subject) -> Rows:
    """Imports of one subject whose rows wait for somebody who may decide them."""
    return lambda _user: ImportBatch.objects.awaiting_decision().filter(subject=subject)


def describe_import(name: str, posts: str) -> WaitingEntry:
    return f"{name}（{posts}）", ""


def imports_to_confirm(user: User) -> QuerySet[Any]:
    """One's own tables that were checked and not imported."""
    rows = ImportBatch.objects.filter(created_by=user, state="checked")
    return rows.annotate(uploaded_day=TruncDate("created_at"))


def describe_to_confirm(name: str) -> DueEntry:
    return "import", name, _("Table, checked and not imported yet"), _("Continue with it")


DUE = [
    Source(
        "import_checked", "", Permission.IMPORT_RUN, imports_to_confirm, "uploaded_day", ("file_name",),
        describe_to_confirm, "leaders:import-detail",
    ),
]  # fmt: skip

LABELS = {
    ImportBatch.Subject.PEOPLE: ("import", gettext_lazy("Imported posts")),
    ImportBatch.Subject.ORGANIZATIONS: ("import_filings", gettext_lazy("Imported paper filings")),
    ImportBatch.Subject.HOURS: ("import_hours", gettext_lazy("Imported hours")),
    ImportBatch.Subject.HONOURS: ("import_honours", gettext_lazy("Imported honours")),
}

WAITING = [
    queue(
        key,
        label,
        DECISIONS[subject].permission,
        _to_decide(subject),
        describe_import,
        ("file_name", "posts_pending"),
        "leaders:import-detail",
        submitter="created_by",
        at="done_at",
    )
    for subject, (key, label) in LABELS.items()
]

SENTENCES = {
    "import.upload": gettext_lazy("%(who)s uploaded the table %(what)s"),
    "import.columns": gettext_lazy("%(who)s put the columns of the table %(what)s right"),
    "import.checking": gettext_lazy("%(who)s had the table %(what)s checked"),
    "import.checked": gettext_lazy("The table %(what)s was checked for %(who)s"),
    "import.writing": gettext_lazy("%(who)s confirmed the import of %(what)s"),
    "import.done": gettext_lazy("%(who)s imported %(what)s"),
    "import.undone": gettext_lazy("%(who)s took the import of %(what)s back"),
    "import.dropped": gettext_lazy("%(who)s gave the import of %(what)s up"),
    "import.take_back": gettext_lazy("%(who)s took %(what)s back with its import"),
    "import.put_back": gettext_lazy("%(who)s put %(what)s back as it was before an import"),
    "blank.add": gettext_lazy("%(who)s added the form %(what)s"),
    "blank.drop": gettext_lazy("%(who)s took the form %(what)s away"),
    "import.rejected": gettext_lazy("%(who)s downloaded the rows of %(what)s to be corrected"),
}


def forget_tables(*, dry_run: bool) -> str:
    """Rows and uploaded tables of imports long finished or left lying: names and numbers nobody needs any more."""
    batches = list(ImportBatch.objects.forgettable())
    if not dry_run:
        for batch in batches:
            batch.forget()
    return f"{len(batches)} imports"


DAILY = [Job("forget_tables", forget_tables)]

MENU = [
    item(
        "manage",
        "import",
        Permission.IMPORT_RUN,
        "leaders:import-list",
        "import",
        gettext_lazy("Bulk import"),
    ),
]
