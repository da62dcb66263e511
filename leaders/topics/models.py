"""Topic 专题: one public page for a big project, the bridge between residents and the authorities."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.assessments.models import refuse_unassessed
from communities.records.moves import StateMachine
from communities.records.placed import PlacePath
from communities.regions.models import Region
from communities.scope import ScopedQuerySet
from communities.text import digits
from communities.text.fields import DayField, FreeCharField, FreeTextField
from leaders.cases.models import Case
from registry.accounts.roles import Permission
from registry.audit.log import differences, record, snapshot
from registry.upkeep.constraints import Check

SEATS = 5


class TopicQuerySet(ScopedQuerySet):
    def public(self):
        return self.filter(state__in=[Topic.State.OPEN, Topic.State.CLOSED])

    def with_names(self):
        return self.select_related("region__parent")


class Topic(StateMachine):
    """A road, an elevator programme: information with dates, meetings, representatives, questions with answers."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("In public")
        CLOSED = "closed", pgettext_lazy("topic", "Closed")

    MOVES = {State.DRAFT: {State.OPEN}, State.OPEN: {State.CLOSED}, State.CLOSED: {State.OPEN}}
    noun = "topic"
    keeps_place = staticmethod(lambda: Q(state="open"))
    stale_message = _("This topic has already moved on; reload the page.")
    document_permission = Permission.TOPIC_VIEW

    title = FreeCharField(pgettext_lazy("matter", "title"), max_length=40)
    summary = FreeTextField(_("what it is about"), max_length=1000)
    region = models.ForeignKey(Region, models.PROTECT, related_name="topics", verbose_name=_("place"))
    region_path = PlacePath()
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.DRAFT, editable=False)
    begun_at = models.DateTimeField(_("begun at"), auto_now_add=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("begun by")
    )

    objects = TopicQuerySet.as_manager()
    unlogged_fields = ("region_path", "begun_at", "begun_by")

    class Meta:
        verbose_name = _("topic of a project")
        verbose_name_plural = _("topics of projects")
        ordering = ["-id"]
        indexes = [models.Index(name="topic_by_place", fields=["region_path", "id"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("leaders:topic-detail", args=[self.pk])

    @property
    def tag(self):
        tones = {self.State.OPEN: "ok", self.State.DRAFT: "warn"}
        return tones.get(self.state, "mute"), self.get_state_display()

    @property
    def takes_documents(self):
        return self.state != self.State.CLOSED

    def documents_changed_by(self, user):
        return user.is_superuser or self.begun_by_id == user.pk

    @transaction.atomic
    def begin(self, *, by, case=None):
        """Write the draft; a matter it grew out of follows it."""
        self.begun_by = by
        self.save(force_insert=True)
        if case is not None:
            TopicFollow.objects.create(topic=self, case=case)
        record("topic.begin", self, by=by, changes=differences({}, self))

    @transaction.atomic
    def change(self, *, by, title, summary):
        locked = self._lock()
        before = snapshot(locked)
        self.title, self.summary, self.version = title, summary, locked.version + 1
        self.save(update_fields=["title", "summary", "version"])
        record("topic.change", self, by=by, changes=differences(before, self))

    @transaction.atomic
    def follow(self, *, by=None, case):
        """The page of the matter tells what is new here. Its key asks, so `by` is nobody; the log names no matter."""
        if self._lock().state == self.State.DRAFT:
            raise ValidationError(_("This topic is not in public."), code="draft")
        _row, is_new = TopicFollow.objects.get_or_create(topic=self, case=case)
        if is_new:
            record("topic.follow", self, by=by)

    def publish(self, *, by):
        """Residents read it from now on; also opens a closed one again."""
        self._move(self.State.OPEN, by=by, verb="publish")

    def close(self, *, by):
        """No more questions; the page stays. Refused while a question waits for its answer."""
        if self.questions.filter(state__in=[TopicQuestion.State.RECEIVED, TopicQuestion.State.OPEN]).exists():
            raise ValidationError(_("A question waits for its answer; answer it first."), code="unanswered")
        self._move(self.State.CLOSED, by=by, verb="close")

    def seats(self):
        """The representatives in office, by seat."""
        return self.representatives.filter(ended_on=None).order_by("seat")


class TopicEntry(models.Model):
    """Dated information of an authority, or a meeting with its minutes. Corrected by a further one."""

    class Kind(models.TextChoices):
        INFORMATION = "information", _("Official information")
        MEETING = "meeting", _("Meeting with minutes")

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="entries", verbose_name=_("topic of a project"))
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    on = DayField(_("day"))
    title = FreeCharField(pgettext_lazy("matter", "title"), max_length=60)
    text = FreeTextField(_("text"), max_length=3000)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("entered by")
    )

    class Meta:
        verbose_name = _("entry of a topic")
        verbose_name_plural = _("entries of topics")
        ordering = ["-on", "-id"]

    def __str__(self):
        return self.title

    @transaction.atomic
    def enter(self, *, by):
        self.entered_by, self.text = by, digits.mask(self.text)
        self.save(force_insert=True)
        record("topic.entry", self.topic, by=by, note=self.title)


class Representative(models.Model):
    """Somebody the residents chose to speak for them, with consent to be named; at most five at a time."""

    class How(models.TextChoices):
        MEETING = "meeting", _("Chosen at a residents' meeting")
        BUILDINGS = "buildings", _("Chosen building by building")
        BALLOT = "ballot", _("Chosen by written ballot")

    topic = models.ForeignKey(
        Topic, models.CASCADE, related_name="representatives", verbose_name=_("topic of a project")
    )
    seat = models.PositiveSmallIntegerField(_("seat"), editable=False)
    name = FreeCharField(pgettext_lazy("person", "name"), max_length=30)
    how = models.CharField(_("how chosen"), max_length=9, choices=How)
    chosen_on = DayField(_("chosen on"))
    consented_on = DayField(_("consent to be named given on"))
    ended_on = DayField(_("ended on"), null=True, editable=False)

    class Meta:
        verbose_name = _("representative of residents")
        verbose_name_plural = _("representatives of residents")
        ordering = ["seat", "id"]
        constraints = [
            Check(name="representative_seat_of_five", condition=Q(seat__gte=1, seat__lte=SEATS)),
            models.UniqueConstraint(
                name="representative_seat_taken_once", fields=["topic", "seat"], condition=Q(ended_on=None)
            ),
        ]

    def __str__(self):
        return f"{self.topic} {self.seat}"

    @transaction.atomic
    def take_seat(self, *, by):
        """Sit on the first free seat; raises ValidationError "full" when all five are taken."""
        topic = Topic.objects.select_for_update().get(pk=self.topic_id)
        refuse_unassessed(topic.region_path)
        taken = set(self.topic.seats().values_list("seat", flat=True))
        self.seat = next((seat for seat in range(1, SEATS + 1) if seat not in taken), 0)
        if not self.seat:
            raise ValidationError(_("Five representatives are named already."), code="full")
        self.save(force_insert=True)
        record("topic.representative", self.topic, by=by)

    @transaction.atomic
    def leave(self, *, by):
        """No longer named: the name is taken out for good, the seat is free."""
        if not Representative.objects.filter(pk=self.pk, ended_on=None).update(ended_on=timezone.localdate(), name="—"):
            raise ValidationError(_("This representative has left already."), code="stale")
        record("topic.representative_leave", self.topic, by=by)


class TopicQuestionQuerySet(ScopedQuerySet):
    def shown(self):
        return self.filter(state__in=[TopicQuestion.State.OPEN, TopicQuestion.State.ANSWERED])


class TopicQuestion(StateMachine):
    """A question of residents: read by the staff first, then in public with the day promised, then answered."""

    class State(models.TextChoices):
        RECEIVED = "received", _("To be read")
        OPEN = "open", pgettext_lazy("topic", "Not answered yet")
        ANSWERED = "answered", pgettext_lazy("matter", "Answered")
        ASIDE = "aside", _("Set aside")

    MOVES = {
        State.RECEIVED: {State.OPEN, State.ANSWERED, State.ASIDE},
        State.OPEN: {State.OPEN, State.ANSWERED},
        State.ANSWERED: set(),
        State.ASIDE: {State.OPEN},
    }
    noun = "topic_question"
    stale_message = _("This question has already moved on; reload the page.")

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="questions", verbose_name=_("topic of a project"))
    region_path = PlacePath("topic", noun="topic_question")
    group = FreeCharField(_("group of questions"), max_length=20, blank=True)
    text = FreeCharField(_("question"), max_length=300)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RECEIVED, editable=False)
    asked_on = DayField(_("asked on"), editable=False)
    promised_on = DayField(_("answer promised by"), null=True, editable=False)
    answer = FreeTextField(_("answer"), max_length=1500, blank=True, editable=False)
    answered_on = DayField(_("answered on"), null=True, editable=False)

    objects = TopicQuestionQuerySet.as_manager()
    unlogged_fields = ("region_path", "text", "answer")

    class Meta:
        verbose_name = _("question about a topic")
        verbose_name_plural = _("questions about topics")
        ordering = ["group", "-asked_on", "-id"]
        constraints = [
            Check(name="topic_question_open_iff_promised", condition=~Q(state="open") | Q(promised_on__isnull=False)),
            Check(
                name="topic_question_answered_iff_dated",
                condition=(Q(state="answered", answered_on__isnull=False) & ~Q(answer=""))
                | (~Q(state="answered") & Q(answered_on=None, answer="")),
            ),
        ]
        indexes = [
            models.Index(name="topic_questions_waiting", fields=["region_path", "id"], condition=Q(state="received")),
            models.Index(name="topic_questions_promised", fields=["promised_on", "id"], condition=Q(state="open")),
        ]

    def __str__(self):
        return f"{self.topic} #{self.pk}"

    def get_absolute_url(self):
        return self.topic.get_absolute_url()

    @property
    def is_late(self):
        return self.state == self.State.OPEN and self.promised_on < timezone.localdate()

    @transaction.atomic
    def ask(self, *, by=None):
        """Take it in; `by` is nobody when it came from the public page. Long numbers are masked."""
        if self.topic.state != Topic.State.OPEN:
            raise ValidationError(_("This topic takes no questions at present."), code="closed")
        self.text = digits.mask(self.text)
        self.asked_on = timezone.localdate()
        self.save(force_insert=True)
        record("topic_question.ask", self, by=by)

    def promise(self, *, by, on, group):
        """Show it, not answered yet, with the day by which it will be."""
        if on < timezone.localdate():
            raise ValidationError({"on": _("The day lies in the past.")}, code="past")
        self._move(self.State.OPEN, by=by, verb="promise", promised_on=on, group=group)

    def reply(self, *, by, text, group):
        text = digits.mask(text.strip())[:1500]
        if not text:
            raise ValidationError({"text": _("Write the answer.")}, code="text")
        today = timezone.localdate()
        self._move(self.State.ANSWERED, by=by, verb="reply", answer=text, answered_on=today, group=group)

    def set_aside(self, *, by):
        """Not about this topic, or nothing to be shown."""
        self._move(self.State.ASIDE, by=by, verb="set_aside")

    def _to_lock(self):
        return TopicQuestion.objects.select_for_update(of=("self",)).select_related("topic")


class TopicFollow(models.Model):
    """A matter whose key is the only subscription: its page shows what is new about the topic. No name, no number."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="follows", verbose_name=_("topic of a project"))
    case = models.ForeignKey(Case, models.CASCADE, related_name="topic_follows", verbose_name=_("matter"))
    since = DayField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("follower of a topic")
        verbose_name_plural = _("followers of topics")
        constraints = [models.UniqueConstraint(name="topic_followed_once", fields=["topic", "case"])]

    def __str__(self):
        return f"{self.topic_id}/{self.case_id}"
