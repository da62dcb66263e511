"""One of everything a page may be about, for the tables that go through all pages."""

from decimal import Decimal

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from communities.activities.models import ActivityPhoto
from communities.centers.models import ServiceRecord
from communities.merging.actions import merge
from communities.merging.subjects import LEADER
from communities.notices.models import Opinion
from communities.records.images import clean_image
from communities.regions.actions import recode
from communities.regions.models import RegionEdition
from leaders.imports import actions, tasks
from leaders.people.models import Kind
from leaders.privacy.models import HeldFile
from registry.accounts.roles import Role
from tests.factories import (
    close,
    make_activity,
    make_appointment,
    make_assessment,
    make_authority_decision,
    make_awarded_incentive,
    make_case,
    make_case_in,
    make_case_photo,
    make_case_request,
    make_center,
    make_closing,
    make_consent,
    make_current,
    make_departure,
    make_earlier_honour,
    make_ended,
    make_enrolment,
    make_filing,
    make_incentive,
    make_incentive_on_notice,
    make_inspection,
    make_leader,
    make_nomination,
    make_opinion,
    make_organization,
    make_outside_hours,
    make_paper_filing,
    make_picture,
    make_plan,
    make_proposal,
    make_rating,
    make_reply_template,
    make_report,
    make_reserve_place,
    make_returned,
    make_returned_incentive,
    make_rule,
    make_session,
    make_slot,
    make_superuser,
    make_support,
    make_tree,
    make_user,
    make_venue,
)
from tests.factories.conduct import make_review
from tests.factories.privacy import carry_out, keep_past_its_day, make_erasure
from tests.factories.replies import make_reply, make_shown_reply
from tests.factories.topics import make_question, make_representative, make_topic
from tests.leaders.imports.tables import workbook


def make_world(tree=None, *, code="310112000099"):
    """(tree, {role: user}, {kind of row: row}): one of everything a page of the table may be about.

    A `tree` given beside the first world's needs a `code` of its own for the act on a place.
    """
    tree = tree or make_tree()
    users = {
        "worker": make_user(Role.WORKER, tree.community),
        "office": make_user(Role.OFFICE, tree.street),
        "manager": make_user(Role.MANAGER, tree.street),
        "overseer": make_user(Role.OVERSEER, tree.county),
        "other": make_user(Role.OFFICE, tree.other_street),
        "nobody": make_user(),
    }
    leader = make_leader(tree.building, phone="13800138000")
    leader.change_photo(clean_image(make_picture()), by=users["worker"])
    rows = {
        "leader": leader,
        "current": make_plan(make_current(leader, region=tree.building)),
        "ended": make_ended(leader, Kind.OPINION),
        "pending": make_appointment(make_leader(tree.building2, name="钟桂英"), region=tree.building2),
        "organization": make_organization(tree.community),
        "assessment": make_assessment(tree.street),
        "street": tree.street,
        "community": tree.community,
        "compound": tree.compound,
        "worker": users["worker"],
        "posting": users["worker"].postings.get(),
        "region edition": RegionEdition.objects.create(file_name="2024.csv", compared_by=users["manager"]),
        "region act": recode(tree.building2, code, by=users["manager"], reason="换码"),
        "returned": make_returned(make_leader(tree.building, name="石佳慧"), kind=Kind.OPINION),
        "consent": make_consent(leader),
        "merge": merged(tree, users["worker"]),
    }
    for more in (cultivated, filed, overseen, supported, active, trained, honoured, answered, imported):
        rows |= more(tree)
    return tree, users, rows


def merged(tree, by):
    """One person written twice in one building, made one."""
    kept, gone = (make_leader(tree.building, name="双录人") for _twice in range(2))
    return merge(LEADER, kept, gone, picks=[], versions={row.pk: row.version for row in (kept, gone)}, by=by)


def cultivated(tree):
    """A person on the way: a place in a reserve, a nomination."""
    leader = make_leader(tree.building, name="周桂芳")
    return {
        "reserve": make_reserve_place(leader, tree.building),
        "nomination": make_nomination(tree.building),
    }


def filed(tree):
    """Filings in each state and yearly reports, each of an organization of its own."""
    rows = {
        state: make_filing(make_organization(tree.community), state=state)
        for state in ("draft", "submitted", "reviewed", "filed")
    }
    rows["paper"] = make_paper_filing(make_organization(tree.community))
    returned = make_report(make_organization(tree.community))
    returned.send_back(by=make_user(), reason="改")
    return rows | {"report": make_report(make_organization(tree.community)), "returned report": returned}


def overseen(tree):
    """What is managed, hosted, inspected and decided in the community."""
    team, other = make_organization(tree.community), make_organization(tree.community)
    center = make_center(tree.street)
    today = timezone.localdate()
    hosting = center.host(team, by=make_user(), on=today, document_number="1")
    service = ServiceRecord(center=center, organization=team, given_on=today, kind="guidance", what="指导")
    service.enter(by=make_user())
    sent_back, not_right = make_proposal(other), make_authority_decision(other)
    for row in (sent_back, not_right):
        row.send_back(by=make_user(), reason="再看一次")
    going = make_organization(tree.community, name="将停的队", is_published=True)
    make_slot(make_venue(tree.community), going)
    gone = make_organization(tree.community, name="已停的队", is_published=True)
    sealed = keep_past_its_day(make_leader(tree.building, name="尤封存"))
    return {
        "closing": make_closing(going),
        "closed": close(gone),
        "departure": make_departure(make_leader(tree.building, name="尤迁出")),
        "erasure": make_erasure(make_leader(tree.building, name="尤请删")),
        "erased": erased(tree),
        "kept_sealed": sealed,
        "kept_file": (sealed.pk, HeldFile.objects.create(hold=sealed.kept, file="kept/paper.pdf").pk),
        "center": center,
        "hosting": hosting,
        "service": service,
        "proposal": make_proposal(team),
        "returned_proposal": sent_back,
        "inspection": make_inspection(team),
        "authority": make_authority_decision(team),
        "returned_authority": not_right,
    }


def supported(tree):
    """What is given in the community, and a room with its weekly slot."""
    team = make_organization(tree.community)
    granted = make_support(team, granted="300.00")
    line = granted.book("used", Decimal("10.00"), on=timezone.localdate(), what_for="球拍", by=make_user())
    venue = make_venue(tree.community)
    return {
        "support": granted,
        "support_line": line,
        "support_things": make_support(team, title="排练用桌椅"),
        "support_pending": make_support(team, granted="200.00", confirmed=False),
        "venue": venue,
        "street_venue": make_venue(tree.street),
        "slot": make_slot(venue, team),
    }


def active(tree):
    """An activity with a photo, and a rule with one of its days."""
    activity, rule = make_activity(tree.community), make_rule(tree.community, weekdays=0b1111111)
    drawn = ContentFile(b"not looked at")
    [photo] = ActivityPhoto.attach(activity, [drawn], caption="x", by=make_user())
    return {"activity": activity, "photo": photo, "rule": rule, "rule day": (rule.pk, timezone.localdate())}


def trained(tree):
    """A coming session of the community and one of the street, and one that was held."""
    leader = make_leader(tree.building, name="蒋文娟")
    boss, held = make_superuser(), make_session(tree.community, days=0)
    attended = make_enrolment(held, leader, by=boss)
    attended.mark(by=boss, attendance="present")
    held.complete(by=boss)
    coming = make_session(tree.community)
    entered, counted = (make_outside_hours(leader) for _twice in range(2))
    counted.decide(by=make_user())
    back = make_outside_hours(leader)
    back.send_back(by=make_user(), reason="补证书")
    return {
        "outside": entered,
        "proof": (leader.pk, timezone.localdate().year),
        "outside_back": back,
        "outside_counted": counted,
        "session": coming,
        "street_session": make_session(tree.street),
        "held": held,
        "attended": attended,
        "enrolment": make_enrolment(make_session(tree.community), leader, by=boss),
    }


def honoured(tree):
    """Thanks in each state with the notice and an opinion on it, and a star rating begun."""
    leader = make_leader(tree.building, name="傅明德")
    rows = {
        "incentive": make_incentive(leader, batch="2026"),
        "incentive_back": make_returned_incentive(leader),
        "incentive_shown": make_incentive_on_notice(leader),
        "incentive_given": make_awarded_incentive(leader),
        "rating": make_rating(organization=make_organization(tree.community)),
    }
    notice = rows["incentive_shown"].notice
    entered, counted, back = (make_earlier_honour(leader) for _three in range(3))
    counted.decide(by=make_user())
    back.send_back(by=make_user(), reason="补证书")
    rows |= {"honour": entered, "honour_counted": counted, "honour_back": back}
    brought = Opinion(notice=notice, side="support", text="同意。")
    receipt = brought.enter(by=make_user(Role.OFFICE, tree.street), channel="spoken")
    return rows | {"notice": notice, "opinion": make_opinion(notice), "receipt": (receipt,)}


def erased(tree):
    """A person of whom a placeholder is left."""
    leader = make_leader(tree.building, name="尤已删")
    carry_out(leader)
    return type(leader).objects.get(pk=leader.pk)


def answered(tree):
    """Matters in the states their pages are about, what is asked for them, a template."""
    joined, closed = make_case(tree.building), make_case_in("closed", tree.building, may_publish=True)
    joined.merge(by=make_user(), into=make_case(tree.building))
    told = make_case(tree.building, name="沈阿姨", contact="021-5555 0199")
    told.assign(by=make_user(), to=make_user(Role.MANAGER, tree.street))
    return {
        "case": make_case(tree.building, may_publish=True),
        "case_told": told,
        "case_in_hand": make_case_in("handling", tree.building),
        "case_answered": make_case_in("answered", tree.building, may_publish=True),
        "case_closed": closed,
        "case_joined": joined,
        "case_photo": make_case_photo(closed),
        "case_request": make_case_request(make_case_in("handling", tree.building)),
        "case_shown": make_case_request(make_case_in("closed", tree.building, may_publish=True), "publication"),
        "reply_template": make_reply_template(tree.street),
        "satisfaction_reply": make_reply(make_organization(tree.community, name="回声合唱队")),
        "satisfaction_reply_shown": make_shown_reply(make_organization(tree.community, name="听涛书画社")),
    } | topics(tree)


def topics(tree):
    """A public topic and a draft, a representative, a question to be read; a conduct review begun."""
    topic = make_topic(tree.community)
    review = make_review(make_current(make_leader(tree.building2, name="江文静"), kind=Kind.OPINION))
    return {
        "topic": topic,
        "topic_draft": make_topic(tree.community, is_public=False),
        "representative": make_representative(topic),
        "question": make_question(topic),
        "review": review,
        "review_step": (review.pk, "accepted"),
    }


def imported(tree):
    """A table with a row that is ready and one that is wrong."""
    rows = [["姓名", "楼栋"], ["王芳", "12号楼"], ["", "12号楼"]]
    by = make_user(Role.OFFICE, tree.street)
    batch = actions.upload(
        by=by, region=tree.community, subject="people", data=workbook(rows), name="名册.xlsx", given={}
    )
    tasks.begin(batch, batch.State.CHECKING, by=by)
    return {"import": batch, "import_subject": ("people",), "guide": ("worker",)}


def address(name, rows, row):
    """The URL of a page of the table about one of `rows` (a tuple of arguments where a page takes several)."""
    given = rows[row] if row else ()
    return reverse(name, args=given if isinstance(given, tuple) else [given.pk])
