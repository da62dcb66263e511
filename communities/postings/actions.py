"""Writes that span models. Everything a form has checked about who may do it is checked here again."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.postings.duties import hand_over
from communities.postings.models import Posting
from communities.records.refusals import refuse
from communities.regions.models import Region
from communities.scope import ancestor_paths
from registry.accounts.models import User
from registry.accounts.roles import MAY_APPOINT, Role
from registry.accounts.sessions import end_sessions
from registry.audit.log import record
from registry.sign_in.calendar_key import drop_key
from registry.sign_in.factor import turn_off
from registry.sign_in.places import placed


def roles_to_give(user, region=None):
    """The roles `user` may give and end at `region` (anywhere, when None): those below the own one there."""
    if user.is_superuser:
        return set(Role)
    held = user.postings.open()
    if region is not None:
        held = held.filter(region__path__in=ancestor_paths(region.path))
    return set().union(*[MAY_APPOINT.get(role, set()) for role in held.values_list("role", flat=True)])


def stands_below(person, *, by):
    """True when every posting of `person`, also one that has not begun, is one that `by` could have given.

    With none, administrators alone stand above.
    """
    postings = list(person.postings.standing().select_related("region"))
    if person.is_superuser or person.pk == by.pk or not postings:
        return by.is_superuser and person.pk != by.pk
    return all(posting.role in roles_to_give(by, posting.region) for posting in postings)


DEPUTY_LONGEST = timedelta(days=60)


@transaction.atomic
def create_person(*, username, display_name, role, region, by):
    """Make an account with one posting; return (user, first password), which is kept nowhere in clear."""
    _refuse_unless_given(role, region, by=by)
    user = User(username=username, display_name=display_name)
    password = user.give_first_password(by=by)
    user.full_clean(exclude=["password"])
    user.save(force_insert=True)
    changes = {"username": [None, username], "display_name": [None, display_name]}
    record("account.create", placed(user, region), by=by, changes=changes)
    _post(user, role, region, by=by)
    return user, password


@transaction.atomic
def add_posting(*, user, role, region, by):
    """Give an existing account one more posting; nobody gives one to themselves ("own")."""
    if user.pk == by.pk:
        raise ValidationError(_("Nobody gives a posting to themselves."), code="own")
    _refuse_unless_given(role, region, by=by)
    if not user.is_active:
        raise ValidationError(_("This account is closed."), code="inactive")
    return _post(user, role, region, by=by)


@transaction.atomic
def name_deputy(*, person, region, until, by):
    """Let somebody who works in the street decide as its manager until a day, with a manager's own posting behind it.

    Raises ValidationError "rank" for whoever is not a manager there for good (an administrator aside), "own",
    "inactive", "elsewhere" and "date".
    """
    _refuse_unless_manager(by, region)
    if person.pk == by.pk:
        raise ValidationError(_("A deputy is somebody else."), code="own")
    if not person.is_active:
        raise ValidationError(_("This account is closed."), code="inactive")
    held = Posting.objects.standing().filter(user=person)
    if not held.within(region).exists():
        raise ValidationError(_("A deputy works in the street already."), code="elsewhere")
    if Posting.objects.open().filter(user=person, region=region, role=Role.MANAGER).exists():
        raise ValidationError(_("This person is manager or deputy there already."), code="taken")
    today = timezone.localdate()
    if not today <= until <= today + DEPUTY_LONGEST:
        said = _("From today to %(day)s at the latest.") % {"day": today + DEPUTY_LONGEST}
        refuse("date", said, field="until")
    posting = Posting(user=person, role=Role.MANAGER, region=region, ended_on=until + timedelta(days=1))
    posting.save(force_insert=True)
    changes = {"role": [None, str(posting.role)], "ended_on": [None, str(posting.ended_on)]}
    record("posting.deputy", posting, by=by, changes=changes)
    return posting


def managing_for_good(user):
    """The postings by which `user` names deputies: a deputy names no other."""
    return Posting.objects.open().standing().filter(user=user, role=Role.MANAGER)


def _refuse_unless_manager(by, region):
    there = managing_for_good(by).filter(region__path__in=ancestor_paths(region.path))
    if not by.is_superuser and not there.exists():
        raise ValidationError(_("A deputy is named by a manager of the street."), code="rank")


@transaction.atomic
def end_posting(*, posting, by, note="", to=None):
    """End a posting of somebody below; what is held by name there goes to `to`.

    Raises ValidationError "rank" for one beside or above, "held" where something is held and nobody named, "reach".
    """
    if posting.is_deputy:
        _refuse_unless_manager(by, posting.region)
    elif posting.role not in roles_to_give(by, posting.region):
        raise ValidationError(_("This posting is ended by somebody who stands above it."), code="rank")
    hand_over(posting, to, by=by, note=note)
    posting.end(by=by, note=note)


@transaction.atomic
def reset_password(*, person, by):
    """Give a new first password and return it; every session of the account ends by it."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    if not stands_below(locked, by=by):
        raise ValidationError(_("This password is reset by somebody above every posting of the account."), code="rank")
    if not locked.is_active:
        raise ValidationError(_("This account is closed."), code="inactive")
    password = locked.give_first_password(by=by)
    locked.save(update_fields=["password", "first_password_until", "first_password_at", "first_password_by"])
    end_sessions(locked)
    drop_key(locked)
    record("account.first_password", placed(locked), by=by)
    return password


@transaction.atomic
def reset_factor(*, person, by):
    """Take the second factor of somebody below away, whose phone and printed codes are gone; every session ends.

    Raises ValidationError "rank" and "stale". The password stays, and where one is required a new factor is asked for.
    """
    if not stands_below(person, by=by):
        raise ValidationError(
            _("This second factor is taken away by somebody above every posting of the account."), code="rank"
        )
    turn_off(person, by=by, verb="account.factor_reset")


@transaction.atomic
def set_active(*, person, active, by):
    """Close an account or open it again; a closed one is refused at the next request."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    if locked.pk == by.pk:
        raise ValidationError(_("Nobody closes their own account."), code="own")
    if locked.is_active == active:
        return
    locked.is_active = person.is_active = active
    locked.save(update_fields=["is_active"])
    end_sessions(locked)
    drop_key(locked)
    changes = {"is_active": [str(not active), str(active)]}
    record("account.reactivate" if active else "account.deactivate", placed(locked), by=by, changes=changes)


def _refuse_unless_given(role, region, *, by):
    current = Region.objects.select_for_update().get(pk=region.pk)
    if not current.is_current:
        raise ValidationError(_("%(region)s is retired.") % {"region": current}, code="retired")
    if role not in roles_to_give(User.objects.get(pk=by.pk), current):
        raise ValidationError(_("Nobody gives a role or a region they do not hold."), code="rank")


def _post(user, role, region, *, by):
    posting = Posting(user=user, region=region, role=role)
    posting.full_clean()
    posting.save(force_insert=True)
    changes = {"role": [None, str(role)], "started_on": [None, str(posting.started_on)]}
    record("posting.create", posting, by=by, changes=changes)
    return posting
