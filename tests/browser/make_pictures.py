"""Take the pictures of the guides anew: `python -m tests.browser.make_pictures ADDRESS PASSWORD`, a demo serving there.

WebP, each at most MOST bytes: the quality goes down until a picture fits.
"""

import base64
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parents[2] / "static" / "help"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
MOST = 60_000
SIZE = {"width": 1000, "height": 620}
# name: (who looks, at which page)
PICTURES = {
    "desk": ("worker", "/work/"),
    "cases": ("worker", "/work/cases/"),
    "street": ("office", "/work/"),
    "review": ("manager", "/work/review/"),
    "statistics": ("overseer", "/work/statistics/"),
    "accounts": ("admin", "/work/people/"),
    "home": ("", "/"),
}


def take(address, password):
    with sync_playwright() as player:
        path = shutil.which("chromium")
        browser = player.chromium.launch(executable_path=path, args=FLAGS, env={**os.environ, "LANGUAGE": "zh_CN:zh"})
        for code, language in (("zh", "zh-hans"), ("en", "en")):
            for name, (who, page) in PICTURES.items():
                context = browser.new_context(viewport=SIZE)
                context.add_cookies([{"name": "language", "value": language, "url": address}])
                tab = context.new_page()
                if who:
                    sign_in(tab, address, who, password)
                tab.goto(address + page)
                (FOLDER / f"{name}.{code}.webp").write_bytes(small_picture(context.new_cdp_session(tab)))
                context.close()
        browser.close()


def sign_in(tab, address, who, password):
    tab.goto(address + "/accounts/login/")
    tab.fill("[name=username]", who)
    tab.fill("[name=password]", password)
    tab.click("main [type=submit]")


def small_picture(session):
    for quality in (70, 55, 40, 30, 20):
        taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        picture = base64.b64decode(taken["data"])
        if len(picture) <= MOST:
            return picture
    raise ValueError(f"no quality brings the picture below {MOST} bytes")


if __name__ == "__main__":
    take(*sys.argv[1:3])
