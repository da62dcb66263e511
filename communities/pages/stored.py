"""Files leave through views that have asked who may see them; a row whose file is gone answers like one without."""

import logging
from typing import Any

from django.http import FileResponse, Http404

log = logging.getLogger("registry.files")


def stored_response(file: Any, **about: Any) -> FileResponse:
    """The file of a row, `about` as for FileResponse. Raises Http404 where there is none, also when it is lost."""
    try:
        return FileResponse(file.open("rb"), **about)
    except ValueError:
        raise Http404 from None
    except FileNotFoundError:
        log.error("a row names a file that is gone: %s", file.name)
        raise Http404 from None


def picture_response(file: Any) -> FileResponse:
    """A picture that came through `clean_image`."""
    return stored_response(file, content_type="image/jpeg")


def paper_response(document: Any) -> FileResponse:
    """A document: pictures in place, the rest as a download; nothing in it may run."""
    response = stored_response(
        document.file,
        content_type=document.media_type,
        as_attachment=not document.is_picture,
        filename=document.filename,
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
