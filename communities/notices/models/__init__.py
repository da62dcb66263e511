from communities.notices.models.notice import Notice, OnNotice
from communities.notices.models.opinion import Opinion

__all__ = ["Notice", "OnNotice", "Opinion"]
