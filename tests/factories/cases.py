"""Matters in each state, made through the verbs the pages use."""

from communities.records.images import clean_image
from leaders.cases.models import Case, CasePhoto, CaseRequest, ReplyTemplate
from tests.factories.people import make_picture, make_user


def make_case(region, *, by=None, name="", contact="", on=None, **fields):
    """A matter just received; its key is left on the row as `key`."""
    facts = {
        "category": "interest",
        "text": "12号楼电梯停了三天。老人上下楼不方便。",
        "source": "resident",
        "channel": "online",
    } | fields
    case = Case(region=region, **facts)
    case.key = case.receive(by=by, name=name, contact=contact, on=on)
    return case


def make_case_in(state, region, *, by=None, **fields):
    """A matter brought to `state` by one handling worker."""
    case, by = make_case(region, **fields), by or make_user()
    if state == "received":
        return case
    case.accept(by=by)
    if state == "transferred":
        case.transfer(by=by, destination="hotline", name="", text="已转热线办理")
    if state in ("answered", "closed"):
        case.reply(by=by, text="配件周五到，周六修好。")
    if state == "closed":
        case.close(by=by, outcome="solved")
    return case


def make_case_request(case, kind="extension", by=None, **fields):
    """A request that waits for a second person."""
    facts = {"days": 5} if kind == "extension" else {"title": "电梯维修", "question": "电梯何时修好？"}
    row = CaseRequest(case=case, kind=kind, **({"text": "配件要从外地运来"} | facts | fields))
    row.submit(by=by or make_user())
    return row


def make_case_photo(case):
    return CasePhoto.attach(case, [clean_image(make_picture())])[0]


def make_reply_template(region, **fields):
    row = ReplyTemplate(region=region, **({"title": "已联系物业", "text": "已联系物业，将于__日前处理。"} | fields))
    row.enter(by=make_user())
    return row
