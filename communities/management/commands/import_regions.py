from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import timezone

from communities.regions import edition_acts
from communities.regions.edition import KINDS, compare
from communities.regions.region_import import BadFile, import_file, import_shipped

SHOWN = 50  # of one kind


class Command(BaseCommand):
    help = (
        "Load regions from FILE (csv or csv.gz), or what ships with the registry when no FILE is given. "
        "A newer edition is compared first (--compare) and carried out as dated acts (--apply)."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="header: code,name,level,parent_code,parent_name")
        parser.add_argument("--dry-run", action="store_true", help="check and count, change nothing")
        parser.add_argument("--compare", action="store_true", help="tell what differs from the tree, change nothing")
        parser.add_argument("--apply", action="store_true", help="carry out what differs, each as a dated act")
        parser.add_argument(
            "--only", nargs="+", choices=KINDS, default=list(KINDS), help="these kinds of changes alone"
        )
        parser.add_argument("--doubtful", action="store_true", help="also names that share no letter with the old one")
        parser.add_argument("--reason", default="", help="the reason of the acts (with --apply)")
        parser.add_argument("--document", default="", help="their document number")

    @no_translations
    def handle(self, *, file, dry_run, **options):
        try:
            if options["compare"] or options["apply"]:
                if not file:
                    raise CommandError("name the file to compare")
                return self._edition(file, **options)
            if file:
                counts = import_file(file, dry_run=dry_run, progress=self.stdout.write)
            else:
                counts = import_shipped(dry_run=dry_run, progress=self.stdout.write)
        except BadFile as bad:
            raise CommandError(f"{bad}") from None
        except OSError as missing:
            raise CommandError(str(missing)) from None
        said = ", ".join(f"{number} {name}" for name, number in counts.items())
        self.stdout.write(f"{said}{' (dry run: nothing was changed)' if dry_run else ''}")

    def _edition(self, file, *, apply, only, doubtful, reason, document, **options):
        if apply and not reason:
            raise CommandError("--apply needs --reason")
        found = compare(file, progress=self.stdout.write)
        self.stdout.write(", ".join(f"{number} {kind}" for kind, number in found.counts.items()))
        self.stdout.write(f"{found.unchanged} unchanged, {found.left_out} lines of places that are not served")
        offered = [one for one in found.changes if not one["is_left_out"]]
        chosen = [one for one in offered if one["kind"] in only and (doubtful or not one["is_doubtful"])]
        if apply:
            about = {"by": None, "reason": reason, "document_number": document, "effective_on": timezone.localdate()}
            told = edition_acts.apply(chosen, **about)
            for change, said in told:
                if said:
                    self.stdout.write(f"not done: {_line(change)}: {said}")
            self.stdout.write(f"{sum(1 for _change, said in told if not said)} carried out")
            return
        for kind in only:
            rows = [one for one in offered if one["kind"] == kind]
            for change in rows[:SHOWN]:
                self.stdout.write(f"{_line(change)}{' (perhaps another place)' if change['is_doubtful'] else ''}")
            if len(rows) > SHOWN:
                self.stdout.write(f"{kind}: and {len(rows) - SHOWN} more")


def _line(change):
    into = f" in {change['parent_name']}" if change["kind"] in ("new", "move") and change["parent_name"] else ""
    if change["kind"] == "new":
        return f"new: {change['code']} {change['name']}{into}"
    if change["kind"] == "retire":
        return f"retire: {change['code']} {change['was']}"
    return f"{change['kind']}: {change['was']} -> {change['code']} {change['name']}{into}"
