from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from communities.organizations.credit_code import SIGNS, check_sign, credit_code, normalised
from communities.organizations.models import Organization
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.clock import TODAY
from tests.factories import make_filing, make_organization, make_user

FIRST_17 = "51310112MJ6789012"
CODE = FIRST_17 + check_sign(FIRST_17)


def again(row):
    return Organization.objects.get(pk=row.pk)


def register(team, code=CODE, on=TODAY, authority="闵行区民政局"):
    team.register_with_civil_affairs(by=make_user(), code=code, on=on, authority=authority)


# Published codes of bodies everybody can look up, whatever department gave them.
@pytest.mark.parametrize("code", ["11100000MB0143028R", "12100000400002259P", "9144030071526726XG"])
def test_the_check_character_agrees_with_published_codes(code):
    assert check_sign(code[:17]) == code[17]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (CODE[:17], "length"),
        (CODE + "1", "length"),
        ("", "length"),
        (CODE[:9] + "O" + CODE[10:], "sign"),
        (CODE[:9] + "好" + CODE[10:], "sign"),
        ("9" + CODE[1:], "department"),
        (CODE[:3] + "A" + CODE[4:], "region"),
        (CODE[:17] + next(sign for sign in SIGNS if sign != CODE[17]), "check"),
    ],
)
def test_a_wrong_code_is_told_what_is_wrong(code, kind):
    with pytest.raises(ValidationError) as refused:
        credit_code(code)

    assert refused.value.code == kind


def test_every_exchange_of_one_character_is_noticed():
    for place in range(8, 17):
        for sign in SIGNS:
            if sign != CODE[place]:
                with pytest.raises(ValidationError):
                    credit_code(CODE[:place] + sign + CODE[place + 1 :])


def test_a_code_is_normalised():
    assert normalised(" 51310112－mj6789012 ") == "51310112MJ6789012"


def test_registering_and_back_to_guided(team):
    register(team, code=CODE.lower())
    row = again(team)
    assert (row.legal_status, row.credit_code, row.registered_on) == ("registered", CODE, TODAY)

    row.end_civil_registration(by=make_user(), note="注销登记")

    row = again(team)
    assert (row.legal_status, row.credit_code, row.registered_on) == ("guided", "", None)
    verbs = AuditEntry.objects.filter(object_id=team.pk, verb__startswith="organization.registration")
    assert verbs.count() == 2


def test_back_to_filed_while_a_filing_is_in_force(team):
    make_filing(team, state="filed")
    register(again(team))
    assert again(team).legal_status == "registered"

    again(team).end_civil_registration(by=make_user(), note="注销登记")

    assert again(team).legal_status == "filed"


def test_a_registered_organization_is_not_filed(team):
    register(team)

    with pytest.raises(ValidationError, match="takes the place of a filing"):
        make_filing(again(team))


def test_a_code_belongs_to_one_organization(tree, team):
    register(team)

    with pytest.raises(ValidationError, match="another organization"):
        register(make_organization(tree.community))
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.filter(pk=make_organization(tree.other_community).pk).update(
            credit_code=CODE, legal_status="registered", registered_on=TODAY, registered_with="x"
        )


def test_the_database_ties_status_and_code(team):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.filter(pk=team.pk).update(legal_status="registered")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"authority": " "}, "authority"),
        ({"code": CODE[:17]}, "code"),
    ],
)
def test_wrong_facts_are_told_by_field(team, facts, field):
    with pytest.raises(ValidationError) as refused:
        register(team, **facts)

    assert field in refused.value.message_dict


def test_the_page_says_which_character_is_wrong_and_keeps_what_was_typed(client, sign_in, tree, team):
    sign_in(make_user(Role.MANAGER, tree.street))
    wrong = FIRST_17 + next(sign for sign in SIGNS if sign != CODE[17])
    address = reverse("communities:organization-registration", args=[team.pk])

    response = client.post(address, {"code": wrong, "on": TODAY, "authority": "闵行区民政局"})

    text = response.content.decode()
    assert f"after its first 17 stands {CODE[17]}, not {wrong[17]}" in text
    assert wrong in text and "闵行区民政局" in text
    assert again(team).legal_status == "guided"


def test_a_manager_records_it_and_takes_it_back(client, sign_in, tree, team):
    sign_in(make_user(Role.MANAGER, tree.street))
    address = reverse("communities:organization-registration", args=[team.pk])
    client.post(address, {"code": f" {CODE.lower()} ", "on": TODAY, "authority": "闵行区民政局"})
    assert again(team).credit_code == CODE

    client.post(reverse("communities:organization-registration-end", args=[team.pk]), {"note": "证书注销"})

    assert again(team).legal_status == "guided"


@pytest.mark.parametrize("name", ["平南苑业主委员会", "三村楼组"])
def test_what_residents_elect_under_other_rules_is_not_registered(tree, name):
    with pytest.raises(ValidationError) as refused:
        register(make_organization(tree.community, name=name))

    assert refused.value.code == "bar"


@pytest.mark.parametrize("restraint", ["restricted", "banned"])
def test_nothing_is_registered_while_a_decision_stands(team, restraint):
    Organization.objects.filter(pk=team.pk).update(restraint=restraint)

    with pytest.raises(ValidationError) as refused:
        register(again(team))

    assert refused.value.code == "restrained"
