from django.shortcuts import render


def more(request):
    """The whole menu as a page: what a phone's bottom bar has no room for."""
    return render(request, "desk/more.html")
