from django.db import transaction

from communities.assessments.models import refuse_unassessed
from leaders.consents.models import Consent, ConsentText
from registry.audit.log import differences, record


@transaction.atomic
def give_consents(leader, fields, *, by, form=Consent.Form.PAPER, witness="", given_on=None):
    """Record consent to each of `fields` that has none to the text in force; return how many were new.

    One to an older text is withdrawn by the new one. Raises ValidationError "unassessed" where the street has not
    assessed publication: nothing of what is given is shown before that.
    """
    leader.refuse_erased(anew=True)
    text = ConsentText.in_force()
    standing = {consent.field: consent for consent in leader.consents.given().with_age()}
    new = [field for field in fields if field not in standing or standing[field].is_outdated]
    if new:
        refuse_unassessed(leader.region_path)
    for field in new:
        if field in standing:
            standing[field].withdraw(by=by)
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
