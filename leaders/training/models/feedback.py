"""What people say after a session: anonymous, about the session, shown only when enough have answered."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Avg, Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.text.digits import refuse_text
from communities.text.fields import DayField, FreeCharField
from leaders.training.models.session import TrainingSession
from registry.upkeep.constraints import Check

FEWEST_SHOWN = 5
OPEN_DAYS = 30


class TrainingFeedback(models.Model):
    """One answer. Nothing in it says who gave it, and nothing in it is about a person."""

    session = models.ForeignKey(
        TrainingSession, models.CASCADE, related_name="feedback", verbose_name=_("training session")
    )
    usefulness = models.PositiveSmallIntegerField(
        _("usefulness"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    words = FreeCharField(_("suggestion"), max_length=200, blank=True, validators=[refuse_text])
    sheet = models.CharField(max_length=32, editable=False)
    given_on = DayField(default=timezone.localdate, editable=False)

    class Meta:
        verbose_name = _("training feedback")
        verbose_name_plural = _("training feedback")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="one_answer_a_sheet", fields=["session", "sheet"]),
            Check(name="usefulness_from_one_to_five", condition=Q(usefulness__gte=1, usefulness__lte=5)),
        ]

    def __str__(self):
        return f"{self.session} {self.usefulness}"

    @classmethod
    def is_open(cls, session):
        """From the beginning of the session until OPEN_DAYS later, unless it was cancelled."""
        begun = session.starts_at <= timezone.now()
        late = timezone.localdate() > session.day + timedelta(days=OPEN_DAYS)
        return begun and not late and session.state != TrainingSession.State.CANCELLED

    @classmethod
    @transaction.atomic
    def give(cls, session, *, sheet, usefulness, words):
        """Keep one answer; the same sheet sent again replaces its answer. No more answers than people enrolled."""
        locked = session._lock()
        if not cls.is_open(locked):
            raise ValidationError(_("This session takes no feedback now."), code="shut")
        others = cls.objects.filter(session=locked).exclude(sheet=sheet).count()
        if others >= locked.enrolled:
            raise ValidationError(_("Everybody who was enrolled has answered already."), code="full")
        answer = {"usefulness": usefulness, "words": words}
        cls.objects.update_or_create(session=locked, sheet=sheet, defaults=answer)

    @classmethod
    def summary(cls, session):
        """{"count", "average", "shares", "words"}; the last three are empty below FEWEST_SHOWN answers."""
        marks = {f"of_{mark}": Count("pk", filter=Q(usefulness=mark)) for mark in range(1, 6)}
        row = cls.objects.filter(session=session).aggregate(count=Count("pk"), average=Avg("usefulness"), **marks)
        if row["count"] < FEWEST_SHOWN:
            return {"count": row["count"], "average": None, "shares": [], "words": []}
        said = cls.objects.filter(session=session).exclude(words="").order_by("words").values_list("words", flat=True)
        shares = [(mark, row[f"of_{mark}"], round(100 * row[f"of_{mark}"] / row["count"])) for mark in range(5, 0, -1)]
        return {"count": row["count"], "average": round(row["average"], 1), "shares": shares, "words": list(said[:50])}
