from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from communities.documents.models import Document
from communities.notices.models import Notice
from communities.ratings.models import Indicator, RatingScheme, Score, StarRating
from communities.ratings.models.rating import stars_of
from communities.records.terms import last_day
from communities.settings_of_street.models import Rule, RuleName
from registry.accounts.roles import Role
from registry.audit.changes import note_changes
from tests.clock import TODAY
from tests.factories import (
    make_notice,
    make_organization,
    make_rating,
    make_scored_rating,
    make_superuser,
    make_user,
)
from tests.windows import answer, seen_on

pytestmark = pytest.mark.django_db
LONG_AGO = TODAY - timedelta(days=40)


def told(rating, on=LONG_AGO):
    """Decided and on a notice since that day."""
    notice = make_notice(rating.subject.region if rating.organization_id else rating.building.parent, on=on)
    rating.decide(by=make_user(), notice=notice)
    return rating


def in_force(**about):
    rating = told(make_scored_rating(**about))
    rating.notice.close(by=make_user(), result="无意见")
    rating.put_in_force(by=make_user())
    return rating


def sheet(rating, *points):
    indicators = rating.scheme.indicators.all()
    return {row: (value, "现场查看", None) for row, value in zip(indicators, points, strict=True)}


def test_it_is_never_about_people():
    related = {field.related_model.__name__ for field in StarRating._meta.fields if field.related_model}

    assert related == {"Organization", "Region", "RatingScheme", "Notice", "User"}
    assert "Leader" not in str([field.related_model for field in Score._meta.fields])


def test_the_first_schemes_sum_to_100():
    for scheme in RatingScheme.objects.all():
        scheme.refuse_uneven_weights()
    assert RatingScheme.objects.count() == 2


def test_the_total_is_the_weighted_mean_of_all_sheets(team):
    """Weights 20 25 25 15 15; reckoned by hand: sheet one 79.75, sheet two 90, mean 84.875."""
    rating = make_rating(organization=team)
    rating.score(by=make_user(), points=sheet(rating, 100, 80, 60, 75, 90))
    rating.score(by=make_user(), points=sheet(rating, 90, 90, 90, 90, 90))

    rating.submit(by=make_user())

    assert (rating.total, rating.stars) == (Decimal("84.88"), 4)


@pytest.mark.parametrize(("points", "stars"), [(49, 0), (50, 1), (60, 2), (70, 3), (79, 3), (80, 4), (90, 5), (100, 5)])
def test_stars_follow_the_schemes_thresholds(team, points, stars):
    assert make_scored_rating(points, organization=team).stars == stars


def test_a_sheet_with_a_gap_is_not_handed_in(team):
    rating = make_rating(organization=team)
    with pytest.raises(ValidationError) as refused:
        rating.submit(by=make_user())
    assert refused.value.code == "incomplete"

    some = dict(list(sheet(rating, 90, 90, 90, 90, 90).items())[:3])
    rating.score(by=make_user(), points=some)
    with pytest.raises(ValidationError) as refused:
        rating.submit(by=make_user())

    assert refused.value.code == "incomplete"


def test_no_reviewer_decides_nor_whoever_handed_it_in(team):
    reviewer, clerk = make_user(), make_user()
    rating = make_rating(organization=team)
    rating.score(by=reviewer, points=sheet(rating, 90, 90, 90, 90, 90))
    rating.submit(by=clerk)
    notice = make_notice(team.region)

    for user in (reviewer, clerk):
        for act in (
            lambda user=user: rating.decide(by=user, notice=notice),
            lambda user=user: rating.send_back(by=user, reason="x"),
        ):
            with pytest.raises(ValidationError) as refused:
                act()
            assert refused.value.code == "own"
    with pytest.raises(IntegrityError), transaction.atomic():
        StarRating.objects.filter(pk=rating.pk).update(
            state="on_notice", decided_by=clerk, decided_at=timezone.now(), notice=notice
        )


def test_too_low_for_a_star_is_not_put_on_notice(team):
    rating = make_scored_rating(40, organization=team)

    with pytest.raises(ValidationError) as refused:
        told(rating)

    assert refused.value.code == "low"


def test_from_the_notice_into_force_for_the_streets_cycle(tree, team):
    Rule(name=RuleName.RATING_YEARS, region=tree.street, value=3, effective_from=TODAY, note="1号").set(by=make_user())
    rating = told(make_scored_rating(organization=team), on=None)
    with pytest.raises(ValidationError) as refused:
        rating.put_in_force(by=make_user())
    assert refused.value.code == "early"

    Notice.objects.update(published_on=LONG_AGO, ends_on=TODAY - timedelta(days=1))
    with pytest.raises(ValidationError) as refused:
        rating.put_in_force(by=make_user())
    assert refused.value.code == "open"
    Notice.objects.get().close(by=make_user(), result="无意见")
    rating.put_in_force(by=make_user())

    assert (rating.started_on, rating.ends_on) == (TODAY, last_day(TODAY, 3))
    assert stars_of(organization=team)["stars"] == 4


def test_it_expires_by_itself(client, team):
    rating = in_force(organization=team)
    page = reverse("directory:organization", args=[team.pk])
    assert "★★★★" in client.get(page).content.decode()

    StarRating.objects.filter(pk=rating.pk).update(started_on=LONG_AGO, ends_on=TODAY - timedelta(days=1))
    note_changes([team.region_path])

    rating.refresh_from_db()
    assert rating.is_expired and str(rating.tag[1]) == "Cycle over"
    assert "★" not in client.get(page).content.decode()


def test_a_building_shows_its_stars(client, tree):
    in_force(building=tree.building)

    assert "★★★★" in client.get(reverse("directory:place", args=[tree.building.pk])).content.decode()


def test_a_newer_one_replaces_the_older_and_the_history_keeps_both(team):
    first, second = in_force(organization=team), in_force(organization=team)

    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "in_force")
    assert team.ratings.count() == 2


def test_one_open_rating_at_a_time(team):
    make_rating(organization=team)

    with pytest.raises(ValidationError) as refused:
        make_rating(organization=team)

    assert refused.value.code == "open"


def test_a_withdrawn_notice_sends_it_back_to_be_decided(team):
    rating = told(make_scored_rating(organization=team))

    rating.notice.withdraw(by=make_user(), reason="有误")

    rating.refresh_from_db()
    assert (rating.state, rating.notice, rating.decided_by) == ("scored", None, None)


def test_only_buildings_and_organizations(tree):
    with pytest.raises(ValidationError, match="Only buildings"):
        make_rating(building=tree.compound)


def test_a_version_keeps_its_indicators_and_a_newer_one_counts_for_new_ratings(tree, team):
    old = make_scored_rating(organization=team)
    scheme = RatingScheme.objects.create(kind="organization", version=2, effective_from=TODAY)
    with pytest.raises(ValidationError, match="sum to 0"):
        make_rating(organization=make_organization(tree.community))
    Indicator.objects.create(scheme=scheme, name="服务", weight=100)

    new = make_rating(organization=make_organization(tree.community))

    assert (old.scheme.version, new.scheme.version) == (1, 2)


def test_points_of_another_scheme_or_a_foreign_document_are_refused(tree, team):
    mine, other = make_rating(organization=team), make_rating(building=tree.building)
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.4 x", content_type="application/pdf")
    foreign = Document.attach(other, paper, title="照片", by=make_user())
    first = mine.scheme.indicators.first()

    for points in ({other.scheme.indicators.first(): (90, "x", None)}, {first: (90, "x", foreign)}):
        with pytest.raises(ValidationError) as refused:
            mine.score(by=make_user(), points=points)
        assert refused.value.code == "foreign"


def test_the_pages_from_the_beginning_to_the_notice(tree, team, sign_in):
    office, manager = make_user(Role.OFFICE, tree.street), make_user(Role.MANAGER, tree.street)
    client = sign_in(office)
    client.post(reverse("communities:rating-create"), {"kind": "organization", "organization": "晨光合唱队"})
    rating = StarRating.objects.get()
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.4 x", content_type="application/pdf")
    client.post(reverse("communities:rating-document-add", args=[rating.pk]), {"title": "活动记录", "file": paper})
    typed = {}
    for indicator in rating.scheme.indicators.all():
        typed |= {f"points_{indicator.pk}": 92, f"evidence_{indicator.pk}": "材料齐全", f"document_{indicator.pk}": ""}
    first = rating.scheme.indicators.first()
    page = client.post(reverse("communities:rating-score", args=[rating.pk]), typed | {f"points_{first.pk}": 101})
    assert "less than or equal to 100" in page.content.decode() and page.content.decode().count("材料齐全") == 5
    typed[f"document_{first.pk}"] = Document.objects.get().pk
    client.post(reverse("communities:rating-score", args=[rating.pk]), typed)
    client.post(reverse("communities:rating-submit", args=[rating.pk]))

    client = sign_in(manager)
    decide = reverse("communities:rating-decide", args=[rating.pk])
    assert f'href="{decide}?' in client.get(reverse("desk:review-queue") + "?kind=rating").content.decode()
    shown = client.get(decide).content.decode()
    assert "晨光合唱队" in shown and shown.count("材料齐全") == 5  # what it is decided on stands beside the decision
    missing = answer(client, decide, {"decision": "return", "reason": ""}).content.decode()
    assert "Say what is to be changed." in missing
    typed = {"decision": "pass", "title": "星级", "body": "拟评五星", "workdays": 5}
    typed["seen"] = seen_on(client.get(decide))
    client.post(decide, typed)

    rating.refresh_from_db()
    assert (rating.state, rating.stars, rating.notice.title, rating.decided_by) == ("on_notice", 5, "星级", manager)
    stale = client.post(decide, typed)
    assert stale.status_code == 409 and Notice.objects.count() == 1


def test_returning_needs_no_notice_text(tree, team, sign_in):
    rating = make_scored_rating(organization=team)
    client = sign_in(make_user(Role.MANAGER, tree.street))

    decide = reverse("communities:rating-decide", args=[rating.pk])
    answer(client, decide, {"decision": "return", "reason": "缺记录", "title": ""})

    rating.refresh_from_db()
    assert (rating.state, rating.reason, rating.total) == ("draft", "缺记录", None)


def test_an_organization_elsewhere_cannot_be_named(tree, sign_in):
    there = make_organization(tree.other_community, name="远方队")
    client = sign_in(make_user(Role.OFFICE, tree.street))

    for name in ("远方队", there.pk, "没有这个队"):
        page = client.post(reverse("communities:rating-create"), {"kind": "organization", "organization": name})
        assert "No single organization of this name is in reach." in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_row_and_for_three(tree, team, sign_in, django_assert_max_num_queries, count):
    for _number in range(count):
        rating = make_scored_rating(organization=make_organization(tree.community))
    client = sign_in(make_user(Role.MANAGER, tree.street))
    client.get(reverse("communities:rating-list"))

    with django_assert_max_num_queries(8):
        client.get(reverse("communities:rating-list"))
    with django_assert_max_num_queries(10):
        client.get(rating.get_absolute_url())


def test_the_admin_refuses_weights_that_do_not_sum_to_100_and_a_version_in_use(client, team, sign_in):
    make_rating(organization=team)
    client = sign_in(make_superuser())
    used = RatingScheme.objects.get(kind="organization")
    typed = {
        "kind": "organization", "version": 2, "effective_from": "2026-12-01",
        "star_1": 50, "star_2": 60, "star_3": 70, "star_4": 80, "star_5": 90,
        "indicators-TOTAL_FORMS": 1, "indicators-INITIAL_FORMS": 0,
        "indicators-0-name": "服务", "indicators-0-weight": 90, "indicators-0-position": 0,
    }  # fmt: skip

    page = client.post(reverse("admin:communities_ratingscheme_add"), typed).content.decode()
    assert "The weights sum to 90" in page
    client.post(reverse("admin:communities_ratingscheme_add"), typed | {"indicators-0-weight": 100})
    assert RatingScheme.objects.filter(version=2).exists()
    assert client.post(reverse("admin:communities_ratingscheme_change", args=[used.pk]), typed).status_code == 403
