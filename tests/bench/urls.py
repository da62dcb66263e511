"""The house's own pages, and one that only says hello: the floor of any page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path


@login_not_required
def hello(request):
    return HttpResponse("hello")


urlpatterns = [path("hello/", hello), path("", include("registry.urls"))]
