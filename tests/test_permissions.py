"""The policy as a table: every page × every role × every place, with the exact answer."""

import pytest
from django.urls import reverse

from leaders.people.models import Kind
from tests.factories import (
    make_case,
    make_center,
    make_filing,
    make_inspection,
    make_leader,
    make_organization,
    make_report,
    make_session,
    make_superuser,
)
from tests.test_gates import PAGES as PAGES_OF_THE_SITE
from tests.test_gates import PUBLIC
from tests.world import address, make_world

ROLES = ["worker", "office", "manager", "overseer", "other", "nobody"]
# page, method, worker, office, manager, overseer, office of the other street, account without a posting
PAGES = [
    ("desk:dashboard", "get", None, 200, 200, 200, 200, 200, 200),
    ("desk:more", "get", None, 200, 200, 200, 200, 200, 200),
    ("desk:due-list", "get", None, 200, 200, 200, 200, 200, 200),
    ("communities:rule-list", "get", None, 403, 200, 200, 403, 200, 403),
    ("communities:rule-create", "get", None, 403, 403, 200, 403, 403, 403),
    ("desk:search", "get", None, 200, 200, 200, 200, 200, 200),
    ("desk:gallery", "get", None, 200, 200, 200, 200, 200, 200),
    ("desk:review-queue", "get", None, 403, 200, 200, 403, 200, 403),
    ("desk:review-next", "get", None, 403, 302, 302, 403, 302, 403),
    ("desk:audit-list", "get", None, 403, 200, 200, 403, 200, 403),
    ("desk:read-list", "get", None, 403, 200, 200, 403, 200, 403),
    ("accounts:account", "get", None, 200, 200, 200, 200, 200, 200),
    ("accounts:password", "get", None, 200, 200, 200, 200, 200, 200),
    ("leaders:leader-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("leaders:leader-create", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:leader-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:leader-roster", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:leader-extend", "post", None, 403, 403, 302, 403, 403, 403),
    ("leaders:leader-duplicates", "post", None, 200, 200, 200, 403, 200, 403),
    ("leaders:leader-detail", "get", "leader", 200, 200, 200, 403, 404, 403),
    ("leaders:leader-update", "get", "leader", 200, 200, 200, 403, 404, 403),
    ("leaders:leader-stage", "get", "leader", 200, 200, 200, 403, 404, 403),
    ("leaders:leader-reveal", "post", "leader", 200, 200, 200, 403, 404, 403),
    ("leaders:leader-photo", "get", "leader", 200, 200, 200, 403, 404, 403),
    ("leaders:leader-print", "get", "leader", 200, 200, 200, 403, 404, 403),
    ("leaders:appointment-create", "get", "leader", 200, 200, 200, 403, 404, 403),
    ("leaders:consent-list", "get", "leader", 200, 200, 200, 403, 404, 403),
    ("leaders:appointment-detail", "get", "pending", 200, 200, 200, 403, 404, 403),
    ("leaders:appointment-detail", "post", "pending", 403, 403, 200, 403, 404, 403),
    ("leaders:appointment-end", "get", "current", 200, 200, 200, 403, 404, 403),
    ("leaders:stage-board", "get", None, 200, 200, 200, 200, 200, 403),
    ("leaders:stage-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:reserve-create", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:reserve-leave", "get", "reserve", 200, 200, 200, 403, 404, 403),
    ("leaders:succession-edit", "get", "current", 200, 200, 200, 403, 404, 403),
    ("leaders:succession-finish", "post", "current", 302, 302, 302, 403, 404, 403),
    ("leaders:vacancy-buildings", "get", None, 200, 200, 200, 200, 200, 403),
    ("leaders:vacancy-compounds", "get", None, 200, 200, 200, 200, 200, 403),
    ("leaders:vacancy-organizations", "get", None, 200, 200, 200, 200, 200, 403),
    ("leaders:vacancy-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:nomination-list", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:nomination-create", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:nomination-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:nomination-detail", "get", "nomination", 200, 200, 200, 403, 404, 403),
    ("leaders:nomination-contact", "post", "nomination", 200, 200, 200, 403, 404, 403),
    ("leaders:nomination-accept", "get", "nomination", 200, 200, 200, 403, 404, 403),
    ("leaders:nomination-decline", "get", "nomination", 200, 200, 200, 403, 404, 403),
    ("leaders:nomination-reveal", "post", "nomination", 200, 200, 200, 403, 404, 403),
    ("leaders:training-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("leaders:training-create", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:training-short", "get", None, 200, 200, 200, 200, 200, 403),
    ("leaders:training-short-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:training-enrol-picked", "post", None, 302, 302, 302, 403, 302, 403),
    ("leaders:training-detail", "get", "session", 200, 200, 200, 200, 404, 403),
    ("leaders:training-update", "get", "session", 200, 200, 200, 403, 404, 403),
    ("leaders:training-cancel", "get", "session", 200, 200, 200, 403, 404, 403),
    ("leaders:training-document-add", "get", "session", 200, 200, 200, 403, 404, 403),
    ("leaders:training-sheet", "get", "session", 200, 200, 200, 403, 404, 403),
    ("leaders:training-enrol", "get", "session", 200, 200, 200, 403, 404, 403),
    ("leaders:training-enrol-many", "get", "session", 200, 200, 200, 403, 404, 403),
    ("leaders:training-roll", "get", "session", 200, 200, 200, 403, 404, 403),
    ("leaders:training-roll-rest", "post", "session", 302, 302, 302, 403, 404, 403),
    ("leaders:training-feedback", "get", "session", 200, 200, 200, 403, 404, 403),
    ("leaders:training-close", "post", "session", 302, 302, 302, 403, 404, 403),
    ("leaders:training-reopen", "post", "session", 302, 302, 302, 403, 404, 403),
    ("leaders:training-finish", "post", "session", 302, 302, 302, 403, 404, 403),
    ("leaders:training-detail", "get", "street_session", 200, 200, 200, 200, 404, 403),
    ("leaders:training-enrol", "get", "street_session", 200, 200, 200, 403, 404, 403),
    ("leaders:training-update", "get", "street_session", 404, 200, 200, 403, 404, 403),
    ("leaders:training-roll", "get", "street_session", 404, 200, 200, 403, 404, 403),
    ("leaders:training-close", "post", "street_session", 404, 302, 302, 403, 404, 403),
    ("leaders:training-certificates", "get", "held", 200, 200, 200, 403, 404, 403),
    ("leaders:enrolment-mark", "post", "enrolment", 302, 302, 302, 403, 404, 403),
    ("leaders:enrolment-withdraw", "post", "enrolment", 302, 302, 302, 403, 404, 403),
    ("leaders:enrolment-correct", "get", "attended", 200, 200, 200, 403, 404, 403),
    ("leaders:enrolment-certificate", "get", "attended", 200, 200, 200, 403, 404, 403),
    ("communities:organization-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:organization-create", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:organization-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:organization-detail", "get", "organization", 200, 200, 200, 200, 404, 403),
    ("communities:organization-update", "get", "organization", 200, 200, 200, 403, 404, 403),
    ("communities:organization-end", "get", "organization", 200, 200, 200, 403, 404, 403),
    ("communities:member-count-edit", "get", "organization", 200, 200, 200, 403, 404, 403),
    ("communities:organization-publish", "post", "organization", 302, 302, 302, 403, 404, 403),
    ("communities:organization-unpublish", "post", "organization", 302, 302, 302, 403, 404, 403),
    ("communities:management-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:management-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:management-proposals", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:management-propose", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:management-detail", "get", "proposal", 200, 200, 200, 200, 404, 403),
    ("communities:management-detail", "post", "proposal", 403, 403, 200, 403, 404, 403),
    ("communities:management-correct", "get", "returned_proposal", 200, 200, 200, 403, 404, 403),
    ("communities:center-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:center-create", "get", None, 403, 200, 200, 403, 200, 403),
    ("communities:center-detail", "get", "center", 200, 200, 200, 200, 404, 403),
    ("communities:center-update", "get", "center", 403, 200, 200, 403, 404, 403),
    ("communities:center-retire", "get", "center", 403, 200, 200, 403, 404, 403),
    ("communities:hosting-begin", "get", "center", 403, 200, 200, 403, 404, 403),
    ("communities:center-service-create", "get", "center", 403, 200, 200, 403, 404, 403),
    ("communities:center-service-update", "get", "service", 403, 200, 200, 403, 404, 403),
    ("communities:hosting-transfer", "get", "hosting", 403, 200, 200, 403, 404, 403),
    ("communities:hosting-end", "get", "hosting", 403, 200, 200, 403, 404, 403),
    ("communities:inspection-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:inspection-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:inspection-create", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:inspection-detail", "get", "inspection", 200, 200, 200, 200, 404, 403),
    ("communities:inspection-update", "get", "inspection", 200, 200, 200, 403, 404, 403),
    ("communities:inspection-rectify", "get", "inspection", 200, 200, 200, 403, 404, 403),
    ("communities:inspection-document", "get", "inspection", 200, 200, 200, 403, 404, 403),
    ("communities:authority-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:authority-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:authority-enter", "get", None, 403, 200, 200, 403, 200, 403),
    ("communities:authority-detail", "get", "authority", 200, 200, 200, 200, 404, 403),
    ("communities:authority-detail", "post", "authority", 403, 403, 200, 403, 404, 403),
    ("communities:authority-correct", "get", "returned_authority", 403, 200, 200, 403, 404, 403),
    ("communities:authority-reply", "get", "authority", 403, 200, 200, 403, 404, 403),
    ("communities:authority-document", "get", "authority", 403, 200, 200, 403, 404, 403),
    ("communities:region-list", "get", None, 302, 302, 302, 302, 302, 403),
    ("communities:region-panel", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:region-detail", "get", "compound", 200, 200, 200, 200, 404, 403),
    ("communities:region-describe", "get", "compound", 200, 200, 200, 403, 404, 403),
    ("communities:region-add", "get", "compound", 403, 200, 200, 403, 404, 403),
    ("communities:street-choose", "get", None, 403, 200, 200, 403, 200, 403),
    ("communities:region-communities", "get", "street", 403, 200, 200, 403, 404, 403),
    ("communities:region-communities", "get", "compound", 403, 403, 403, 403, 404, 403),
    ("communities:region-add", "get", "street", 403, 200, 200, 403, 404, 403),
    ("communities:region-rename", "get", "street", 403, 403, 403, 403, 404, 403),
    ("communities:region-rename", "get", "community", 403, 200, 200, 403, 404, 403),
    ("communities:region-rename", "get", "compound", 403, 200, 200, 403, 404, 403),
    ("communities:region-retire", "get", "compound", 403, 200, 200, 403, 404, 403),
    ("communities:region-reopen", "get", "compound", 403, 200, 200, 403, 404, 403),
    ("communities:person-list", "get", None, 403, 200, 200, 403, 200, 403),
    ("communities:person-create", "get", None, 403, 200, 200, 403, 200, 403),
    ("communities:person-detail", "get", "worker", 403, 200, 200, 403, 404, 403),
    ("communities:posting-create", "get", "worker", 403, 200, 200, 403, 404, 403),
    ("communities:organization-bulk-publish", "post", None, 302, 302, 302, 403, 302, 403),
    ("leaders:appointment-update", "get", "returned", 200, 200, 200, 403, 404, 403),
    ("accounts:password-first", "get", None, 302, 302, 302, 302, 302, 302),
    ("communities:support-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:support-create", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:support-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:support-print", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:support-sums", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:support-detail", "get", "support", 200, 200, 200, 200, 404, 403),
    ("communities:support-update", "get", "support", 200, 200, 200, 403, 404, 403),
    ("communities:support-book", "get", "support", 200, 200, 200, 403, 404, 403),
    ("communities:support-close", "get", "support", 200, 200, 200, 403, 404, 403),
    ("communities:support-cancel", "get", "support", 200, 200, 200, 403, 404, 403),
    ("communities:support-document", "get", "support", 200, 200, 200, 403, 404, 403),
    ("communities:support-take-back", "get", "support_line", 200, 200, 200, 403, 404, 403),
    ("communities:venue-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:venue-create", "get", None, 403, 200, 200, 403, 200, 403),
    ("communities:venue-detail", "get", "venue", 200, 200, 200, 200, 404, 403),
    ("communities:venue-update", "get", "venue", 403, 200, 200, 403, 404, 403),
    ("communities:venue-retire", "get", "venue", 403, 200, 200, 403, 404, 403),
    ("communities:venue-book", "get", "venue", 200, 200, 200, 403, 404, 403),
    ("communities:venue-free", "post", "slot", 302, 302, 302, 403, 404, 403),
    ("communities:filing-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:filing-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:filing-create", "get", "organization", 200, 200, 200, 403, 404, 403),
    ("communities:filing-detail", "get", "draft", 200, 200, 200, 200, 404, 403),
    ("communities:filing-detail", "post", "submitted", 403, 200, 200, 403, 404, 403),
    ("communities:filing-detail", "post", "reviewed", 403, 403, 200, 403, 404, 403),
    ("communities:filing-update", "get", "draft", 200, 200, 200, 403, 404, 403),
    ("communities:filing-document-add", "get", "draft", 200, 200, 200, 403, 404, 403),
    ("communities:filing-submit", "post", "draft", 302, 302, 302, 403, 404, 403),
    ("communities:filing-withdraw", "post", "draft", 302, 302, 302, 403, 404, 403),
    ("communities:filing-drop", "get", "draft", 200, 200, 200, 403, 404, 403),
    ("communities:filing-end", "get", "filed", 403, 403, 200, 403, 403, 403),
    ("communities:filing-certificate", "get", "filed", 200, 200, 200, 403, 404, 403),
    ("communities:organization-registration", "get", "organization", 403, 403, 200, 403, 403, 403),
    ("communities:organization-registration-end", "get", "organization", 403, 403, 200, 403, 403, 403),
    ("communities:report-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:report-owed-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:report-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:report-create", "get", "organization", 200, 200, 200, 403, 404, 403),
    ("communities:report-detail", "get", "report", 200, 200, 200, 200, 404, 403),
    ("communities:report-detail", "post", "report", 403, 200, 200, 403, 404, 403),
    ("communities:report-update", "get", "returned report", 200, 200, 200, 403, 404, 403),
    ("communities:activity-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:activity-calendar", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:activity-create", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:activity-create-held", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:activity-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:activity-bulk-publish", "post", None, 302, 302, 302, 403, 302, 403),
    ("communities:activity-detail", "get", "activity", 200, 200, 200, 200, 404, 403),
    ("communities:activity-update", "get", "activity", 200, 200, 200, 403, 404, 403),
    ("communities:activity-count", "get", "activity", 200, 200, 200, 403, 404, 403),
    ("communities:activity-cancel", "get", "activity", 200, 200, 200, 403, 404, 403),
    ("communities:activity-publish", "post", "activity", 302, 302, 302, 403, 404, 403),
    ("communities:activity-unpublish", "post", "activity", 302, 302, 302, 403, 404, 403),
    ("communities:activity-photo-add", "get", "activity", 200, 200, 200, 403, 404, 403),
    ("communities:activity-photo", "get", "photo", 200, 200, 200, 200, 404, 403),
    ("communities:activity-photo-agree", "post", "photo", 302, 302, 302, 403, 404, 403),
    ("communities:activity-photo-withdraw", "post", "photo", 302, 302, 302, 403, 404, 403),
    ("communities:activity-rule-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:activity-rule-create", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:activity-rule-bulk-publish", "post", None, 302, 302, 302, 403, 302, 403),
    ("communities:activity-rule-detail", "get", "rule", 200, 200, 200, 200, 404, 403),
    ("communities:activity-rule-update", "get", "rule", 200, 200, 200, 403, 404, 403),
    ("communities:activity-rule-change", "get", "rule", 200, 200, 200, 403, 404, 403),
    ("communities:activity-rule-end", "get", "rule", 200, 200, 200, 403, 404, 403),
    ("communities:activity-rule-publish", "post", "rule", 302, 302, 302, 403, 404, 403),
    ("communities:activity-rule-unpublish", "post", "rule", 302, 302, 302, 403, 404, 403),
    ("communities:activity-session-count", "get", "rule day", 200, 200, 200, 403, 404, 403),
    ("communities:activity-rule-restore", "post", "rule day", 302, 302, 302, 403, 404, 403),
    ("communities:activity-photo-remove", "post", "photo", 302, 302, 302, 403, 404, 403),
    ("leaders:incentive-list", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:incentive-create", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:incentive-batch", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:incentive-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:incentive-notice", "post", None, 403, 302, 302, 403, 302, 403),
    ("leaders:incentive-bulk-approve", "post", None, 403, 403, 302, 403, 403, 403),
    ("leaders:incentive-bulk-award", "post", None, 403, 403, 302, 403, 403, 403),
    ("leaders:incentive-detail", "get", "incentive", 200, 200, 200, 403, 404, 403),
    ("leaders:incentive-detail", "post", "incentive", 403, 403, 200, 403, 404, 403),
    ("leaders:incentive-update", "get", "incentive_back", 200, 200, 200, 403, 404, 403),
    ("leaders:incentive-award", "post", "incentive", 403, 403, 302, 403, 403, 403),
    ("leaders:incentive-leave-batch", "post", "incentive", 403, 302, 302, 403, 404, 403),
    ("leaders:incentive-object", "get", "incentive_shown", 403, 200, 200, 403, 404, 403),
    ("leaders:incentive-resume", "get", "incentive_shown", 403, 302, 302, 403, 404, 403),
    ("leaders:incentive-withdraw", "get", "incentive", 403, 403, 200, 403, 404, 403),
    ("leaders:incentive-certificate", "get", "incentive_given", 200, 200, 200, 403, 404, 403),
    ("communities:notice-list", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:notice-create", "get", None, 403, 200, 200, 403, 200, 403),
    ("communities:notice-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("communities:notice-detail", "get", "notice", 200, 200, 200, 403, 404, 403),
    ("communities:notice-print", "get", "notice", 200, 200, 200, 403, 404, 403),
    ("communities:notice-close", "get", "notice", 403, 200, 200, 403, 404, 403),
    ("communities:notice-withdraw", "get", "notice", 403, 200, 200, 403, 404, 403),
    ("communities:notice-thank", "post", "notice", 403, 302, 302, 403, 404, 403),
    ("communities:notice-answer", "get", "opinion", 403, 200, 200, 403, 404, 403),
    ("communities:notice-reveal", "post", "opinion", 403, 200, 200, 403, 404, 403),
    ("communities:rating-list", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:rating-create", "get", None, 403, 200, 200, 403, 200, 403),
    ("communities:rating-export", "get", None, 200, 200, 200, 200, 200, 403),
    ("communities:rating-detail", "get", "rating", 200, 200, 200, 200, 404, 403),
    ("communities:rating-score", "get", "rating", 403, 200, 200, 403, 404, 403),
    ("communities:rating-submit", "post", "rating", 403, 302, 302, 403, 404, 403),
    ("communities:rating-decide", "get", "rating", 403, 403, 302, 403, 403, 403),
    ("communities:rating-enforce", "post", "rating", 403, 403, 302, 403, 403, 403),
    ("communities:rating-withdraw", "get", "rating", 403, 403, 200, 403, 403, 403),
    ("communities:rating-document-add", "get", "rating", 403, 200, 200, 403, 404, 403),
    ("leaders:case-list", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:case-create", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:case-export", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:case-bulk-assign", "post", None, 302, 302, 302, 403, 302, 403),
    ("leaders:case-detail", "get", "case", 200, 200, 200, 403, 404, 403),
    ("leaders:case-print", "get", "case", 200, 200, 200, 403, 404, 403),
    ("leaders:case-photo", "get", "case_photo", 200, 200, 200, 403, 404, 403),
    ("leaders:case-sort", "get", "case", 200, 200, 200, 403, 404, 403),
    ("leaders:case-assign", "get", "case", 200, 200, 200, 403, 404, 403),
    ("leaders:case-note", "get", "case", 200, 200, 200, 403, 404, 403),
    ("leaders:case-transfer", "get", "case", 200, 200, 200, 403, 404, 403),
    ("leaders:case-decline", "get", "case", 200, 200, 200, 403, 404, 403),
    ("leaders:case-merge", "get", "case", 200, 200, 200, 403, 404, 403),
    ("leaders:case-partner", "get", "case", 200, 200, 200, 403, 404, 403),
    ("leaders:case-document-add", "get", "case", 200, 200, 200, 403, 404, 403),
    ("leaders:case-extension", "get", "case", 200, 200, 200, 403, 404, 403),
    ("leaders:case-reply", "get", "case_in_hand", 200, 200, 200, 403, 404, 403),
    ("leaders:case-close", "get", "case_answered", 200, 200, 200, 403, 404, 403),
    ("leaders:case-publication", "get", "case_answered", 200, 200, 200, 403, 404, 403),
    ("leaders:case-reopen", "get", "case_closed", 200, 200, 200, 403, 404, 403),
    ("leaders:case-accept", "post", "case", 302, 302, 302, 403, 404, 403),
    ("leaders:case-unmerge", "post", "case_joined", 302, 302, 302, 403, 404, 403),
    ("leaders:case-reveal", "post", "case_told", 403, 403, 403, 403, 404, 403),
    ("leaders:case-slip", "post", "case_told", 403, 403, 403, 403, 404, 403),
    ("leaders:case-request-decide", "get", "case_request", 403, 200, 200, 403, 404, 403),
    ("leaders:case-request-withdraw", "post", "case_shown", 403, 302, 302, 403, 404, 403),
    ("leaders:reply-template-list", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:reply-template-create", "get", None, 403, 200, 200, 403, 200, 403),
    ("leaders:reply-template-update", "get", "reply_template", 403, 200, 200, 403, 404, 403),
    ("leaders:import-list", "get", None, 200, 200, 200, 403, 200, 403),
    ("leaders:import-template-file", "get", "import_subject", 200, 200, 200, 403, 200, 403),
    ("leaders:import-detail", "get", "import", 200, 200, 200, 403, 404, 403),
    ("leaders:import-columns", "get", "import", 200, 200, 200, 403, 404, 403),
    ("leaders:import-progress", "get", "import", 200, 200, 200, 403, 404, 403),
    ("leaders:import-rejected-file", "get", "import", 200, 200, 200, 403, 404, 403),
    ("leaders:import-revise", "post", "import", 302, 302, 302, 403, 404, 403),
    ("leaders:import-retry", "post", "import", 302, 302, 302, 403, 404, 403),
    ("leaders:import-decide", "post", "import", 403, 403, 302, 403, 403, 403),
    ("leaders:import-undo", "post", "import", 302, 302, 302, 403, 404, 403),
    ("leaders:import-confirm", "post", "import", 302, 302, 302, 403, 404, 403),
    ("leaders:import-drop", "post", "import", 302, 302, 302, 403, 404, 403),
    # Last, because they change what the others look at.
    ("leaders:reply-template-retire", "post", "reply_template", 403, 302, 302, 403, 404, 403),
    ("leaders:consent-withdraw", "post", "consent", 302, 302, 302, 403, 404, 403),
    ("communities:person-reset-password", "post", "worker", 403, 200, 200, 403, 404, 403),
    ("communities:posting-end", "post", "posting", 403, 302, 302, 403, 404, 403),
    ("accounts:logout", "post", None, 302, 302, 302, 302, 302, 302),
]


@pytest.fixture
def world(db):
    return make_world()


@pytest.mark.parametrize("place", range(len(ROLES)), ids=ROLES)
def test_each_role_gets_exactly_what_the_table_says(client, world, place):
    _tree, users, rows = world
    client.force_login(users[ROLES[place]], backend="django.contrib.auth.backends.ModelBackend")

    said = {}
    for name, method, row, *expected in PAGES:
        said[name, method] = getattr(client, method)(address(name, rows, row)).status_code, expected[place]

    assert {page: pair for page, pair in said.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("role", ["worker", "office", "manager"])
def test_a_row_elsewhere_answers_like_a_row_that_is_not_there(client, world, role):
    tree, users, _rows = world
    client.force_login(users[role], backend="django.contrib.auth.backends.ModelBackend")
    elsewhere = {
        "leaders:leader-detail": make_leader(tree.other_building).pk,
        "communities:organization-detail": make_organization(tree.other_community).pk,
        "communities:region-detail": tree.other_compound.pk,
        "communities:center-detail": make_center(tree.other_street).pk,
        "communities:inspection-detail": make_inspection(make_organization(tree.other_community)).pk,
        "communities:filing-detail": make_filing(make_organization(tree.other_community)).pk,
        "communities:report-detail": make_report(make_organization(tree.other_community)).pk,
        "leaders:training-detail": make_session(tree.other_street).pk,
        "leaders:case-detail": make_case(tree.other_building).pk,
    }

    for name, pk in elsewhere.items():
        hidden = client.get(reverse(name, args=[pk]))
        missing = client.get(reverse(name, args=[99_999_999]))

        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert without_token(hidden, pk) == without_token(missing, 99_999_999)


def without_token(response, pk):
    lines = response.content.decode().splitlines()
    return [line.replace(f"/{pk}/", "/ID/") for line in lines if "csrfmiddlewaretoken" not in line]


def test_own_above_below_and_sibling_are_told_apart(client, world):
    tree, users, _rows = world
    client.force_login(users["worker"], backend="django.contrib.auth.backends.ModelBackend")
    places = {
        "own": (tree.community, 200),
        "below": (tree.building, 200),
        "above": (tree.street, 404),
        "sibling": (tree.community2, 404),
        "other street": (tree.other_street, 404),
    }

    said = {what: client.get(region.get_absolute_url()).status_code for what, (region, _code) in places.items()}

    assert said == {what: code for what, (_region, code) in places.items()}


def test_an_ended_posting_opens_nothing_from_the_next_request_on(client, world):
    _tree, users, rows = world
    client.force_login(users["worker"], backend="django.contrib.auth.backends.ModelBackend")
    page = rows["leader"].get_absolute_url()
    assert client.get(page).status_code == 200

    users["worker"].postings.get().end(by=users["manager"])

    assert client.get(page).status_code == 403


def test_a_posted_region_out_of_reach_is_an_error_and_not_a_hole(client, world):
    tree, users, _rows = world
    client.force_login(users["worker"], backend="django.contrib.auth.backends.ModelBackend")
    typed = {
        "name": "外面的人",
        "gender": "female",
        "basis": "consent",
        "region": tree.other_building.pk,
        "kind": "none",
        "stage": "backbone",
    }

    response = client.post(reverse("leaders:leader-create"), typed)

    assert response.status_code == 200
    assert "Choose a region inside the own posting." in response.content.decode()


def test_ids_from_elsewhere_are_no_part_of_a_bulk_act(client, world):
    tree, users, rows = world
    client.force_login(users["worker"], backend="django.contrib.auth.backends.ModelBackend")
    elsewhere = make_organization(tree.other_community)

    client.post(
        reverse("communities:organization-bulk-publish"),
        {"shown": "1", "pick": [elsewhere.pk, rows["organization"].pk]},
    )

    elsewhere.refresh_from_db()
    rows["organization"].refresh_from_db()
    assert (elsewhere.is_published, rows["organization"].is_published) == (False, True)


def test_a_superuser_reaches_every_place(client, world):
    _tree, _users, rows = world
    client.force_login(make_superuser(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(rows["leader"].get_absolute_url()).status_code == 200


def test_the_table_names_every_page():
    named = {name for name, _ids in PAGES_OF_THE_SITE if name not in PUBLIC and not name.startswith("directory:")}

    unnamed = named - {page[0] for page in PAGES} - {"communities:document-file", "communities:document-remove"}
    assert unnamed == set()


def test_kinds_stay_four():
    assert Kind.values == ["team", "opinion", "building", "estate"]
