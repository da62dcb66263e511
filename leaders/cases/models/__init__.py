from leaders.cases.models.asking import CaseRequest
from leaders.cases.models.case import Case, CaseToken
from leaders.cases.models.entry import CaseEntry
from leaders.cases.models.photo import CasePhoto
from leaders.cases.models.reply_template import ReplyTemplate

__all__ = ["Case", "CaseEntry", "CasePhoto", "CaseRequest", "CaseToken", "ReplyTemplate"]
