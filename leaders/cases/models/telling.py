"""What whoever raised a matter may do with its key: answer back, close, open again, rate. No account, no name."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leaders.cases.models.handling import said
from registry.audit.log import record

ASK_AGAIN_DAYS = 28


class Told(models.Model):
    class Meta:
        abstract = True

    @property
    def main(self):
        """The matter that is handled: itself, or the one it was joined with. Needs `merged_into` selected."""
        return self.merged_into if self.merged_into_id else self

    @property
    def is_asked_again(self):
        """Whether it is time to ask if it is still solved."""
        days = (timezone.now() - self.settled_at).days if self.state == "closed" else 0
        return days >= ASK_AGAIN_DAYS and self.still_solved is None

    @transaction.atomic
    def answer_back(self, *, text):
        """A message to the staff. After an answer the matter is in hand again, with a new day for the next one."""
        text = said(text, _("Please write what you would like to tell."))
        locked = self.main._lock()
        if locked.state not in locked.OPEN:
            raise ValidationError(
                _("This matter is closed. If it is not solved, please open it again below."), code="closed"
            )
        self.entries.create(kind="message", text=text)
        if locked.state == "answered":
            self.main._handle_again(locked, by=None, verb="answer_back")
        else:
            record("case.answer_back", locked, by=None)

    @transaction.atomic
    def rate(self, *, score):
        """Satisfaction from 1 to 5, once, after closing."""
        if score not in range(1, 6):
            raise ValidationError({"score": _("Choose one of the answers.")}, code="score")
        rows = type(self).objects.filter(pk=self.pk, satisfaction=None)
        rows = rows.filter(Q(state="closed") | Q(merged_into__state="closed"))
        if not rows.update(satisfaction=score):
            if type(self).objects.filter(pk=self.pk, satisfaction=None).exists():
                raise ValidationError(_("It is in hand again; it can be rated once it is closed."), code="stale")
            raise ValidationError(_("You have answered this already."), code="stale")
        self.satisfaction = score

    @transaction.atomic
    def say_whether_solved(self, *, is_solved):
        """Four weeks after closing, once."""
        if not self.is_asked_again:
            raise ValidationError(_("You have answered this already."), code="stale")
        self.still_solved = is_solved
        self.save(update_fields=["still_solved"])
        record("case.asked_again", self, by=None)

    @transaction.atomic
    def withhold(self):
        """Take back that the outcome may be shown; it is gone with the next request."""
        type(self).objects.filter(pk=self.pk).update(may_publish=False)
        self.may_publish = False
        record("case.withhold", self, by=None)

    def forget_reporter(self):
        """Name and contact for good; the matter and its answers stay."""
        type(self).objects.filter(pk=self.pk).update(name_sealed="", contact_sealed="")
        self.name_sealed = self.contact_sealed = ""
