from django.shortcuts import render


def gallery(request):
    """Every component live on one page, for the people who build screens."""
    return render(request, "components/gallery.html", {"documents": []})
