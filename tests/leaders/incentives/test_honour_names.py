"""What an honour may be called, and that nobody gets the same one twice."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from leaders.incentives.actions import propose_batch
from leaders.incentives.models import Incentive
from tests.factories import make_incentive, make_leader, make_returned_incentive, make_user

TEXT = {
    "form": "certificate", "title": "热心楼组长", "achievements": "热心服务邻里。", "amount": None,
    "budget_source": "", "batch": "二零二六感谢名单",
}  # fmt: skip


@pytest.fixture
def leader(tree):
    return make_leader(tree.building)


@pytest.mark.parametrize(
    "title",
    ["先进楼组长", "服务标兵", "第 一 名", "年度表彰", "劳动模范", "十佳志愿者", "示范楼组", "優秀团队", "先·进"],
)
@pytest.mark.parametrize("field", ["title", "batch"])
def test_a_name_of_a_commendation_or_a_ranking_is_refused_with_the_wording_allowed(
    leader, worker, sign_in, title, field
):
    typed = TEXT | {"amount": "", field: title}

    page = sign_in(worker).post(f"{reverse('leaders:incentive-create')}?leader={leader.pk}", typed)

    assert "belongs to official commendations" in " ".join(page.context["form"].errors[field])
    assert Incentive.objects.count() == 0


@pytest.mark.parametrize("title", ["热心楼组长", "致谢", "感谢信", "暖心邻里"])
def test_thanks_in_other_words_pass(leader, title):
    assert make_incentive(leader, title=title).pk


def test_the_same_honour_twice_in_one_year_is_refused(leader):
    make_incentive(leader, title="暖心邻里")

    with pytest.raises(ValidationError) as refused:
        make_incentive(leader, title="暖心邻里")

    assert "this year already" in refused.value.message_dict["title"][0]


def test_it_may_come_again_next_year_or_after_it_was_revoked(leader, clock):
    make_incentive(leader, title="暖心邻里").withdraw(by=make_user(), reason="写错")
    assert make_incentive(leader, title="暖心邻里").pk
    clock.shift(400 * 24 * 3600)
    assert make_incentive(leader, title="暖心邻里").pk


def test_a_returned_one_does_not_stand_in_its_own_way(leader):
    row = make_returned_incentive(leader, batch="名单")

    row.propose(by=make_user())

    assert Incentive.objects.get().state == "proposed"


def test_nobody_stands_twice_on_one_list(tree, leader):
    make_incentive(leader, title="感谢信", batch=TEXT["batch"])

    with pytest.raises(ValidationError, match="stands on the list"):
        propose_batch([make_leader(tree.building2, name="钟桂英"), leader], by=make_user(), text=TEXT)

    assert Incentive.objects.count() == 1
