"""The day and the hour at which every test begins; TEST_NOW="2026-12-31T23:59:30" moves them."""

import os
from datetime import datetime
from zoneinfo import ZoneInfo

NOW = datetime.fromisoformat(os.environ.get("TEST_NOW", "2026-11-25T10:00:00")).replace(
    tzinfo=ZoneInfo("Asia/Shanghai")
)
TODAY = NOW.date()
LATE = NOW.replace(month=11, day=25, hour=10, minute=0, second=0)  # of the same year: ten months of it are over
