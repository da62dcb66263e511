from django.urls import path

from communities.pages.exports import ListExport
from leaders.cultivation.views import reserves, stages, vacancies

urlpatterns = [
    path("leaders/<int:pk>/stage/", stages.LeaderStage.as_view(), name="leader-stage"),
    path("stages/", stages.StageBoard.as_view(), name="stage-board"),
    path("stages/export/", ListExport.as_view(of=stages.StageBoard), name="stage-export"),
    path("reserves/new/", reserves.ReserveCreate.as_view(), name="reserve-create"),
    path("reserves/<int:pk>/leave/", reserves.ReserveLeave.as_view(), name="reserve-leave"),
    path("appointments/<int:pk>/succession/", reserves.SuccessionEdit.as_view(), name="succession-edit"),
    path("appointments/<int:pk>/succession/done/", reserves.SuccessionFinish.as_view(), name="succession-finish"),
    path("vacancies/", vacancies.VacancyList.as_view(), name="vacancy-buildings"),
    path("vacancies/compounds/", vacancies.CompoundVacancies.as_view(), name="vacancy-compounds"),
    path("vacancies/organizations/", vacancies.OrganizationVacancies.as_view(), name="vacancy-organizations"),
    path("vacancies/export/", vacancies.VacancyExport.as_view(), name="vacancy-export"),
]
