from django.urls import path

from communities.pages.exports import ListExport
from communities.venues import views

urlpatterns = [
    path("venues/", views.VenueList.as_view(), name="venue-list"),
    path("venues/export/", ListExport.as_view(of=views.VenueList), name="venue-export"),
    path("venues/slots/", views.SlotList.as_view(), name="slot-list"),
    path("venues/slots/export/", ListExport.as_view(of=views.SlotList), name="slot-export"),
    path("venues/new/", views.VenueCreate.as_view(), name="venue-create"),
    path("venues/<int:pk>/", views.VenueDetail.as_view(), name="venue-detail"),
    path("venues/<int:pk>/print/", views.VenuePrint.as_view(), name="venue-print"),
    path("venues/<int:pk>/edit/", views.VenueUpdate.as_view(), name="venue-update"),
    path("venues/<int:pk>/retire/", views.VenueRetire.as_view(), name="venue-retire"),
    path("venues/<int:pk>/book/", views.SlotBook.as_view(), name="venue-book"),
    path("venues/<int:pk>/book/once/", views.OnceBook.as_view(), name="venue-book-once"),
    path("venues/slots/<int:pk>/end/", views.SlotEnd.as_view(), name="venue-free"),
]
