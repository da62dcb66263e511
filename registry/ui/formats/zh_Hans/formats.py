"""A month has no zero in front of it: 3月5日."""

MONTH_DAY_FORMAT = "n月j日"
