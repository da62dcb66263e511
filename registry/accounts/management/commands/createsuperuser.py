from django.contrib.auth.management.commands import createsuperuser
from django.core.management.base import no_translations


class Command(createsuperuser.Command):
    """The console speaks English throughout, whatever the pages speak."""

    handle = no_translations(createsuperuser.Command.handle)
