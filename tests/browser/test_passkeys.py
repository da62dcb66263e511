"""A passkey in Chromium with an authenticator of its own: made, used at the door, and nothing stopped by the CSP."""

import pytest
from django.urls import reverse
from django_otp_webauthn.models import WebAuthnCredential

from tests.factories import PASSWORD, make_tree, make_user
from tests.registry.accounts.test_second_factor import code_of, protect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_passkey_is_added_and_opens_the_account(browser, live_server, settings):
    settings.PASSKEY_ADDRESS = live_server.url
    worker = make_user(region=make_tree().community)
    key, _codes = protect(worker)
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    said = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    tool = page.context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": device})

    def enter():
        page.goto(live_server.url + reverse("accounts:login"))
        page.fill("[name=username]", worker.username)
        page.fill("[name=password]", PASSWORD)
        page.click("main form[novalidate] button[type=submit]")
        page.wait_for_url("**" + reverse("accounts:login-code"))

    enter()
    assert page.locator("[data-passkey-show]").count() == 0
    page.fill("[name=code]", code_of(key))
    page.click("main form[novalidate] button[type=submit]")
    page.wait_for_url("**" + reverse("desk:dashboard"))
    page.goto(live_server.url + reverse("accounts:passkey-add"))
    page.fill("[name=name]", "USB key")
    page.fill("[name=password]", PASSWORD)
    page.click("[data-passkey-make] button[type=submit]")
    page.wait_for_url("**" + reverse("accounts:account"))
    assert WebAuthnCredential.objects.get(user=worker).name == "USB key"
    assert page.get_by_text("USB key", exact=True).is_visible()

    page.context.clear_cookies()
    enter()
    page.click("[data-passkey-show] button[type=submit]")
    page.wait_for_url("**" + reverse("desk:dashboard"))
    assert [line for line in said if "favicon" not in line] == []
    page.context.close()
