"""A person's story: everything dated about leading, newest first. A further subject adds a function to SOURCES."""

from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from communities.scope import reaches
from leaders.appointments.models import Appointment
from leaders.record_page.whole import awarded_to, honoured_before, sessions_of, supports_of
from leaders.training.models.lessons import hours
from registry.accounts.roles import Permission


class Event(NamedTuple):
    """`label` is the plain tag before the text; `detail` the small line below."""

    on: date
    label: str
    text: str
    detail: str = ""
    url: str = ""


def _day(moment):
    return timezone.localtime(moment).date()


def registered(row):
    return [Event(_day(row.created_at), pgettext("story", "Record"), _("Registered"), str(row.created_by))]


def steps(row):
    found = []
    for step in row.steps:
        if not step.from_stage:
            text = _("Begins as “%(stage)s”") % {"stage": step.get_to_stage_display()}
        elif step.is_move:
            text = _("From “%(old)s” to “%(new)s”") % {
                "old": step.get_from_stage_display(), "new": step.get_to_stage_display()
            }  # fmt: skip
        else:
            text = _("Stays “%(stage)s”; new next step") % {"stage": step.get_to_stage_display()}
        found.append(Event(step.on, _("Stage"), text, _step_detail(step)))
    return found


def _step_detail(step):
    parts = [step.reason] if step.reason else []
    parts += [_("Mentor: %(mentor)s") % {"mentor": step.mentor_name}] if step.mentor_name else []
    parts += [_("Next: %(step)s") % {"step": step.next_step}] if step.next_step else []
    return "；".join(str(part) for part in parts)


def posts(row):
    found = []
    for post in row.posts:
        url = post.get_absolute_url()
        found.append(
            Event(_day(post.submitted_at), _("Post"), _("“%(post)s” submitted") % {"post": post.post}, "", url)
        )
        if post.state in (Appointment.State.CURRENT, Appointment.State.ENDED):
            text = _("“%(post)s” confirmed") % {"post": post.post}
            term = _("term %(first)s to %(last)s") % {"first": post.started_on, "last": post.term_ends_on}
            found.append(Event(_day(post.decided_at), _("Post"), text, term, url))
        if post.state == Appointment.State.RETURNED:
            text = _("“%(post)s” returned") % {"post": post.post}
            found.append(Event(_day(post.decided_at), _("Post"), text, post.return_reason, url))
        if post.ended_on and not post.is_leaving:
            text = _("“%(post)s” ended") % {"post": post.post}
            found.append(Event(post.ended_on, _("Post"), text, str(post.get_end_reason_display()), url))
    return found


def consents(row):
    found = []
    for consent in row.consents.all():
        what = {"field": consent.get_field_display()}
        given = _("Consent given: %(field)s") % what
        found.append(Event(consent.given_on, _("Consent"), given, str(consent.get_form_display())))
        if consent.withdrawn_at:
            found.append(Event(_day(consent.withdrawn_at), _("Consent"), _("Consent withdrawn: %(field)s") % what))
    return found


def reserve_lists(row):
    found = []
    for place in row.places:
        what = {"seat": place.seat}
        found.append(Event(place.since, _("Reserve"), _("On the reserve list of %(seat)s") % what, place.note))
        if place.until:
            found.append(Event(place.until, _("Reserve"), _("Off the reserve list of %(seat)s") % what))
    return found


def nominated(row):
    return [
        Event(one.agreed_on, _("Nomination"), _("Put forward for %(post)s; agreed") % {"post": one.post},
              str(one.get_source_display()), one.get_absolute_url())
        for one in row.nominations.with_names()
    ]  # fmt: skip


def trained(row, _user):
    return [
        Event(_day(one.session.starts_at), _("Training"), one.session.title,
              _("%(n)s hours") % {"n": hours(one.minutes)})
        for one in sessions_of(row, MANY)
    ]  # fmt: skip


def thanked(row, _user):
    return [
        Event(one.awarded_on, pgettext("story", "Incentive"), one.title, str(one.get_form_display()),
              one.get_absolute_url())
        for one in awarded_to(row, MANY)
    ]  # fmt: skip


def honoured(row, _user):
    """Where only the year is known, at its first day, with the year alone in the line below."""
    return [
        Event(one.given_on or date(one.year, 1, 1), pgettext("story", "Honour"), one.title,
              f"{one.issuer} {'' if one.given_on else one.year}".strip(), one.get_absolute_url())
        for one in honoured_before(row, MANY)
    ]  # fmt: skip


def supported(row, user):
    return [
        Event(one.period_from, _("Support"), one.title, str(one.organization), one.get_absolute_url())
        for one in supports_of(row, user, MANY)
    ]


SOURCES = [registered, steps, posts, consents, reserve_lists, nominated]
# What is told only to whoever may see its kind at the person's place.
SEEN_WITH = [
    (Permission.TRAINING_VIEW, trained), (Permission.INCENTIVE_VIEW, thanked),
    (Permission.INCENTIVE_VIEW, honoured), (Permission.SUPPORT_VIEW, supported),
]  # fmt: skip
MANY = 100


def story(row, user):
    row.steps = list(row.stage_steps.with_mentors())
    row.places = list(row.reserve_places.with_names())
    events = [event for source in SOURCES for event in source(row)]
    for permission, source in SEEN_WITH:
        events += source(row, user) if reaches(user, permission, row.region_path) else []
    return {"events": sorted(events, key=lambda event: event.on, reverse=True)}


def cultivation(row, _user):
    """{"steps", "places"}: the way so far as a table, and the reserve lists the person stands on."""
    steps = list(row.stage_steps.with_mentors().select_related("by"))
    return {"steps": steps, "places": list(row.reserve_places.with_names())}
