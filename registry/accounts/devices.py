"""A sign-in in words its owner recognizes: which kind of device, which browser."""

import hashlib

SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("HarmonyOS", "HarmonyOS"),
    ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip
BROWSERS = (
    ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip


def device_of(user_agent: str) -> str:
    """“Windows · Edge”, or "" for what names neither. The first word that fits counts."""
    found = [next((name for mark, name in known if mark in user_agent), "") for known in (SYSTEMS, BROWSERS)]
    return " · ".join(name for name in found if name)


def handle_of(session_key: str) -> str:
    """Names a session on a page; the key itself would open it and is never shown."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:20]
