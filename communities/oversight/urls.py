from django.urls import path

from communities.oversight.views import authorities, inspections
from communities.pages.exports import ListExport

urlpatterns = [
    path("inspections/", inspections.InspectionList.as_view(), name="inspection-list"),
    path("inspections/export/", ListExport.as_view(of=inspections.InspectionList), name="inspection-export"),
    path("inspections/new/", inspections.InspectionCreate.as_view(), name="inspection-create"),
    path("inspections/<int:pk>/", inspections.InspectionDetail.as_view(), name="inspection-detail"),
    path("inspections/<int:pk>/print/", inspections.InspectionPrint.as_view(), name="inspection-print"),
    path("inspections/<int:pk>/edit/", inspections.InspectionUpdate.as_view(), name="inspection-update"),
    path("inspections/<int:pk>/rectify/", inspections.InspectionRectify.as_view(), name="inspection-rectify"),
    path("inspections/<int:pk>/document/", inspections.InspectionDocument.as_view(), name="inspection-document"),
    path("decisions/", authorities.AuthorityList.as_view(), name="authority-list"),
    path("decisions/export/", ListExport.as_view(of=authorities.AuthorityList), name="authority-export"),
    path("decisions/new/", authorities.AuthorityEnter.as_view(), name="authority-enter"),
    path("decisions/<int:pk>/", authorities.AuthorityDetail.as_view(), name="authority-detail"),
    path("decisions/<int:pk>/withdraw/", authorities.AuthorityWithdraw.as_view(), name="authority-withdraw"),
    path("decisions/<int:pk>/correct/", authorities.AuthorityCorrect.as_view(), name="authority-correct"),
    path("decisions/<int:pk>/reply/", authorities.AuthorityReply.as_view(), name="authority-reply"),
    path("decisions/<int:pk>/document/", authorities.AuthorityDocument.as_view(), name="authority-document"),
]
