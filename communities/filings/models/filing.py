import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.documents.models import Document
from communities.filings.models.constraints import CONSTRAINTS, OPEN, SIGNED_ACTS
from communities.filings.models.eligibility import FilingCase
from communities.filings.models.number import FilingCounter, filing_number, highest_on_paper
from communities.filings.models.paper import SETTLED, FilingOnPaper
from communities.filings.models.reading import FilingReading
from communities.filings.models.report import YearlyReport, report_year
from communities.filings.models.staffing import FilingStaffing
from communities.organizations.models import Category, Organization
from communities.records.endings import Ending
from communities.records.moves import StateMachine, refuse_barred
from communities.records.placed import PlacePath
from communities.records.refusals import refuse, refuse_without
from communities.regions.models import Level, Region
from communities.scope import ScopedQuerySet
from communities.text.fields import DayField, FreeCharField, FreeTextField, OrganizationNameField, PersonNameField
from registry.accounts.roles import Permission
from registry.audit.log import differences, record, snapshot

LAST = _(
    "You are the only one left who may decide this filing. Let somebody else pre-check it, "
    "or name a deputy manager for a time first."
)
REVIEWER = _("Who pre-checked a filing does not decide it as well.")


def signature(label):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=label
    )


ACTS_SIGNED = [f"{act}_{end}" for act in ("drafted", *SIGNED_ACTS) for end in ("at", "by")]


class FilingQuerySet(ScopedQuerySet):
    def open(self):
        return self.filter(state__in=OPEN)

    def standing(self):
        return self.filter(is_standing=True)

    def in_force(self, on=None):
        """Decided, not ended, not past the last day."""
        return self.standing().filter(valid_until__gte=on or timezone.localdate())

    def pending(self):
        """Papers entered, waiting for somebody else."""
        return self.filter(state=Filing.State.ENTERED)

    def issued(self):
        """Those that got a number, on file still or ended."""
        return self.filter(state__in=[Filing.State.FILED, Filing.State.ENDED])

    def with_names(self):
        return self.select_related("organization")

    def with_people(self):
        return self.select_related(
            "submitted_by", "reviewed_by", "decided_by", "appointment__leader", "previous", "center"
        )  # fmt: skip

    def with_papers(self):
        """Each row with what its checks ask for: documents of its own, the report of last year."""
        papers = Document.objects.filter(owner_type="communities.filing", owner_id=OuterRef("pk"), removed_at=None)
        reports = YearlyReport.objects.handed_in().filter(organization=OuterRef("organization"), year=report_year())
        return self.annotate(
            has_charter=Exists(papers.filter(kind=Filing.Paper.CHARTER)),
            has_roster=Exists(papers.filter(kind=Filing.Paper.ROSTER)),
            has_choice=Exists(papers.filter(kind=Filing.Paper.CHOICE)),
            has_report=Exists(reports),
        )


class Filing(FilingReading, FilingStaffing, FilingOnPaper, StateMachine):
    """One filing of an organization with its street. Renewals name the one before; nothing of history is closed."""

    class Kind(models.TextChoices):
        FIRST = "first", _("First filing")
        RENEWAL = "renewal", _("Renewal")
        CHANGE = "change", _("Change of the person in charge")
        AMENDMENT = "amend", _("Change of what is on file")
        PAPER = "paper", _("Filing issued on paper")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft of a filing")
        SUBMITTED = "submitted", _("To be pre-checked")
        REVIEWED = "reviewed", _("To be decided")
        RETURNED = "returned", _("Returned for correction")
        ENTERED = "entered", _("Paper filing to be confirmed")
        FILED = "filed", _("On file")
        ENDED = "ended", _("Filing ended")
        DROPPED = "dropped", _("Filing given up")

    class Paper(models.TextChoices):
        CHARTER = "charter", _("Charter")
        ROSTER = "roster", _("Roster count sheet")
        CHOICE = "choice", _("Record of how the person was chosen")
        PHOTO = "photo", _("Photo of an activity")
        OTHER = "other", _("Other paper")

    MOVES = {
        State.DRAFT: {State.SUBMITTED, State.DROPPED},
        State.SUBMITTED: {State.DRAFT, State.REVIEWED, State.RETURNED},
        State.REVIEWED: {State.DRAFT, State.FILED, State.RETURNED},
        State.RETURNED: {State.SUBMITTED, State.ENTERED, State.DROPPED},
        State.ENTERED: {State.FILED, State.RETURNED, State.DROPPED},
        State.FILED: {State.ENDED},
        State.ENDED: set(),
        State.DROPPED: set(),
    }
    WAITING = {State.SUBMITTED, State.REVIEWED, State.ENTERED}
    noun = "filing"
    stale_message = _("This filing has already moved on; look at it again before deciding.")
    document_permission = Permission.FILING_EDIT
    document_kinds = Paper
    on_closing = Ending(
        _("Filings"), _("what is in hand is given up; the filing that counts ends, its certificate is void"),
        lambda: Q(state__in=OPEN) | Q(is_standing=True),
    )  # fmt: skip

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="filings", verbose_name=_("organization")
    )
    street = models.ForeignKey(Region, models.PROTECT, related_name="+", editable=False, verbose_name=_("street"))
    region_path = PlacePath("organization")
    kind = models.CharField(_("kind of filing"), max_length=7, choices=Kind, editable=False)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="later", editable=False, verbose_name=_("filing before it")
    )
    # The one relation that points to the floor above, by name: the person stays one record, no copy of a name.
    appointment = models.ForeignKey(
        "leaders.Appointment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="filings",
        verbose_name=_("person in charge"),
    )
    person_name = PersonNameField(_("name of a person in charge not in the register"), max_length=30, blank=True)
    new_name = OrganizationNameField(_("new name"), max_length=60, blank=True)
    new_region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("new place")
    )
    new_category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("new category")
    )
    charter_changes = FreeTextField(_("what changes in the charter"), max_length=300, blank=True)
    # The one it is prepared through, as it was when it was handed in; by name, since centres lie on the floor above.
    center = models.ForeignKey(
        "communities.ServiceCenter", models.PROTECT, null=True, related_name="filings", editable=False,
        verbose_name=_("service centre"),
    )  # fmt: skip
    members = models.PositiveIntegerField(_("members"), null=True, editable=False)
    purpose = FreeTextField(_("purpose and summary of the charter"), max_length=500, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    serial = models.PositiveIntegerField(_("serial number"), null=True, editable=False)
    number = models.CharField(_("filing number"), max_length=60, blank=True, editable=False)
    amended = models.JSONField(default=list, editable=False)  # [[field, what it was, what it is]], in words
    filed_name = models.CharField(_("name as filed"), max_length=60, blank=True, editable=False)
    issued_by = FreeCharField(pgettext_lazy("filing", "issued by"), max_length=60, blank=True, editable=False)
    token = models.CharField(max_length=43, null=True, unique=True, editable=False)
    valid_from = DayField(_("valid from"), null=True, editable=False)
    valid_until = DayField(_("valid until"), null=True, editable=False)
    renew_from = DayField(_("renewal from"), null=True, editable=False)
    is_standing = models.BooleanField(_("the one that counts"), default=False, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT, editable=False)
    return_reason = FreeCharField(_("reason for returning"), max_length=200, blank=True, editable=False)
    end_reason = FreeCharField(pgettext_lazy("filing", "reason for ending"), max_length=200, blank=True, editable=False)
    drafted_at = models.DateTimeField(_("drafted at"), auto_now_add=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("drafted by")
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    submitted_by = signature(_("submitted by"))
    reviewed_at = models.DateTimeField(_("pre-checked at"), null=True, editable=False)
    reviewed_by = signature(_("pre-checked by"))
    returned_at = models.DateTimeField(_("returned at"), null=True, editable=False)
    returned_by = signature(_("returned by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = signature(_("decided by"))
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)
    ended_by = signature(_("ended by"))

    objects = FilingQuerySet.as_manager()
    # Who did what and when is the log entry itself.
    unlogged_fields = ("token", "amended", *ACTS_SIGNED)

    class Meta:
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        ordering = ["-id"]
        constraints = CONSTRAINTS
        indexes = [
            models.Index(name="filings_by_place", fields=["region_path", "id"]),
            models.Index(name="filings_by_number", fields=["number"]),
            models.Index(name="filings_by_serial", fields=["serial", "year"]),
            models.Index(name="filings_by_state", fields=["region_path", "state", "id"]),
            models.Index(
                name="filings_by_end", fields=["region_path", "valid_until", "id"], condition=Q(is_standing=True)
            ),
        ]

    def __str__(self):
        return self.number or f"{self.organization} {self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("communities:filing-detail", args=[self.pk])

    @classmethod
    @transaction.atomic
    def begin(cls, organization, *, kind, by, **values):
        """Open a draft; raises ValidationError "open", "bar", "kind", "ended" or "restrained"."""
        organization.refuse_while_restrained()
        Organization.objects.select_for_update().get(pk=organization.pk)
        case = FilingCase(organization)
        case.refuse_start(kind)
        filing = cls(organization=organization, kind=kind, drafted_by=by, year=timezone.localdate().year, **values)
        filing.previous = None if kind == cls.Kind.FIRST else case.standing
        filing._settle_street()
        filing._settle_center()
        filing.save(force_insert=True)
        record("filing.draft", filing, by=by, changes=differences({}, filing))
        return filing

    @transaction.atomic
    def revise(self, *, by, **values):
        """Change what a draft or a returned filing says."""
        locked = self._lock()
        if not locked.may_be_edited:
            raise self._stale()
        before = snapshot(locked)
        for name, value in (values | {"version": locked.version + 1}).items():
            setattr(locked, name, value)
            setattr(self, name, value)
        if locked.kind == self.Kind.PAPER:
            locked.settle_paper()
            values |= {name: getattr(locked, name) for name in SETTLED}
        locked.save(update_fields=[*values, "version"])
        record("filing.revise", locked, by=by, changes=differences(before, locked))

    @transaction.atomic
    def submit(self, *, by):
        """Hand it in; raises ValidationError "missing" naming everything it lacks, "bar" or "base"."""
        if self.kind == self.Kind.PAPER:
            self._enter_again(by=by)
            return
        self.organization.refuse_while_restrained()
        locked = self._lock_for(self.State.SUBMITTED)
        case = FilingCase(locked.organization)
        case.refuse_barred()
        case.refuse_incomplete(case.open)
        locked.refuse_without_base()
        locked.refuse_wrong_amendment()
        locked._settle_street()
        locked._settle_center()
        self._move(
            self.State.SUBMITTED, by=by, verb="submit", locked=locked, submitted_at=timezone.now(), submitted_by=by,
            reviewed_at=None, reviewed_by=None, returned_at=None, returned_by=None, return_reason="",
            members=case.count.members, street=locked.street, center_id=locked.center_id,
        )  # fmt: skip

    @transaction.atomic
    def withdraw(self, *, by, note=""):
        """Take it back to a draft before the decision."""
        locked = self._lock_for(self.State.DRAFT)
        self._move(
            self.State.DRAFT, by=by, locked=locked, verb="withdraw", note=note, submitted_at=None, submitted_by=None,
            reviewed_at=None, reviewed_by=None,
        )  # fmt: skip

    @transaction.atomic
    def drop(self, *, by, reason=""):
        """Give up a draft or a returned filing; it stays in the history."""
        self._move(self.State.DROPPED, by=by, verb="drop", locked=self._lock_for(self.State.DROPPED), note=reason)

    @transaction.atomic
    def review(self, *, by):
        """Pre-check passed: on to the decision. Refused ("last") to the only one who could decide it afterwards."""
        locked = self._lock_for(self.State.REVIEWED, by=by)
        if locked.would_be_left_with_nobody(by):
            refuse("last", LAST)
        locked.refuse_undecidable()
        signed = {"reviewed_at": timezone.now(), "reviewed_by": by}
        self._move(self.State.REVIEWED, by=by, verb="review", locked=locked, **signed)

    @transaction.atomic
    def send_back(self, *, by, reason):
        """Send it back with what is to be changed, at the pre-check or at the decision."""
        refuse_without(reason)
        locked = self._lock_for(self.State.RETURNED, by=by)
        self._move(
            self.State.RETURNED, by=by, verb="return", locked=locked, note=reason,
            returned_at=timezone.now(), returned_by=by, return_reason=reason[:200],
        )  # fmt: skip

    @transaction.atomic
    def decide(self, *, by, on=None):
        """Put it on file: issue the number and make it the filing that counts.

        Raises ValidationError "own" or "reviewer" for whoever submitted or pre-checked it, "bar" when the
        organization may not be filed any more. `on` is the day of a decision taken on paper before it is entered.
        """
        self.organization.refuse_while_restrained()
        # Before the filings, as every verb does that writes more than one of them.
        Organization.objects.select_for_update().get(pk=self.organization_id)
        locked = self._lock_for(self.State.FILED, by=by)
        if locked.kind == self.Kind.PAPER:
            locked.refuse_second()
            self._confirm_paper(locked, by=by)
            return
        if locked.reviewed_by_id == by.pk:
            refuse("reviewer", REVIEWER)
        refuse_barred(locked.reviewed_by, by)
        locked.refuse_undecidable()
        locked._settle_street()
        facts = locked.amendments()
        day = on or timezone.localdate()
        papers = highest_on_paper(Filing.objects.all(), locked.street, day.year)
        serial = FilingCounter.issue(locked.street, day.year, above=papers)
        number = filing_number(locked.street, day.year, serial)
        Filing.objects.standing().filter(organization=locked.organization_id).update(is_standing=False)
        self._move(
            self.State.FILED, by=by, verb="decide", locked=locked, decided_at=timezone.now(), decided_by=by,
            street=locked.street, year=day.year, serial=serial, number=number, token=secrets.token_urlsafe(24),
            filed_name=locked.name_on_file, is_standing=True, amended=locked.told_amendments(),
            **locked.validity(day),
        )  # fmt: skip
        locked.organization.follow_filing(by=by, note=number)
        if facts:
            locked.organization.amend(by=by, note=number, **facts)

    @transaction.atomic
    def end(self, *, by, reason):
        """End the filing that counts and give up what is in hand to follow it; the organization is guided again."""
        refuse_without(reason, _("Say why the filing ends."))
        Organization.objects.select_for_update().get(pk=self.organization_id)
        for row in self.following():
            row.let_go(by=by, note=reason)
        self._end_alone(by=by, reason=reason)

    def following(self):
        """The renewal or the change in hand that builds on this filing."""
        return self.later.open().with_names()

    def _end_alone(self, *, by, reason):
        locked = self._lock_for(self.State.ENDED)
        if not locked.is_standing:
            raise ValidationError(_("A later filing has taken its place."), code="stale")
        self._move(
            self.State.ENDED, by=by, verb="end", locked=locked, note=reason, ended_at=timezone.now(), ended_by=by,
            end_reason=reason[:200], is_standing=False,
        )  # fmt: skip
        locked.organization.follow_filing(by=by, note=reason)

    def _settle_street(self):
        """The street whose number it will bear: where the organization lies by then."""
        street = Region.objects.above(self.organization.region_path, Level.STREET)
        self.street = street or self.organization.region

    def _settle_center(self):
        self.center_id = self.organization.hostings.filter(ended_on=None).values_list("center", flat=True).first()

    def let_go(self, *, by, note):
        """What it hangs on is no more: the one that counts ends (what follows goes by itself), one in hand drops."""
        if self.is_standing:
            self._end_alone(by=by, reason=note)
            return
        if self.state in (self.State.SUBMITTED, self.State.REVIEWED):
            self.withdraw(by=by, note=note)
        self.drop(by=by, reason=note)

    def _to_lock(self):
        return Filing.objects.select_for_update(of=("self",)).select_related(
            "organization__region",
            "organization__category__parent",
            "street",
            "previous",
            "appointment",
            "new_region",
            "new_category__parent",
        )
