from django.urls import path

from communities.assessments import views

urlpatterns = [
    path("assessments/", views.AssessmentList.as_view(), name="assessment-list"),
    path("assessments/new/", views.AssessmentCreate.as_view(), name="assessment-create"),
    path("assessments/<int:pk>/", views.AssessmentDetail.as_view(), name="assessment-detail"),
    path("assessments/<int:pk>/print/", views.AssessmentPrint.as_view(), name="assessment-print"),
    path("assessments/<int:pk>/document/", views.AssessmentDocument.as_view(), name="assessment-document"),
]
