from django.urls import path

from communities.settings_of_street import views

urlpatterns = [
    path("settings/", views.RuleList.as_view(), name="rule-list"),
    path("settings/<int:pk>/accept/", views.RuleAccept.as_view(), name="rule-accept"),
    path("settings/new/", views.RuleCreate.as_view(), name="rule-create"),
]
