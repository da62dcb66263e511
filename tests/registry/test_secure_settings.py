"""What the site tells browsers and believes of proxies, as it is served: cookies, and whose word about the address counts."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

ASKED = (
    "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
    "SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_PATH", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_SAMESITE",
    "CSRF_COOKIE_DOMAIN", "CSRF_COOKIE_PATH", "SECURE_PROXY_SSL_HEADER", "USE_X_FORWARDED_HOST", "SECURE_SSL_REDIRECT",
)  # fmt: skip
TELL = f"import json; from registry import settings; print(json.dumps({{name: getattr(settings, name, None) for name in {ASKED}}}))"


def told(**environment):
    env = os.environ | {"ALLOWED_HOSTS": "registry.example", "DEBUG": "false"} | environment
    done = subprocess.run(
        [sys.executable, "-c", TELL],
        cwd=settings.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_cookies_of_a_served_site_belong_to_its_host_alone():
    found = told(SECURE="true", TRUSTED_PROXIES="0")

    for kind in ("SESSION", "CSRF"):
        assert found[f"{kind}_COOKIE_NAME"].startswith("__Host-")
        assert found[f"{kind}_COOKIE_SECURE"] is True and found[f"{kind}_COOKIE_SAMESITE"] == "Lax"
        # What __Host- asks for: no domain, and the whole path (None: Django's own values, which are these).
        assert found[f"{kind}_COOKIE_DOMAIN"] is None and found[f"{kind}_COOKIE_PATH"] in (None, "/")
    assert found["SESSION_COOKIE_HTTPONLY"] is True
    assert found["SECURE_SSL_REDIRECT"] is True


@pytest.mark.parametrize(("proxies", "is_believed"), [("0", False), ("1", True)])
def test_a_header_says_that_it_was_https_only_behind_a_proxy_that_is_told(proxies, is_believed):
    found = told(SECURE="true", TRUSTED_PROXIES=proxies)

    assert (found["SECURE_PROXY_SSL_HEADER"] is not None) is is_believed
    assert not found["USE_X_FORWARDED_HOST"]
