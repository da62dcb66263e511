from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError

from registry.accounts.models import User
from registry.sign_in.factor import turn_off


class Command(BaseCommand):
    """For the administrator who lost phone and printed codes and has no other administrator to ask."""

    help = "Take the second factor of an account away; written into the log, every session of the account ends."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"No account is called {username}.")
        try:
            turn_off(user, by=None, verb="account.factor_reset")
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        self.stdout.write(f"The second factor of {username} is off.")
