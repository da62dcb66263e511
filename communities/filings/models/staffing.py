"""Who is left to carry a filing on: it takes three people, and a small street may not have them."""

from typing import Any

from django.db import models
from django.utils.functional import cached_property

from communities.postings.models import Posting
from communities.records.moves import barred_accounts
from communities.scope import ancestor_paths, holders
from registry.accounts.roles import Permission, roles_granting


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
