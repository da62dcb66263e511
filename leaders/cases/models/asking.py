from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.records.moves import StateMachine
from communities.records.placed import PlacePath
from communities.records.refusals import refuse_second
from communities.scope import ScopedQuerySet
from communities.text.digits import refuse_text
from communities.text.fields import FreeCharField, FreeTextField
from leaders.cases.models.case import Case
from registry.audit.log import differences, record
from registry.upkeep.constraints import Check


class CaseRequestQuerySet(ScopedQuerySet):
    def waiting(self):
        return self.filter(state=CaseRequest.State.WAITING)

    def public(self):
        """What residents may read: agreed by two, and still with the consent of whoever raised it."""
        return self.filter(
            kind=CaseRequest.Kind.PUBLICATION, state=CaseRequest.State.AGREED, case__may_publish=True,
            case__state__in=[Case.State.ANSWERED, Case.State.CLOSED],
        )  # fmt: skip


class CaseRequest(StateMachine):
    """What a second person decides about a matter: more time, or showing question and answer in public."""

    class Kind(models.TextChoices):
        EXTENSION = "extension", _("More time for a matter")
        PUBLICATION = "publication", _("Publication of a matter")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("request", "Awaiting decision")
        AGREED = "agreed", pgettext_lazy("request", "Agreed")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    MOVES = {
        State.WAITING: {State.AGREED, State.REFUSED},
        State.AGREED: {State.WITHDRAWN},
        State.REFUSED: set(),
        State.WITHDRAWN: set(),
    }
    noun = "case_request"
    stale_message = _("This request was decided already; reload the page.")

    case = models.ForeignKey(Case, models.CASCADE, related_name="requests", verbose_name=_("matter"))
    region_path = PlacePath("case", noun="case_request")
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    days = models.PositiveSmallIntegerField(_("working days longer"), null=True, blank=True)
    title = FreeCharField(_("public title"), max_length=60, blank=True)
    question = FreeTextField(_("what was asked, without names"), max_length=500, blank=True)
    text = FreeTextField(_("reason, or what was answered"), max_length=1000)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), auto_now_add=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("submitted by")
    )
    reason = FreeCharField(_("reason"), max_length=200, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name=_("decided by"),
    )  # fmt: skip

    objects = CaseRequestQuerySet.as_manager()
    unlogged_fields = ("region_path", "submitted_at", "title", "question", "text")

    class Meta:
        verbose_name = _("request about a matter")
        verbose_name_plural = _("requests about matters")
        ordering = ["-id"]
        constraints = [
            Check(
                name="case_request_has_what_its_kind_needs",
                condition=Q(kind="extension", days__isnull=False, title="", question="")
                | (Q(kind="publication", days=None) & ~Q(title="") & ~Q(question="")),
            ),
            Check(
                name="case_request_decided_iff_signed",
                condition=Q(state="waiting", decided_at=None, decided_by=None)
                | Q(state__in=["agreed", "refused", "withdrawn"], decided_at__isnull=False, decided_by__isnull=False),
            ),
            Check(
                name="case_request_decided_by_another",
                condition=Q(decided_by=None) | Q(state="withdrawn") | ~Q(decided_by=models.F("submitted_by")),
            ),
            models.UniqueConstraint(
                name="case_request_waits_once",
                fields=["case", "kind"],
                condition=Q(state="waiting"),
                violation_error_message=_("Such a request waits for its decision already."),
            ),
        ]
        indexes = [
            models.Index(name="case_request_by_place", fields=["region_path", "id"]),
            models.Index(name="case_requests_waiting", fields=["submitted_at", "id"], condition=Q(state="waiting")),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.case.number}"

    def get_absolute_url(self):
        return self.case.get_absolute_url()

    @transaction.atomic
    def submit(self, *, by):
        """Ask for it; somebody else decides."""
        locked = self.case._lock()
        self._refuse_unless_possible(locked)
        first = locked.requests.waiting().select_related("submitted_by").filter(kind=self.kind).first()
        if first:
            said = _("Such a request waits for its decision already.")
            refuse_second(said, at=first.submitted_at, by=first.submitted_by)
        for text in (self.title, self.question, self.text):
            refuse_text(text)
        self.submitted_by = by
        self.save(force_insert=True)
        record("case_request.submit", self, by=by, changes=differences({}, self))

    @transaction.atomic
    def agree(self, *, by):
        """More time is given, or the question with its answer shows in public from now on."""
        locked = self._lock_for(self.State.AGREED, by=by)
        case = locked.case._lock()
        self._refuse_unless_possible(case)
        if locked.kind == self.Kind.EXTENSION:
            case.extend(by=by, days=locked.days, reason=locked.text)
        self._move(self.State.AGREED, by=by, locked=locked, decided_at=timezone.now(), decided_by=by)

    @transaction.atomic
    def refuse(self, *, by, reason):
        locked = self._lock_for(self.State.REFUSED, by=by)
        if not reason.strip():
            raise ValidationError({"reason": _("Say why not.")}, code="reason")
        self._move(
            self.State.REFUSED, by=by, locked=locked, reason=reason.strip()[:200], decided_at=timezone.now(),
            decided_by=by,
        )  # fmt: skip

    @transaction.atomic
    def withdraw(self, *, by):
        """Take a publication down."""
        locked = self._lock_for(self.State.WITHDRAWN)
        if locked.kind != self.Kind.PUBLICATION:
            raise self._stale()
        self._move(self.State.WITHDRAWN, by=by, locked=locked, decided_at=timezone.now(), decided_by=by)

    def _refuse_unless_possible(self, case):
        if self.kind == self.Kind.EXTENSION and (not case.is_open or case.extended_days):
            raise ValidationError(_("Only an open matter can be given more time, and only once."), code="stale")
        if self.kind == self.Kind.PUBLICATION and (
            not case.may_publish or case.state not in (Case.State.ANSWERED, Case.State.CLOSED)
        ):
            raise ValidationError(
                _("Only what was answered, and what may be shown, goes public."), code="stale"
            )  # fmt: skip
