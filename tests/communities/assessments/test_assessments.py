"""Before people are shown in public somebody asks what that does to them, and signs it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communities.activities.models import ActivityPhoto
from communities.assessments.models import Assessment
from communities.organizations.models import Organization
from leaders.consents.models import Consent
from leaders.people.models import Leader
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from registry.desk.due import tasks
from registry.desk.first_steps import first_steps
from tests.factories import (
    make_activity,
    make_assessment,
    make_consent,
    make_leader,
    make_organization,
    make_superuser,
    make_user,
)
from tests.factories.topics import make_representative, make_topic
from tests.windows import form_on

TODAY = {
    "lawful": "方便居民找到带头人",
    "effects": "可能被打扰",
    "measures": "逐项同意",
    "signer": "何静",
    "assessed_on": "2026-11-20",
    "review_on": "2027-11-20",
}


@pytest.fixture
def bare(tree):
    """The tree where nobody has assessed anything."""
    Assessment.objects.all().delete()
    return tree


def test_every_door_to_publication_waits_for_an_assessment(bare, sign_in, manager, office):
    hidden, leader = make_organization(bare.community), make_leader(bare.building)
    photo = ActivityPhoto.objects.create(
        activity=make_activity(bare.community), caption="合影", uploaded_by=office, file="photos/a.jpg"
    )
    shown = make_organization(bare.community)
    Organization.objects.filter(pk=shown.pk).update(is_published=True)
    shown.refresh_from_db()

    verbs = [
        lambda: hidden.publish(by=office),
        lambda: make_organization(bare.community, is_published=True),
        lambda: make_consent(leader),
        lambda: make_representative(make_topic(bare.community)),
        lambda: photo.agree(by=office),
    ]
    for verb in verbs:
        with pytest.raises(ValidationError) as refused:
            verb()
        assert "impact assessment" in " ".join(refused.value.messages)

    client = sign_in(office)
    typed = {
        "name": "晨光合唱队", "region": bare.community.pk, "category": hidden.category_id, "purpose": "唱歌",
        "is_published": "on",
    }  # fmt: skip
    pages = [
        client.post(reverse("communities:organization-create"), typed),
        client.post(
            reverse("leaders:consent-list", args=[leader.pk]),
            {"fields_agreed": ["name"], "form": "paper", "given_on": "2026-11-20"},
        ),
        client.post(reverse("communities:organization-publish", args=[hidden.pk]), follow=True),
        client.post(reverse("communities:organization-bulk-publish"), {"pick": [hidden.pk], "shown": "1"}, follow=True),
    ]
    assert [page.status_code for page in pages] == [200] * 4
    assert ["Publication waits" in page.content.decode() for page in pages] == [True] * 4
    assert not Consent.objects.exists() and not Organization.objects.filter(name="晨光合唱队").exists()
    assert list(Organization.objects.filter(is_published=True)) == [shown], "what is shown already stays as it is"
    shown.publish(by=office, shown=False)  # taking away asks for nothing


def test_the_other_doors_wait_too(bare, sign_in, office):
    """A box ticked in the record's own form, the registration of a leader with consents, the action of the admin."""
    group, client = make_organization(bare.community, purpose="唱歌"), sign_in(office)
    page = reverse("communities:organization-update", args=[group.pk])
    ticked = form_on(client.get(page)) | {"is_published": ["on"]}
    leader = {
        "name": "单国强", "gender": "male", "region": bare.building.pk, "basis": "consent", "kind": "building", "building": bare.building.pk,
        "started_on": "2026-01-01", "term_ends_on": "2028-12-31", "how_chosen": "put_forward", "consents": ["name"],
        "consent_form": "paper", "given_on": "2026-01-01",
    }  # fmt: skip
    refused = [client.post(page, ticked), client.post(reverse("leaders:leader-create"), leader)]
    assert ["Publication waits" in answer.content.decode() for answer in refused] == [True] * 2
    assert not Leader.objects.exists(), "nobody is registered without the consents that were ticked"

    boss = sign_in(make_superuser())
    act = {"action": "publish", "_selected_action": [group.pk]}
    told = boss.post(reverse("admin:communities_organization_changelist"), act, follow=True)
    assert "Publication waits" in told.content.decode()
    assert not Organization.objects.filter(is_published=True).exists()


def test_whoever_may_enter_it_is_led_there_and_then_publishes(bare, sign_in, manager):
    hidden = make_organization(bare.community)
    publish = reverse("communities:organization-publish", args=[hidden.pk])
    form = reverse("communities:assessment-create")

    client = sign_in(manager)
    assert client.post(publish).url == form
    assert "assessment" in [step["key"] for step in first_steps(manager)["steps"]]
    made = client.post(form, TODAY | {"region": bare.street.pk})
    row = Assessment.objects.get()
    assert made.url == row.get_absolute_url() and (row.entered_by, row.region_path) == (manager, bare.street.path)
    assert AuditEntry.objects.get(verb="assessment.enter").object_id == row.pk
    assert client.post(publish).url == hidden.get_absolute_url()
    hidden.refresh_from_db()
    assert hidden.is_published
    assert "assessment" not in [step["key"] for step in first_steps(manager)["steps"]]


@pytest.mark.parametrize("place", ["county", "street", "other_street"])
def test_it_holds_for_its_place_and_all_below(bare, place):
    make_assessment(getattr(bare, place))
    if place == "other_street":
        with pytest.raises(ValidationError):
            make_consent(make_leader(bare.building))
    else:
        assert make_consent(make_leader(bare.building)).pk


def test_what_is_missing_or_old_is_to_be_done_by_the_manager(bare, manager, office):
    def told(user):
        return [task.title for task in tasks(user) if "mpact" in str(task.source)]

    assert told(manager) == [bare.street.name] and told(office) == []
    today = timezone.localdate()
    make_assessment(bare.street, assessed_on=today - timedelta(days=400), review_on=today)
    assert told(manager) == [bare.street.name]
    make_assessment(bare.street)
    assert told(manager) == [], "the new one counts, the old one stays"
    assert Assessment.objects.count() == 2


def test_whoever_comes_from_the_task_or_an_older_one_finds_the_street_chosen(bare, sign_in, manager):
    client, [task] = sign_in(manager), [one for one in tasks(manager) if one.key == "assessment_missing"]
    assert client.get(task.url).context["form"]["region"].value() == bare.street.pk

    old = make_assessment(bare.street)
    page = client.get(old.get_absolute_url()).content.decode()
    assert f"{reverse('communities:assessment-create')}?region={bare.street.pk}" in page
    for nonsense in ("x", "9" * 40, bare.other_street.pk):
        assert client.get(reverse("communities:assessment-create"), {"region": nonsense}).status_code == 200


def test_form_refuses_what_was_not_signed(bare, sign_in, manager):
    client, form = sign_in(manager), reverse("communities:assessment-create")
    for wrong in ({"signer": ""}, {"assessed_on": "2026-12-30"}, {"review_on": "2026-11-20"}, {"measures": ""}):
        page = client.post(form, TODAY | {"region": bare.street.pk} | wrong)
        assert page.status_code == 200 and next(iter(wrong)) in page.context["form"].errors
    assert client.post(form, TODAY | {"region": bare.other_street.pk}).context["form"].errors["region"]
    assert not Assessment.objects.exists()


def test_nobody_removes_one(tree, sign_in):
    row = make_assessment(tree.street)
    boss = make_user(Role.MANAGER, tree.street)
    boss.is_staff = boss.is_superuser = True
    boss.save()
    client = sign_in(boss)
    assert (
        client.post(reverse("admin:communities_assessment_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    )
    assert Assessment.objects.filter(pk=row.pk).exists()


def test_a_public_group_is_not_moved_to_where_nobody_has_assessed(bare):
    make_assessment(bare.street)
    group = make_organization(bare.community, is_published=True)
    group.region = bare.other_community

    with pytest.raises(ValidationError) as refused:
        group.revise(by=make_user(), before={"region": str(bare.community.pk), "is_published": True})
    assert [error.code for error in refused.value.error_dict["is_published"]] == ["unassessed"]
