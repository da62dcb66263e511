"""Who is left to carry a filing on: it takes three people, and a small street may not have them."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property

from communities.postings.free import free_to
from communities.postings.models import Posting
from communities.records.moves import MADE_FOR, barred_accounts
from communities.scope import ancestor_paths, holders
from registry.accounts.models import User
from registry.accounts.roles import Permission, Role, roles_granting
from registry.upkeep.written import ago


def going_nowhere():
    """A condition: no account of today could take the steps left to a filing that waits, administrators aside."""
    decides, reviews = Permission.FILING_DECIDE, Permission.FILING_REVIEW
    reviewers = free_to(reviews, "submitted_by", row=lambda name: OuterRef(OuterRef(name)))
    made = User.objects.filter(pk=OuterRef("user_id"), first_password_at__gt=ago(MADE_FOR))
    pairs = reviewers.exclude(user_id=OuterRef("user_id")).exclude(
        Exists(made.filter(first_password_by=OuterRef(OuterRef("user_id"))))
    )
    return (
        Q(state="submitted") & ~Exists(free_to(decides, "submitted_by").filter(Exists(pairs)))
        | Q(state="reviewed") & ~Exists(free_to(decides, "submitted_by", "reviewed_by"))
        | Q(state="entered") & ~Exists(free_to(decides, "submitted_by"))
    )


class FilingStaffing(models.Model):
    """Mixed into `Filing`."""

    region_path: Any
    kind: Any
    submitted_by: Any

    class Meta:
        abstract = True

    def deciders_after(self, reviewer):
        """Who may decide it once `reviewer` has pre-checked it."""
        barred = barred_accounts(self.submitted_by) | barred_accounts(reviewer)
        return holders(Permission.FILING_DECIDE, self.region_path).exclude(pk__in=barred)

    def would_be_left_with_nobody(self, reviewer):
        """Whether only `reviewer` could decide it: whoever pre-checks a filing does not decide it too."""
        could = holders(Permission.FILING_DECIDE, self.region_path).exclude(pk__in=barred_accounts(self.submitted_by))
        left = could.exclude(pk__in=barred_accounts(reviewer))
        return could.exists() and not left.exists()

    @cached_property
    def _staff(self):
        """The postings of today at its place, administrators left out."""
        rows = Posting.objects.open().filter(region__path__in=ancestor_paths(self.region_path))
        rows = rows.filter(user__is_active=True, user__is_superuser=False)
        return list(rows.select_related("user").order_by("user_id"))

    def _holders(self, permission):
        roles = roles_granting(permission)
        return list({row.user_id: row.user for row in self._staff if row.role in roles}.values())

    def could_be_decided(self, submitter):
        """Whether the staff of today could carry it to its decision, were it handed in by `submitter`."""
        barred = barred_accounts(submitter)
        left = [one for one in self._holders(Permission.FILING_DECIDE) if one.pk not in barred]
        if self.kind == "paper":
            return bool(left)
        passing = [barred_accounts(one) for one in self._holders(Permission.FILING_REVIEW) if one.pk not in barred]
        return any(decider.pk not in also for also in passing for decider in left)

    def submitters_left(self):
        """Who of today's staff could hand it in so that it can be decided."""
        return [one for one in self._holders(Permission.FILING_EDIT) if self.could_be_decided(one)]

    def has_manager_for_good(self):
        """Whether somebody of today's staff may name a deputy."""
        return any(row.role == Role.MANAGER and row.ended_on is None for row in self._staff)
