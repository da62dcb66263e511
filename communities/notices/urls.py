from django.urls import path

from communities.notices.views import notice
from communities.pages.exports import ListExport

urlpatterns = [
    path("notices/", notice.NoticeList.as_view(), name="notice-list"),
    path("notices/new/", notice.NoticeCreate.as_view(), name="notice-create"),
    path("notices/export/", ListExport.as_view(of=notice.NoticeList), name="notice-export"),
    path("notices/<int:pk>/", notice.NoticeDetail.as_view(), name="notice-detail"),
    path("notices/<int:pk>/print/", notice.NoticePrint.as_view(), name="notice-print"),
    path("notices/<int:pk>/close/", notice.NoticeClose.as_view(), name="notice-close"),
    path("notices/<int:pk>/withdraw/", notice.NoticeWithdraw.as_view(), name="notice-withdraw"),
    path("notices/<int:pk>/thank/", notice.NoticeThank.as_view(), name="notice-thank"),
    path("notices/<int:pk>/opinions/new/", notice.NoticeOpinion.as_view(), name="notice-opinion"),
    path("opinions/receipt/<str:token>/", notice.OpinionReceipt.as_view(), name="notice-receipt"),
    path("opinions/<int:pk>/answer/", notice.OpinionAnswer.as_view(), name="notice-answer"),
    path("opinions/<int:pk>/reveal/", notice.OpinionReveal.as_view(), name="notice-reveal"),
]
