"""What a form for a post says beside the seat before anything is sent: who holds it, what waits, what will happen."""

from typing import NamedTuple

from crispy_forms.layout import LayoutObject
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from leaders.appointments.models import Appointment
from leaders.people.models import Kind
from registry.accounts.roles import Permission
from registry.ui.signs import between_names

SEATS = {Kind.TEAM: "organization", Kind.BUILDING: "building", Kind.ESTATE: "compound"}
NAMED = 5


class SeatNote(NamedTuple):
    text: str
    after: str  # what comes of it
    url: str
    stops: bool = False  # an entry sent now would be refused


def notes_on_seat(form, *, user, leader=None):
    """[SeatNote] for the seat chosen in a form of `PostFields` so far; nothing of a seat out of reach."""
    kind = form["kind"].value()
    seat = _cleaned(form, SEATS[kind]) if kind in SEATS else None
    if seat is None:
        return []
    rows = (
        Appointment.objects.permitted(user, Permission.LEADER_VIEW)
        .with_names()
        .filter(kind=kind)
        .select_related("submitted_by")
    )
    rows = rows.filter(state__in=[Appointment.State.PENDING, Appointment.State.CURRENT]).order_by("id")
    if kind == Kind.TEAM:
        return _of_team(rows.filter(organization=seat), leader)
    starts, ends = _cleaned(form, "started_on"), _cleaned(form, "term_ends_on")
    return [_of_one(row, starts, ends) for row in rows.filter(region=seat)]


def _cleaned(form, name):
    try:
        return form.fields[name].clean(form[name].value())
    except ValidationError:
        return None


def _of_one(row, starts, ends):
    """A seat of one: a building or a compound."""
    words = {"leader": row.leader.name}
    today = timezone.localdate()
    if row.state == Appointment.State.PENDING:
        text = _("For this seat an entry awaits review already: %(leader)s.") % words
        after = _(
            "Another one is refused until that is decided: %(who)s can take it back, whoever decides can return it."
        ) % {"who": row.submitted_by}
        return SeatNote(text, after, row.get_absolute_url(), stops=True)
    text = _("%(leader)s holds this seat, term until %(day)s.") % (words | {"day": row.term_ends_on})
    if ends and ends < today:
        after = _("A term that is over goes into the history once confirmed; %(leader)s stays in office.") % words
    elif starts and starts > today:
        after = _("A successor who begins on %(day)s can be confirmed from that day on.") % {"day": starts}
    else:
        after = _("Whoever confirms this entry decides whether %(leader)s leaves office by it.") % words
    return SeatNote(text, after, row.get_absolute_url())


def _of_team(rows, leader):
    """A group has as many posts as it wants, but one for each person."""
    own = rows.filter(leader=leader).first() if leader else None
    if own is not None:
        text = _("%(leader)s has an entry for this group already: %(post)s (%(state)s).")
        words = {"leader": own.leader.name, "post": own.post, "state": own.get_state_display()}
        return [SeatNote(text % words, _("Another one is refused."), own.get_absolute_url(), stops=True)]
    first = list(rows[: NAMED + 1])
    if not first:
        return []
    one = pgettext("post in a group", "%(leader)s (%(state)s)")
    names = [one % {"leader": row.leader.name, "state": row.get_state_display()} for row in first[:NAMED]]
    text = _("This group has posts already: %(names)s.") % {
        "names": between_names().join(names) + ("…" if first[NAMED:] else "")
    }
    url = first[0].organization.get_absolute_url()
    return [SeatNote(text, _("This entry adds one; nobody leaves office by it."), url)]


class BesideSeat(LayoutObject):
    """Where the notes stand in the form, and the button that fetches them where there are no scripts."""

    fields: tuple[str, ...] = ()

    def render(self, form, context, **kwargs):
        notes = notes_on_seat(form, user=form.user, leader=form.leader)
        return render_to_string(
            "leaders/appointments/_seat.html",
            {"notes": notes, "leader": form.leader, "kinds": ",".join(SEATS)},
        )
