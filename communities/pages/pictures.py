from django.http import FileResponse, Http404


def picture_response(file):
    """A picture that came through `clean_image`; 404 where there is none. Who may see it the caller has asked."""
    try:
        return FileResponse(file.open("rb"), content_type="image/jpeg")
    except (ValueError, FileNotFoundError):
        raise Http404 from None
