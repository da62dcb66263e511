from django.urls import path

from registry.desk.views import (
    audit,
    calendar,
    dashboard,
    due,
    gallery,
    help,
    more,
    reminders,
    review,
    search,
    self_audit,
    statistics,
)

app_name = "desk"

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("due/", due.due_list, name="due-list"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/address/", calendar.CalendarKeyMake.as_view(), name="calendar-key-make"),
    path("calendar/address/withdraw/", calendar.CalendarKeyWithdraw.as_view(), name="calendar-key-withdraw"),
    path("calendar/<str:secret>.ics", calendar.calendar_feed, name="calendar-feed"),
    path("help/", help.guide_of, name="help"),
    path("help/<str:role>/", help.guide_of, name="help-of"),
    path("more/", more.more, name="more"),
    path("reminders/", reminders.reminder_list, name="reminder-list"),
    path("reminders/read/", reminders.reminder_read, name="reminder-read"),
    path("review/", review.ReviewQueue.as_view(), name="review-queue"),
    path("review/confirm/", review.ReviewBulk.as_view(), name="review-bulk"),
    path("review/next/", review.ReviewNext.as_view(), name="review-next"),
    path("search/", search.search, name="search"),
    path("log/", audit.AuditList.as_view(), name="audit-list"),
    path("log/reads/", audit.ReadList.as_view(), name="read-list"),
    path("log/self-audit/", self_audit.SelfAuditPage.as_view(), name="self-audit"),
    path("statistics/", statistics.StatisticsPage.as_view(), name="statistics"),
    path("statistics/workbook/", statistics.StatisticsWorkbook.as_view(), name="statistics-workbook"),
    path("statistics/counts/", statistics.CountTable.as_view(), name="statistics-counts"),
    path("components/", gallery.gallery, name="gallery"),
]
