"""Writes that span models, and the finder of possible duplicates."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from communities.text.names import person_key
from communities.text.phones import find_key
from leaders.appointments.actions import seat_clash
from leaders.consents.actions import give_consents
from leaders.people.models import Leader
from registry.accounts.roles import Permission
from registry.seal import blind_indexes

SHOWN = 5


@dataclass
class Duplicate:
    leader: Leader
    reasons: list
    is_likely: bool


def possible_duplicates(*, user, name, phone="", region=None, birth_year=None, exclude=None):
    """Up to SHOWN people in the user's reach with the same name or phone, the likely ones first, with reasons."""
    indexes = [index for index in blind_indexes(find_key(phone) or phone, field="leader.phone") if index]
    key = person_key(name)
    same = Q(name_key=key) if key else Q(pk__in=[])
    same |= Q(phone_index__in=indexes)
    rows = Leader.objects.permitted(user, Permission.LEADER_VIEW).filter(same).select_related("region__parent")
    found = [_compare(row, key, indexes, region, birth_year) for row in rows.exclude(pk=exclude).order_by("id")[:50]]
    return sorted(found, key=lambda one: not one.is_likely)[:SHOWN]


def _compare(row, key, indexes, region, birth_year):
    same_name, same_phone = bool(key) and row.name_key == key, row.phone_index in indexes
    same_place = region is not None and row.region_id == region.pk
    reasons = [_("same name")] if same_name else []
    reasons += [_("same phone number")] if same_phone else []
    reasons += [_("same place: %(place)s") % {"place": row.region.place_label}] if same_place else []
    reasons += [_("same birth year")] if birth_year and row.birth_year == birth_year else []
    return Duplicate(row, reasons, is_likely=same_phone or (same_name and same_place))


def register_leader(
    leader, *, by, appointment=None, expertise=(), consents=(), consent_facts=None, photo=None, note=""
):
    """Write a person with the first post and the consents given; all or nothing.

    Raises ValidationError when the post's seat is taken or being decided, also by somebody this very moment.
    """
    try:
        with transaction.atomic():
            leader.register(by=by, note=note)
            leader.expertise.set(expertise)
            if appointment is not None:
                appointment.leader = leader
                appointment.submit(by=by)
            give_consents(leader, consents, by=by, **(consent_facts or {}))
            if photo:
                leader.change_photo(photo, by=by)  # last, so that no refusal leaves a file behind
    except IntegrityError as clash:
        raise seat_clash() from clash


@transaction.atomic
def revise_leader(leader, *, by, before, expertise, photo=None, without_photo=False):
    """Write a changed person; raises ValidationError "stale" when somebody wrote in the meantime."""
    leader.revise(by=by, before=before)
    leader.expertise.set(expertise)
    if photo or (without_photo and leader.photo):
        leader.change_photo(photo, by=by)
