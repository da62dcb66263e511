"""A new text of what people sign: older consents stand, are marked everywhere, and are replaced by being given again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from leaders.consents.actions import give_consents
from leaders.consents.models import Consent, ConsentText
from tests.clock import TODAY
from tests.factories import make_consent, make_leader, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(tree):
    """Somebody who agreed to two things, before the text became another one."""
    leader = make_leader(tree.building, name="章同意")
    for field in (Consent.Field.NAME, Consent.Field.PHOTO):
        make_consent(leader, field)
    newest = ConsentText.objects.order_by("-version").first().version
    ConsentText.objects.create(version=newest + 1, body="公开姓名，并用于街道宣传册。", effective_from=TODAY)
    return leader


def test_older_consents_are_marked_and_found(client, agreed, worker, sign_in, tree):
    other = make_leader(tree.building, name="莫同意")
    fresh = make_leader(tree.building, name="甘同意")
    make_consent(fresh)
    sign_in(worker)
    listed = reverse("leaders:leader-list")

    def found(which):
        return {row.name for row in client.get(listed, {"consents": which}).context["page"].rows}

    assert "To be asked for again" in client.get(agreed.get_absolute_url()).content.decode()
    assert "To be asked for again" not in client.get(fresh.get_absolute_url()).content.decode()
    assert client.get(reverse("leaders:consent-list", args=[agreed.pk])).content.decode().count("asked for again") == 2
    assert (found("again"), found("none")) == ({agreed.name}, {other.name})
    assert found("given") == {agreed.name, fresh.name}


def test_giving_again_replaces_the_older_one_and_no_other(agreed, worker):
    new = give_consents(agreed, [Consent.Field.NAME], by=worker, given_on=TODAY)

    standing = {consent.field: consent.is_outdated for consent in agreed.consents.given().with_age()}
    assert new == 1 and standing == {"name": False, "photo": True}
    assert agreed.consents.exclude(withdrawn_at=None).get().withdrawn_by == worker
    assert give_consents(agreed, [Consent.Field.NAME], by=worker, given_on=TODAY) == 0


def test_a_text_to_come_asks_for_nothing_yet(tree):
    leader = make_leader(tree.building)
    make_consent(leader)
    newest = ConsentText.objects.order_by("-version").first().version
    ConsentText.objects.create(version=newest + 1, body="以后的文本。", effective_from=TODAY + timedelta(days=1))

    assert not leader.consents.outdated().exists()


def test_a_consent_recorded_in_another_window_is_told_and_not_counted_as_recorded(client, tree, worker, sign_in):
    leader, other = make_leader(tree.building), make_user()
    page = reverse("leaders:consent-list", args=[leader.pk])
    sign_in(worker)
    typed = {"fields_agreed": ["name", "photo"], "form": "paper", "given_on": TODAY.isoformat()}
    give_consents(leader, ["photo"], by=other, given_on=TODAY)

    both = client.post(page, typed, follow=True).context["messages"]
    again = client.post(page, typed, follow=True).context["messages"]

    assert [(one.level_tag, str(other) in str(one)) for one in both] == [("warning", True), ("success", False)]
    assert [one.level_tag for one in again] == ["warning", "warning"]
    assert leader.consents.count() == 2
