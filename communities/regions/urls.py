from django.urls import path

from communities.regions.views import act, communities, edition, picker, region

urlpatterns = [
    path("regions/", region.RegionList.as_view(), name="region-list"),
    path("regions/choose/", communities.StreetChoose.as_view(), name="street-choose"),
    path("regions/<int:pk>/communities/", communities.StreetCommunities.as_view(), name="region-communities"),
    path("regions/<int:pk>/add/", region.RegionAdd.as_view(), name="region-add"),
    path("regions/<int:pk>/rename/", region.RegionRename.as_view(), name="region-rename"),
    path("regions/<int:pk>/describe/", region.RegionDescribe.as_view(), name="region-describe"),
    path("regions/<int:pk>/link/", region.RegionLink.as_view(), name="region-link"),
    path("regions/<int:pk>/retire/", region.RegionRetire.as_view(), name="region-retire"),
    path("regions/<int:pk>/reopen/", region.RegionReopen.as_view(), name="region-reopen"),
    path("regions/<int:pk>/move/", act.RegionMove.as_view(), name="region-move"),
    path("regions/<int:pk>/merge/", act.RegionMerge.as_view(), name="region-merge"),
    path("regions/<int:pk>/split/", act.RegionSplit.as_view(), name="region-split"),
    path("regions/<int:pk>/recode/", act.RegionRecode.as_view(), name="region-recode"),
    path("regions/acts/<int:pk>/undo/", act.RegionActUndo.as_view(), name="region-act-undo"),
    path("regions/editions/", edition.RegionEditions.as_view(), name="region-editions"),
    path("regions/editions/<int:pk>/", edition.RegionEditionDetail.as_view(), name="region-edition"),
    path("regions/editions/<int:pk>/undo/", edition.RegionEditionUndo.as_view(), name="region-edition-undo"),
    path("regions/panel/", picker.region_panel, name="region-panel"),
]
