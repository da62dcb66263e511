from django.urls import path

from leaders.consents import views

urlpatterns = [
    path("leaders/<int:pk>/consents/", views.ConsentList.as_view(), name="consent-list"),
    path("consents/<int:pk>/withdraw/", views.ConsentWithdraw.as_view(), name="consent-withdraw"),
]
