import pytest

from tests.clock import TODAY
from tests.factories import make_organization, make_user


@pytest.fixture
def team(tree):
    """A group that has all a filing asks for."""
    team = make_organization(tree.community, meeting_place="活动室", purpose="健身")
    team.set_members(by=make_user(), year=TODAY.year, members=20)
    return team
