"""The subjects by their names."""

from leaders.imports.models import ImportBatch
from leaders.imports.subjects.honours import HonoursSubject
from leaders.imports.subjects.hours import HoursSubject
from leaders.imports.subjects.organizations import OrganizationsSubject
from leaders.imports.subjects.people import PeopleSubject
from leaders.imports.subjects.place_rows import PlacesSubject

SUBJECTS = {
    ImportBatch.Subject.PLACES: PlacesSubject,
    ImportBatch.Subject.ORGANIZATIONS: OrganizationsSubject,
    ImportBatch.Subject.PEOPLE: PeopleSubject,
    ImportBatch.Subject.HOURS: HoursSubject,
    ImportBatch.Subject.HONOURS: HonoursSubject,
}


def subject_of(batch):
    """The subject of a batch with what is registered in its region, read now."""
    return SUBJECTS[batch.subject](batch)
