from django.urls import path

from leaders.conduct import views

urlpatterns = [
    path("conduct/", views.ConductList.as_view(), name="conduct-list"),
    path("conduct/new/", views.ConductRaise.as_view(), name="conduct-raise"),
    path("conduct/<int:pk>/", views.ConductDetail.as_view(), name="conduct-detail"),
    path("conduct/<int:pk>/<slug:state>/", views.ConductStepPage.as_view(), name="conduct-step"),
]
