"""Where each missing point of a filing is put right, and the way back from there."""

from django.urls import reverse

from communities.filings.models.report import report_year
from communities.pages.back import with_back


def with_ways(checks, organization, page, *, filing=None):
    """The checks, those that are missing with the address on which they are put right; `page` is come back to."""
    return [
        check if check.is_met or check.bar else check._replace(way=_way(check.key, organization, page, filing))
        for check in checks
    ]


def _way(key, organization, page, filing):
    if key == "members":
        return with_back(reverse("communities:member-count-edit", args=[organization.pk]), page)
    if key == "place":
        return with_back(reverse("communities:organization-update", args=[organization.pk]), page)
    if key == "report":
        report = reverse("communities:report-create", args=[organization.pk])
        return with_back(f"{report}?year={report_year()}", page)
    if filing is None or not filing.may_be_edited:
        return ""
    if key in PAPERS:
        return with_back(f"{reverse('communities:filing-document-add', args=[filing.pk])}?kind={key}", page)
    return with_back(reverse("communities:filing-update", args=[filing.pk]), page)


PAPERS = ("charter", "roster", "choice")
