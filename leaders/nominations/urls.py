from django.urls import path

from communities.pages.exports import ListExport
from leaders.nominations.views import nomination

urlpatterns = [
    path("nominations/", nomination.NominationList.as_view(), name="nomination-list"),
    path("nominations/new/", nomination.NominationCreate.as_view(), name="nomination-create"),
    path("nominations/export/", ListExport.as_view(of=nomination.NominationList), name="nomination-export"),
    path("nominations/<int:pk>/", nomination.NominationDetail.as_view(), name="nomination-detail"),
    path("nominations/<int:pk>/contact/", nomination.NominationContact.as_view(), name="nomination-contact"),
    path("nominations/<int:pk>/accept/", nomination.NominationAccept.as_view(), name="nomination-accept"),
    path("nominations/<int:pk>/decline/", nomination.NominationDecline.as_view(), name="nomination-decline"),
    path("nominations/<int:pk>/phone/", nomination.NominationReveal.as_view(), name="nomination-reveal"),
]
