"""Filings on the page of their organization: progress, growth, and the tab with everything so far."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.filings.models import FilingCase
from communities.filings.models.report import report_year
from communities.filings.views.ways import with_ways
from communities.scope import reaches
from registry.accounts.roles import Permission


class Step(NamedTuple):
    """One step of a way: `css` is done, now or "" for one to come."""

    label: str
    note: str
    css: str = ""


def case_of(organization):
    """The organization's filings, looked up once a page."""
    if not hasattr(organization, "filing_case"):
        organization.filing_case = FilingCase(organization, counts=getattr(organization, "counts", None))
    return organization.filing_case


def steps_of(filing):
    """[Step] of one filing from the application to the renewal. Needs the people selected."""
    returned = filing.state == "returned"
    if filing.kind == "paper":
        return [*_paper_steps(filing, returned), *(_end_of(filing) if filing.decided_at else [Step(_("On file"), "")])]
    now = {"draft": 0, "submitted": 1, "reviewed": 2, "returned": 2 if filing.reviewed_at else 1}.get(filing.state)
    signed = [
        (_("Application"), filing.submitted_at, filing.submitted_by),
        (_("Pre-check"), filing.reviewed_at, filing.reviewed_by),
        (_("Decision of the street"), filing.decided_at, filing.decided_by),
    ]
    steps = []
    for place, (label, at, by) in enumerate(signed):
        note = f"{timezone.localdate(at)} {by}" if at else ""
        if place == now:
            note = _("Returned for correction") if returned else note or _("in hand")
        steps.append(Step(label, note, "now" if place == now else "done" if at else ""))
    return [*steps, *_end_of(filing)]


def _paper_steps(filing, returned):
    """Entered and held against the paper: there was no application here, and no pre-check."""
    entered = f"{timezone.localdate(filing.submitted_at)} {filing.submitted_by}"
    confirmed = f"{timezone.localdate(filing.decided_at)} {filing.decided_by}" if filing.decided_at else ""
    note = confirmed or (_("Returned for correction") if returned else _("in hand"))
    css = "done" if confirmed else "" if filing.state == "dropped" else "now"
    return [Step(_("Entered from the paper"), entered, "done"), Step(_("Held against the paper"), note, css)]


def _end_of(filing):
    if not filing.number:
        return [Step(_("On file"), "")]
    steps = [Step(_("On file"), _("since %(day)s") % {"day": filing.valid_from}, "done")]
    if filing.shown in ("renew", "expired", "ended", "replaced"):
        until = _("until %(day)s") % {"day": filing.valid_until}
        ended = timezone.localdate(filing.ended_at).isoformat() if filing.ended_at else until
        steps.append(Step(filing.shown.label, ended, "now"))
    return steps


def progress(row, user):
    """The filing in hand, else the standing one, else the last that ended, with what may be done next."""
    case = case_of(row)
    shown = case.open or case.standing or case.ended
    may_edit, page = reaches(user, Permission.FILING_EDIT, row.region_path), row.get_absolute_url()
    return {
        "filing": shown,
        "standing": case.standing,
        "steps": steps_of(shown) if shown else [],
        "missing": with_ways(_missing(case), row, page, filing=case.open) if may_edit else _missing(case),
        "begin": _begin(row, case.kind_due if may_edit else ""),
        "bars": [check.bar for check in case.bars],
    }


def _begin(row, kind):
    """(text, address) of the button, or None."""
    texts = {
        "first": _("Begin filing"),
        "renewal": _("Renew filing"),
        "change": _("Change person in charge"),
        "amend": _("Change what is on file"),
    }
    if kind not in texts:
        return None
    return texts[kind], f"{reverse('communities:filing-create', args=[row.pk])}?kind={kind}"


def _missing(case):
    """What stands in the way of the next step and can be put right."""
    return [check for check in case.checks_ahead() if not check.is_met and not check.bar]


def growth(row, _user):
    """Guided, filed, registered, with dates, and what is missing for the next of them."""
    case = case_of(row)
    first = min((one.valid_from for one in case.rows if one.valid_from), default=None)
    guided = row.founded_on or timezone.localdate(row.created_at)
    was_filed = first and (row.legal_status == "filed" or row.is_registered)
    past = f"{first} – {timezone.localdate(case.ended.ended_at)}" if first and case.ended and not case.standing else ""
    steps = [
        Step(_("Guided by the community"), _("since %(day)s") % {"day": guided}, "done"),
        Step(
            _("Filed with the street"),
            _("since %(day)s") % {"day": first} if was_filed else past,
            "done" if was_filed else "",
        ),
        Step(
            _("Registered with civil affairs"),
            _("since %(day)s") % {"day": row.registered_on} if row.is_registered else "",
            "done" if row.is_registered else "",
        ),
    ]
    missing = [] if row.legal_status != "guided" else _missing(case)
    return {
        "steps": steps,
        "mode": row.get_management_mode_display(),
        "missing": _("; ").join(str(check.text) for check in missing),
        "bars": [] if row.is_registered else [check.bar for check in case.bars],
        "asks": _civil_conditions(case) if row.legal_status == "filed" and not case.bars else [],
    }


def _civil_conditions(case):
    """What civil affairs ask of a social organization, in the words of the national regulation; no street sets it."""
    members = _("50 members, or 30 units as members")
    if case.count:
        known = {"asked": members, "members": case.count.members, "year": case.count.year}
        members = _("%(asked)s; here %(members)s members in %(year)s") % known
    return [
        members,
        _("a name, a charter and organs of its own"),
        _("a fixed place"),
        _("staff fit for what it does"),
        _("lawful funds of 30,000 yuan or more"),
    ]


def filings_tab(row, user):
    """All filings, yearly reports and the legal status, with what may be begun."""
    case = case_of(row)
    may_edit = reaches(user, Permission.FILING_EDIT, row.region_path)
    decides = reaches(user, Permission.FILING_DECIDE, row.region_path) and row.is_current
    reports = list(row.reports.all()[:10])
    was_filed = any(one.valid_from and one.valid_from.year <= report_year() for one in case.rows)
    owed = report_year() if row.legal_status == "filed" and may_edit and was_filed else None
    return {
        "rows": case.rows,
        "begin": _begin(row, case.kind_due if may_edit else ""),
        "paper": reverse("communities:filing-paper-create", args=[row.pk])
        if may_edit and case.kind_due == "first"
        else "",
        "change": _begin(row, "change" if may_edit and case.may_change_person else ""),
        "amend": _begin(row, "amend" if may_edit and case.may_change_person else ""),
        "reports": reports,
        "report_year": owed if owed not in [report.year for report in reports] else None,
        "may_register": decides and not row.is_registered,
        "may_unregister": decides and row.is_registered,
    }
