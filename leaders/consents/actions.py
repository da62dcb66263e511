from django.db import transaction

from leaders.consents.models import Consent, ConsentText
from registry.audit.log import differences, record


@transaction.atomic
def give_consents(leader, fields, *, by, form=Consent.Form.PAPER, witness="", given_on=None):
    """Record consent to each of `fields` that has none standing; return how many were new."""
    leader.refuse_erased()
    text = ConsentText.in_force()
    standing = set(leader.consents.given().values_list("field", flat=True))
    new = [field for field in fields if field not in standing]
    for field in new:
        consent = Consent(
            leader=leader,
            field=field,
            text=text,
            form=form,
            witness=witness,
            given_on=given_on,
            recorded_by=by,
        )
        consent.save()
        record("consent.give", consent, by=by, changes=differences({}, consent))
    return len(new)
