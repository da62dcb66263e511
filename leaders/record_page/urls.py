from django.urls import path

from leaders.record_page import leader

urlpatterns = [
    path("leaders/<int:pk>/", leader.LeaderDetail.as_view(), name="leader-detail"),
    path("leaders/<int:pk>/print/", leader.LeaderPrint.as_view(), name="leader-print"),
]
