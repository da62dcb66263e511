"""Incentives 激励: thanks and support for a leader or an organization, decided by two and told to residents first."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.notices.models import Notice, OnNotice
from communities.organizations.models import Organization
from communities.records.endings import Ending
from communities.records.money import YuanField
from communities.records.moves import StateMachine
from communities.records.placed import PlacePath
from communities.records.refusals import refuse_without
from communities.records.signed import Signed
from communities.regions.models import Level, Region
from communities.scope import ScopedQuerySet
from communities.text.fields import DayField, FreeCharField, FreeTextField
from leaders.appointments.models import Appointment
from leaders.consents.models import Consent
from leaders.incentives.models.certificate import CertificateCounter
from leaders.incentives.models.constraints import CONSTRAINTS, INDEXES
from leaders.incentives.models.eligibility import refuse_unless_eligible
from leaders.incentives.models.honour import refuse_reserved, refuse_twice
from leaders.people.models import Leader
from registry.audit.log import differences, record, snapshot


class IncentiveQuerySet(ScopedQuerySet):
    def with_names(self):
        return self.select_related("leader__region__parent", "organization__region", "notice")

    def for_residents(self):
        """What is still meant to be given, with what `public_line` reads: consents and posts in office."""
        posts = Appointment.objects.current().select_related("leader", "organization", "region__parent")
        consents = Prefetch("leader__consents", queryset=Consent.objects.given(), to_attr="standing_consents")
        posts = Prefetch("leader__appointments", queryset=posts.order_by("started_on"), to_attr="current_posts")
        return self.with_names().exclude(state=Incentive.State.WITHDRAWN).prefetch_related(consents, posts)

    def proposed(self):
        return self.filter(state=Incentive.State.PROPOSED)

    def awarded(self):
        return self.filter(state=Incentive.State.AWARDED)


class Incentive(OnNotice, StateMachine):
    """One thing given to one leader or one organization. Those of one list carry the list's name in `batch`."""

    class Kind(models.TextChoices):
        SPIRITUAL = "spiritual", _("Thanks and honours")
        MATERIAL = "material", _("Material support")

    class Form(models.TextChoices):
        LETTER = "letter", _("Letter of thanks")
        CERTIFICATE = "certificate", _("Certificate of honour")
        PRAISE = "praise", _("Praise")
        RECOMMENDATION = "recommend", _("Recommendation")
        FUNDS = "funds", _("Funds for activities")
        GOODS = "goods", _("Small goods")
        ALLOWANCE = "allowance", _("Allowance")

    MATERIAL_FORMS = (Form.FUNDS, Form.GOODS, Form.ALLOWANCE)

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Awaiting review")
        RETURNED = "returned", _("Returned")
        APPROVED = "approved", _("Agreed, not on notice yet")
        ON_NOTICE = "on_notice", _("On public notice")
        OBJECTED = "objected", _("Objection raised")
        AWARDED = "awarded", _("Awarded")
        WITHDRAWN = "withdrawn", _("Revoked")
        RECALLED = "recalled", _("Award revoked")

    MOVES = {
        State.PROPOSED: {State.APPROVED, State.RETURNED, State.WITHDRAWN},
        State.RETURNED: {State.PROPOSED, State.WITHDRAWN},
        State.APPROVED: {State.ON_NOTICE, State.WITHDRAWN},
        State.ON_NOTICE: {State.AWARDED, State.OBJECTED, State.APPROVED, State.WITHDRAWN},
        State.OBJECTED: {State.ON_NOTICE, State.APPROVED, State.WITHDRAWN},
        State.AWARDED: {State.RECALLED},
        State.WITHDRAWN: set(),
        State.RECALLED: set(),
    }
    WAITING = (State.PROPOSED,)
    ENDED = (State.AWARDED, State.WITHDRAWN, State.RECALLED)
    on_closing = Ending(_("Incentives"), _("what is not awarded yet is revoked"), lambda: ~Q(state__in=Incentive.ENDED))
    on_leaving = Ending(
        _("Incentives"), _("go on: the thanks are handed to the person or the family"),
        lambda: ~Q(state__in=Incentive.ENDED), stays=True,
    )  # fmt: skip
    noun = "incentive"
    kept_on_erasing = ("batch", "budget_source")
    stale_message = _("This incentive has already moved on; reload the page.")

    kind = models.CharField(_("kind"), max_length=9, choices=Kind, editable=False)
    form = models.CharField(_("form"), max_length=11, choices=Form)
    leader = models.ForeignKey(
        Leader, models.PROTECT, null=True, editable=False, related_name="incentives", verbose_name=_("leader")
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="incentives",
        verbose_name=_("organization"),
    )
    region_path = PlacePath("leader", "organization")
    title = FreeCharField(_("name of the incentive"), max_length=40)
    achievements = FreeTextField(pgettext_lazy("incentive", "what was done"), max_length=300)
    amount = YuanField(
        _("amount in yuan"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1, _("The amount should be at least 1 yuan."))],
    )
    budget_source = FreeCharField(_("budget source"), max_length=60, blank=True)
    batch = FreeCharField(_("list"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PROPOSED, editable=False)
    reason = FreeCharField(_("reason"), max_length=200, blank=True, editable=False)
    proposed_at = models.DateTimeField(_("proposed at"), editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("proposed by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("decided by"),
    )
    awarded_on = DayField(_("awarded on"), null=True, editable=False)
    awarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("awarded by"),
    )
    certificate_street = models.ForeignKey(
        Region, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("certificate of")
    )
    certificate_year = models.PositiveSmallIntegerField(_("year of the certificate"), null=True, editable=False)
    certificate_serial = models.PositiveIntegerField(_("serial of the certificate"), null=True, editable=False)
    certificate_number = models.CharField(_("certificate number"), max_length=30, blank=True, editable=False)

    check_token = models.CharField(max_length=32, null=True, unique=True, editable=False)  # of the paper's QR code
    recall = Signed("recalled", at=_("award revoked at"), by=_("award revoked by"))
    recall_notice = models.ForeignKey(
        Notice,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="recalled_incentives",
        verbose_name=_("notice that says so"),
    )

    objects = IncentiveQuerySet.as_manager()
    unlogged_fields = ("check_token", "certificate_street", "certificate_year", "certificate_serial")

    class Meta:
        verbose_name = _("incentive")
        verbose_name_plural = _("incentives")
        ordering = ["-id"]
        constraints, indexes = CONSTRAINTS, INDEXES

    def __str__(self):
        return f"{self.subject_name} {self.title}"

    def get_absolute_url(self):
        return reverse("leaders:incentive-detail", args=[self.pk])

    @property
    def subject(self):
        return self.leader if self.leader_id else self.organization

    @property
    def subject_name(self):
        return self.subject.name

    @property
    def is_material(self):
        return self.form in self.MATERIAL_FORMS

    @property
    def has_certificate(self):
        return bool(self.certificate_number)

    @property
    def is_changeable(self):
        """Before it is told to residents its text may be corrected by handing it in again."""
        return self.state == self.State.RETURNED

    @property
    def tag(self):
        if self.is_told:
            return "ok", _("Notice over, to be awarded")
        tones = {
            self.State.PROPOSED: "info",
            self.State.RETURNED: "warn",
            self.State.APPROVED: "ok",
            self.State.ON_NOTICE: "info",
            self.State.OBJECTED: "bad",
            self.State.AWARDED: "ok",
            self.State.RECALLED: "bad",
        }
        return tones.get(self.state, "mute"), self.get_state_display()

    def clean(self):
        refuse_reserved(title=self.title, batch=self.batch)
        if self.is_material and self.amount is None:
            raise ValidationError({"amount": _("Give the amount.")})
        if self.is_material and not self.budget_source.strip():
            raise ValidationError({"budget_source": _("Say from which budget it is paid.")})

    # --- verbs -------------------------------------------------------------------
    @transaction.atomic
    def propose(self, *, by):
        """Hand in a new one, or a returned one again; raises ValidationError with the reason when not eligible."""
        if self.pk:
            locked = self._lock()
            if self.State.PROPOSED not in self.MOVES[locked.state]:
                raise self._stale()
        before = snapshot(self) if self.pk else {}
        self._settle()
        others = {field.name for field in self._meta.fields} - set(self.TYPED)
        self.full_clean(exclude=others, validate_constraints=False)
        refuse_unless_eligible(is_material=self.is_material, leader=self.leader, organization=self.organization)
        type(self.subject).objects.select_for_update().get(pk=self.subject.pk)  # two who propose the same at once
        refuse_twice(self)
        if not self.pk:
            self.proposed_at, self.proposed_by = timezone.now(), by
            self.save(force_insert=True)
            record("incentive.propose", self, by=by, changes=differences(before, self))
            return
        typed = {name: getattr(self, name) for name in self.TYPED}
        self._move(
            self.State.PROPOSED, by=by, verb="propose", proposed_at=timezone.now(), proposed_by=by,
            decided_at=None, decided_by=None, reason="", **typed,
        )  # fmt: skip

    TYPED = ("kind", "form", "title", "achievements", "amount", "budget_source", "batch")

    @transaction.atomic
    def decide(self, *, by):
        """Agree; refused to the proposer ("own") and to what became ineligible meanwhile."""
        locked = self._lock_for(self.State.APPROVED, by=by, submitted_by="proposed_by")
        if locked.state != self.State.PROPOSED:
            raise self._stale()
        locked._refuse_ineligible()
        decided = {"decided_at": timezone.now(), "decided_by": by}
        self._move(self.State.APPROVED, by=by, verb="decide", locked=locked, reason="", **decided)

    @transaction.atomic
    def send_back(self, *, by, reason):
        """Send it back with what is to be changed."""
        refuse_without(reason)
        locked = self._lock_for(self.State.RETURNED, by=by, submitted_by="proposed_by")
        decided = {"decided_at": timezone.now(), "decided_by": by, "reason": reason[:200]}
        self._move(self.State.RETURNED, by=by, verb="return", locked=locked, note=reason, **decided)

    @transaction.atomic
    def put_on_notice(self, *, by, notice):
        """Tell it to residents on an open notice."""
        locked = self._lock_for(self.State.ON_NOTICE)
        if locked.state != self.State.APPROVED:
            raise self._stale()
        locked._refuse_ineligible()
        self._move(self.State.ON_NOTICE, by=by, locked=locked, notice=notice)

    @transaction.atomic
    def object(self, *, by, reason):
        """Stop the award because of an objection that has to be looked into."""
        refuse_without(reason, _("Give the reason."))
        locked = self._lock_for(self.State.OBJECTED)
        if not locked.notice.opinions.filter(side="objection").exists():
            raise ValidationError(_("No objection came in on its public notice."), code="none")
        self._move(self.State.OBJECTED, by=by, locked=locked, note=reason, reason=reason[:200])

    @property
    def may_be_stopped(self):
        return self.state == self.State.ON_NOTICE

    def _stop(self, *, by, reason):
        self.object(by=by, reason=reason)

    @transaction.atomic
    def resume(self, *, by, reason):
        """The objection was looked into and does not hold: back on the same notice."""
        refuse_without(reason, _("Give the reason."))
        locked = self._lock_for(self.State.ON_NOTICE)
        if locked.state != self.State.OBJECTED:
            raise self._stale()
        self._move(self.State.ON_NOTICE, by=by, verb="resume", locked=locked, note=reason, reason="")

    @transaction.atomic
    def award(self, *, by):
        """Give it. Refused before its notice was closed with every opinion answered; certificates get their number."""
        locked = self._lock_for(self.State.AWARDED)
        locked._refuse_before_notice_ends()
        locked._refuse_ineligible()
        numbered = {} if locked.is_material else CertificateCounter.next_for(locked.region_path)
        self._move(self.State.AWARDED, by=by, locked=locked, awarded_on=timezone.localdate(), awarded_by=by, **numbered)

    @transaction.atomic
    def withdraw(self, *, by, reason):
        """Revoke it before it is awarded, with the reason."""
        refuse_without(reason, _("Give the reason."))
        self._move(self.State.WITHDRAWN, by=by, note=reason, reason=reason[:200])

    @transaction.atomic
    def take_back(self, *, by, reason, notice):
        """Revoke what was awarded by mistake; `notice` tells residents. The number stays used."""
        refuse_without(reason, _("Give the reason."))
        recalled = {"recalled_at": timezone.now(), "recalled_by": by, "recall_notice": notice}
        self._move(self.State.RECALLED, by=by, note=reason, reason=reason.strip()[:200], **recalled)

    @transaction.atomic
    def leave_batch(self, *, by):
        """Take it out of its list; it goes on by itself."""
        locked = self._lock()
        if not locked.batch or locked.state not in (self.State.PROPOSED, self.State.RETURNED, self.State.APPROVED):
            raise self._stale()
        before = snapshot(locked)
        locked.batch = self.batch = ""
        locked.version = self.version = locked.version + 1
        locked.save(update_fields=["batch", "version"])
        record("incentive.leave_batch", locked, by=by, changes=differences(before, locked))

    def leave_notice(self, *, by, reason):
        """Its notice was taken down: agreed still, to be put on notice again."""
        if self.state in (self.State.ON_NOTICE, self.State.OBJECTED):
            self._move(self.State.APPROVED, by=by, verb="leave_notice", note=reason, notice=None, reason=reason[:200])

    def public_line(self):
        """The name only with consent; else the post, else where the person lives. Needs `for_residents()`."""
        said = [self.get_form_display(), self.title]
        said += [self.get_state_display()] if self.state == self.State.RECALLED else []
        return {"text": self._public_subject(), "note": " · ".join(map(str, said)), "deeds": self._public_deeds()}

    def _public_deeds(self):
        """What was done; whoever did not agree to be named is not named there either."""
        if self.leader_id and not self._may_be_named:
            return self.achievements.replace(self.leader.name, "○○")
        return self.achievements

    @property
    def _may_be_named(self):
        return any(consent.field == Consent.Field.NAME for consent in self.leader.standing_consents)

    def _public_subject(self):
        if self.organization_id:
            return self.organization.name
        posts = [post.post for post in self.leader.current_posts]
        if self._may_be_named:
            return " · ".join([self.leader.name, *posts[:1]])
        if posts:
            return posts[0]
        home = self.leader.region
        place = home.parent if home.level == Level.BUILDING else home
        return _("A resident of %(place)s") % {"place": place.name}

    def _settle(self):
        """The form decides the kind; thanks carry no money."""
        self.kind = self.Kind.MATERIAL if self.is_material else self.Kind.SPIRITUAL
        if not self.is_material:
            self.amount, self.budget_source = None, ""

    def _refuse_ineligible(self):
        refuse_unless_eligible(is_material=self.is_material, leader=self.leader, organization=self.organization)
