from django.urls import path

from leaders.replies import views

urlpatterns = [
    path("satisfaction/<int:pk>/", views.PlaceSatisfaction.as_view(), name="satisfaction"),
    path("satisfaction/replies/new/", views.ReplyCreate.as_view(), name="satisfaction-reply-create"),
    path("satisfaction/replies/<int:pk>/", views.ReplyDetail.as_view(), name="satisfaction-reply-detail"),
    path("satisfaction/replies/<int:pk>/edit/", views.ReplyUpdate.as_view(), name="satisfaction-reply-update"),
    path("satisfaction/replies/<int:pk>/withdraw/", views.ReplyWithdraw.as_view(), name="satisfaction-reply-withdraw"),
]
