from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError

from registry.accounts.models import User
from registry.sign_in.sso import tie, untie


class Command(BaseCommand):
    """For an office that knows its people's names at the provider: nobody has to tie the own account by hand."""

    help = "Tie an account to its stable name (sub) at the provider of the single sign-on, or untie it."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("subject", nargs="?", help="without it the account is untied")

    def handle(self, *, username, subject, **options):
        user = User.objects.filter(username=username).first()
        if user is None or not settings.SSO_ISSUER:
            raise CommandError(f"No account is called {username}." if user is None else "SSO_ISSUER is not set.")
        try:
            tie(user, subject, by=None) if subject else untie(user, by=None)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        self.stdout.write(f"{username} is {'tied' if subject else 'untied'}.")
