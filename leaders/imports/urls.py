from django.urls import path

from leaders.imports.views import batch, rejected, upload

urlpatterns = [
    path("imports/", upload.ImportList.as_view(), name="import-list"),
    path("imports/template/<str:subject>/", upload.ImportTemplate.as_view(), name="import-template-file"),
    path("imports/<int:pk>/", batch.ImportDetail.as_view(), name="import-detail"),
    path("imports/<int:pk>/columns/", batch.ImportColumns.as_view(), name="import-columns"),
    path("imports/<int:pk>/rows/", batch.ImportRevise.as_view(), name="import-revise"),
    path("imports/<int:pk>/confirm/", batch.ImportConfirm.as_view(), name="import-confirm"),
    path("imports/<int:pk>/progress/", batch.ImportProgress.as_view(), name="import-progress"),
    path("imports/<int:pk>/retry/", batch.ImportRetry.as_view(), name="import-retry"),
    path("imports/<int:pk>/drop/", batch.ImportDrop.as_view(), name="import-drop"),
    path("imports/<int:pk>/undo/", batch.ImportUndo.as_view(), name="import-undo"),
    path("imports/<int:pk>/decide/", batch.ImportDecide.as_view(), name="import-decide"),
    path("imports/<int:pk>/rejected/", rejected.ImportRejected.as_view(), name="import-rejected-file"),
]
