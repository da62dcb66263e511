from django import template

from registry.ui import days

register = template.Library()
register.filter("weekday_name", days.weekday_name, expects_localtime=True)
register.filter("month_name", days.month_name, expects_localtime=True)
register.filter("month_day", days.month_day, expects_localtime=True)
register.filter("end_clock", days.end_clock, expects_localtime=True)
register.filter("end_day", days.end_day, expects_localtime=True)
register.filter("clock", days.clock, expects_localtime=True)
register.filter("said_day", days.said_day, expects_localtime=True)
register.filter("said_moment", days.said_moment, expects_localtime=True)
