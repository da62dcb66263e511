from django.urls import path

from communities.pages.exports import ListExport
from leaders.registration.views import leaders, registration

urlpatterns = [
    path("leaders/", leaders.LeaderList.as_view(), name="leader-list"),
    path("leaders/new/", registration.LeaderCreate.as_view(), name="leader-create"),
    path("leaders/duplicates/", registration.duplicates, name="leader-duplicates"),
    path("leaders/export/", ListExport.as_view(of=leaders.LeaderList), name="leader-export"),
    path("leaders/roster/", leaders.LeaderRoster.as_view(), name="leader-roster"),
    path("leaders/extend/", leaders.LeaderExtend.as_view(), name="leader-extend"),
    path("leaders/<int:pk>/edit/", registration.LeaderUpdate.as_view(), name="leader-update"),
    path("leaders/<int:pk>/phone/", leaders.LeaderReveal.as_view(), name="leader-reveal"),
    path("leaders/<int:pk>/photo/", leaders.LeaderPhoto.as_view(), name="leader-photo"),
]
