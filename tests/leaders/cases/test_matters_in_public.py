"""Matters as a resident with a phone, and an attacker, meets them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from communities.notices.forms.public import signer
from leaders.cases.models import Case, CaseEntry, CasePhoto
from leaders.cases.urgent import sounds_urgent
from leaders.cases.views.public import OF_A_STREET, OF_AN_ADDRESS
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from tests.clock import LATE
from tests.factories import (
    make_case,
    make_case_in,
    make_case_photo,
    make_current,
    make_leader,
    make_picture,
    make_user,
)

pytestmark = pytest.mark.django_db
FOLLOW = reverse("directory:matter-follow")


@pytest.fixture
def tree(tree):
    """The tree with its people: .worker and .colleague of the community, .clerk of the street."""
    tree.worker, tree.colleague = make_user(Role.WORKER, tree.community), make_user(Role.WORKER, tree.community)
    tree.clerk = make_user(Role.OFFICE, tree.street)
    return tree


def form_of(region, **query):
    return reverse("directory:matter-new") + f"?place={region.pk}" + "".join(f"&{k}={v}" for k, v in query.items())


def sent(seconds=30, **fields):
    stamp = signer.sign_object(timezone.now().timestamp() - seconds)
    facts = {"step": "reach", "category": "interest", "text": "电梯停了三天。", "name": "", "contact": ""}
    return facts | {"website": "", "stamp": stamp} | fields


def matter_of(case):
    return reverse("directory:matter", args=[case.pk])


def open_with_key(client, case):
    client.post(FOLLOW, {"number": case.number, "key": case.key})
    return matter_of(case)


def test_three_short_steps_without_an_account(client, tree):
    where = client.get(reverse("directory:matter-new"), {"q": "平南苑"}).content.decode()
    assert f"?place={tree.compound.pk}" in where
    assert "Step 2 of 3" in client.get(form_of(tree.building)).content.decode()
    reach = client.post(form_of(tree.building), {"category": "interest", "text": "电梯停了三天。"})
    assert "Step 3 of 3" in reach.content.decode() and "电梯停了三天。" in reach.content.decode()

    done = client.post(form_of(tree.building), sent(name="沈阿姨", contact="13900139000", photos=[make_picture()]))

    case = Case.objects.get()
    slip = client.get(done.url).content.decode()
    assert done.url == reverse("directory:matter-slip", args=[case.pk])
    assert case.number in slip and "<svg" in slip and "沈阿姨" not in slip
    assert (case.region, case.source, case.channel) == (tree.building, "resident", "online")
    assert case.photos.count() == 1 and case.open_reporter(by=_take(case, tree.worker)) == ("沈阿姨", "13900139000")


def _take(case, worker):
    case.accept(by=worker)
    return worker


def test_places_are_found_step_by_step_without_typing(client, tree):
    shown = client.get(reverse("directory:matter-new")).content.decode()
    assert f"?at={tree.street.pk}" in shown and f"?at={tree.other_street.pk}" not in shown
    below = client.get(reverse("directory:matter-new"), {"at": tree.compound.pk}).content.decode()
    assert f"?place={tree.compound.pk}" in below and f"?place={tree.building.pk}" in below


def test_a_street_that_does_not_work_with_it_says_whom_to_call(client, tree):
    shown = client.get(form_of(tree.other_building)).content.decode()

    assert "not taken here yet" in shown
    assert client.post(form_of(tree.other_building), sent()).status_code == 200 and not Case.objects.exists()


def test_the_building_head_is_asked_without_any_number_shown(client, tree):
    make_current(make_leader(tree.building, phone="13800138000"), region=tree.building)
    building = client.get(reverse("directory:place", args=[tree.building.pk])).content.decode()
    assert "via=head" in building and "13800138000" not in building

    client.post(form_of(tree.building, via="head"), sent())

    assert Case.objects.get().channel == "head"


def test_the_same_page_sent_twice_makes_one_matter(client, tree):
    page = sent()
    for _time in range(2):
        assert client.post(form_of(tree.building), page).status_code == 302

    assert Case.objects.count() == 1


def test_urgent_words_show_the_numbers_first_and_block_nothing(client, tree):
    text = "楼上着火了，" + "有浓烟。" * 20
    shown = client.post(form_of(tree.building), {"category": "interest", "text": text}).content.decode()
    assert shown.index("tel:119") < shown.index("Step 3 of 3")

    assert client.post(form_of(tree.building), sent(text=text)).status_code == 302
    assert Case.objects.count() == 1
    assert not sounds_urgent("路灯不亮") and sounds_urgent("路" * 39 + "煤气味")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": "字" * 20_000}, "now there are 20000"),
        ({"text": "我是110101199003071233"}, "identity card number"),
        ({"text": "电\x00梯"}, "characters"),
        ({"website": "x"}, "should have stayed empty"),
        ({"stamp": "x"}, "open for more than two hours"),
        ({"seconds": 1}, "within three seconds"),
        ({"photos": [SimpleUploadedFile("a.jpg", b"<svg xmlns='x' onload='alert(1)'/>")]}, "a.jpg"),
        ({"photos": [make_picture() for _n in range(4)]}, "At most 3 photos"),
    ],
)
def test_bad_input_is_answered_and_nothing_typed_is_lost(client, tree, fields, said):
    response = client.post(form_of(tree.building), sent(**({"contact": "021-5555 0199"} | fields)))

    assert said in response.content.decode() and not Case.objects.exists()
    if "text" not in fields:
        assert "电梯停了三天。" in response.content.decode() and "021-5555 0199" in response.content.decode()


def test_a_flood_is_stopped_by_address_and_by_street_and_loses_no_text(client, tree, clock):
    clock.move_to(LATE)  # within one hour
    for number in range(500):
        answer = client.post(
            form_of(tree.building), sent(text=f"洪水{number}"), REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}"
        )
    assert Case.objects.count() == OF_A_STREET
    assert answer.status_code == 429 and answer["Retry-After"] and "洪水499" in answer.content.decode()

    client.force_login(tree.worker)
    shown = client.get(reverse("leaders:case-list"))
    assert shown.status_code == 200 and "洪水" in shown.content.decode(), "the desk goes on meanwhile"
    case = Case.objects.earliest("pk")
    assert client.post(reverse("leaders:case-accept", args=[case.pk])).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.assignee) == ("handling", tree.worker)


def test_one_address_sends_a_few_an_hour(client, tree):
    codes = [client.post(form_of(tree.building), sent(text=f"第{n}件")).status_code for n in range(OF_AN_ADDRESS + 2)]

    assert codes == [302] * OF_AN_ADDRESS + [429] * 2


def test_nothing_leads_back_to_the_address_of_who_wrote(client, tree):
    client.post(form_of(tree.building), sent(), REMOTE_ADDR="203.0.113.7")
    case = Case.objects.get()
    client.post(matter_of(case), {"act": "answer", "text": "补充一点"}, REMOTE_ADDR="203.0.113.7")

    assert case.entries.filter(kind="message").exists()
    assert set(AuditEntry.objects.filter(verb__startswith="case.").values_list("address", "request_id")) == {("", "")}


def test_the_answer_is_read_with_number_and_key_alone(client, tree):
    case = make_case_in("answered", tree.building, by=tree.worker)
    case.note(by=tree.worker, text="物业拖着不办")
    assert client.get(matter_of(case)).url == FOLLOW

    shown = client.get(open_with_key(client, case))

    text = shown.content.decode()
    assert "配件周五到，周六修好。" in text and "物业拖着不办" not in text and tree.worker.display_name not in text
    assert shown["Cache-Control"] == "no-store, private" and shown["X-Robots-Tag"] == "noindex"


def test_the_code_on_the_slip_opens_it_and_leaves_no_key_in_the_address(client, tree):
    case = make_case(tree.building)

    response = client.get(reverse("directory:matter-open", args=[case.pk, case.key]))

    assert response.url == matter_of(case) and client.get(response.url).status_code == 200
    assert client.get(reverse("directory:matter-open", args=[case.pk, "AAAAAAAAAA"])).url == FOLLOW


def test_five_wrong_keys_make_one_address_wait_and_nobody_else(client, tree):
    case, other = make_case(tree.building), make_case(tree.building)
    owner = type(client)()
    open_with_key(owner, case)
    wrong = {"number": case.number, "key": "AAAAA-AAAAA"}
    codes = [client.post(FOLLOW, wrong, REMOTE_ADDR="203.0.113.7").status_code for _n in range(7)]
    assert codes == [200] * 5 + [429] * 2

    right = {"number": case.number, "key": case.key}
    assert client.post(FOLLOW, right, REMOTE_ADDR="203.0.113.7").status_code == 429
    assert owner.get(matter_of(case), REMOTE_ADDR="203.0.113.7").status_code == 200
    assert client.post(FOLLOW, right, REMOTE_ADDR="203.0.113.8").status_code == 302
    same = client.post(FOLLOW, {"number": other.number, "key": other.key}, REMOTE_ADDR="203.0.113.7")
    assert same.status_code == 302


def test_a_number_that_is_not_there_answers_like_a_wrong_key(client, tree):
    case = make_case(tree.building)
    answers = [
        client.post(FOLLOW, {"number": number, "key": "AAAAAAAAAA"}).content.decode()
        for number in (case.number, "SQ-999999")
    ]
    words = [[line for line in text.splitlines() if "csrf" not in line and "SQ-" not in line] for text in answers]

    assert words[0] == words[1]


def test_a_forged_cookie_opens_nothing(client, tree):
    case = make_case(tree.building)
    client.cookies[f"matter_{case.pk}"] = case.key

    assert client.get(matter_of(case)).url == FOLLOW


def test_the_photo_of_another_matter_is_not_there(client, tree):
    mine, other = make_case(tree.building), make_case(tree.building)
    photo, hidden = make_case_photo(mine), make_case_photo(other)
    open_with_key(client, mine)

    assert client.get(reverse("directory:matter-photo", args=[mine.pk, photo.pk])).status_code == 200
    for case, picture in ((mine, hidden), (other, hidden)):
        assert client.get(reverse("directory:matter-photo", args=[case.pk, picture.pk])).status_code == 404


def test_answering_back_closing_rating_and_opening_again(client, tree):
    case = make_case_in("answered", tree.building, by=tree.worker)
    page = open_with_key(client, case)
    client.post(page, {"act": "answer", "text": "周六没人来"})
    case.refresh_from_db()
    assert case.state == "handling"
    case.reply(by=tree.worker, text="改周日。")

    client.post(page, {"act": "close", "outcome": "solved"})
    client.post(page, {"act": "rate", "score": "4"})
    case.refresh_from_db()
    assert (case.state, case.outcome, case.satisfaction) == ("closed", "solved", 4)
    closed = client.post(page, {"act": "answer", "text": "谢谢"})
    assert closed.status_code == 409 and "open it again" in closed.content.decode()

    client.post(page, {"act": "reopen", "text": "又坏了"})
    case.refresh_from_db()
    assert case.state == "handling"
    assert client.post(page, {"act": "nonsense"}).status_code == 302
    assert "Fill in “" in client.post(page, {"act": "answer", "text": ""}).content.decode()


def test_whoever_was_joined_with_another_reads_its_answers_and_not_its_messages(client, tree):
    main, double = make_case_in("handling", tree.building, by=tree.worker), make_case(tree.building2)
    main.answer_back(text="我家也是，我姓沈")
    double.merge(by=tree.worker, into=main)
    main.reply(by=tree.worker, text="两栋一起修。")

    shown = client.get(open_with_key(client, double)).content.decode()

    assert "两栋一起修。" in shown and "我姓沈" not in shown and "Answered" in shown
    client.post(matter_of(double), {"act": "answer", "text": "我这栋还没修"})
    main.refresh_from_db()
    assert main.state == "handling"
    assert CaseEntry.objects.get(text="我这栋还没修").case == double


def test_the_matter_is_forgotten_on_this_device(client, tree):
    page = open_with_key(client, make_case(tree.building))
    assert client.get(page).status_code == 200

    client.post(page, {"act": "leave"})

    assert client.get(page).url == FOLLOW


def test_messages_are_counted_and_the_consent_is_taken_back(client, tree):
    case = make_case(tree.building, may_publish=True)
    page = open_with_key(client, case)
    client.post(page, {"act": "withhold"})
    case.refresh_from_db()
    assert case.may_publish is False

    codes = [client.post(page, {"act": "answer", "text": f"第{n}条"}).status_code for n in range(12)]
    assert codes[-1] == 429 and codes[0] == 302


def test_a_photo_that_cannot_be_kept_leaves_no_file_behind(client, tree, monkeypatch, settings):
    def fail(*_args, **_kwargs):
        raise OSError

    monkeypatch.setattr(CasePhoto, "save", fail)
    with pytest.raises(OSError):
        client.post(form_of(tree.building), sent(photos=[make_picture()]))

    assert not Case.objects.exists()
    assert [path for path in (settings.MEDIA_ROOT / "cases").glob("*")] == []


def test_a_case_of_long_ago_is_late_on_its_page(client, tree):
    case = make_case(tree.building, on=timezone.localdate() - timedelta(days=20))

    assert "This day is past" in client.get(open_with_key(client, case)).content.decode()
