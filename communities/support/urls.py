from django.urls import path

from communities.pages.exports import ListExport
from communities.support.views import acts, lines, sums, support

urlpatterns = [
    path("support/", support.SupportList.as_view(), name="support-list"),
    path("support/new/", support.SupportCreate.as_view(), name="support-create"),
    path("support/export/", ListExport.as_view(of=support.SupportList), name="support-export"),
    path("support/print/", support.SupportPrint.as_view(), name="support-print"),
    path("support/lines/", lines.SupportLineList.as_view(), name="support-line-list"),
    path("support/lines/export/", ListExport.as_view(of=lines.SupportLineList), name="support-line-export"),
    path("support/lines/<int:pk>/receipts/new/", acts.EntryReceipt.as_view(), name="support-receipt"),
    path("support/sums/", sums.SupportSums.as_view(), name="support-sums"),
    path("support/<int:pk>/", support.SupportDetail.as_view(), name="support-detail"),
    path("support/<int:pk>/edit/", support.SupportUpdate.as_view(), name="support-update"),
    path("support/<int:pk>/lines/new/", acts.SupportBook.as_view(), name="support-book"),
    path("support/<int:pk>/settle/", acts.SupportClose.as_view(), name="support-close"),
    path("support/<int:pk>/withdraw/", acts.SupportCancel.as_view(), name="support-cancel"),
    path("support/<int:pk>/take-back/", acts.SupportTakeBackOwn.as_view(), name="support-take-back-own"),
    path("support/<int:pk>/documents/new/", acts.SupportDocument.as_view(), name="support-document"),
    path("support/lines/<int:pk>/take-back/", acts.EntryTakeBack.as_view(), name="support-take-back"),
]
