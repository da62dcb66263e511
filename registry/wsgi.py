import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
application = get_wsgi_application()

# Models can be imported only from here on.
from registry.desk.start import refuse_to_serve  # noqa: E402
from registry.upkeep.limits import limit_requests  # noqa: E402

limit_requests()
refuse_to_serve()
