"""The pages of one's own account: the same answer whatever one may do elsewhere. Rows of the table of test_permissions.py."""

ANSWERS = [
    ("desk:more", "get", 200),
    ("desk:due-list", "get", 200),
    ("desk:search", "get", 200),
    ("desk:help", "get", 200),
    ("accounts:account", "get", 200),
    ("accounts:sessions-end", "post", 302),
    ("accounts:sessions-stay", "post", 200),
    ("accounts:login-code", "get", 302),
    ("accounts:factor", "get", 200),
    ("accounts:factor-codes", "get", 200),
    ("accounts:factor-off", "get", 200),
    ("desk:calendar", "get", 200),
    ("desk:calendar-key-make", "get", 200),
    ("desk:calendar-key-make", "post", 200),
    ("desk:calendar-key-withdraw", "get", 200),
    ("desk:calendar-key-withdraw", "post", 302),
    ("accounts:passkey-add", "get", 404),
    ("accounts:sso", "get", 404),
    ("accounts:sso-back", "get", 404),
    ("accounts:sso-tie", "get", 404),
    ("accounts:sso-untie", "get", 404),
    ("accounts:signed-out", "get", 302),
    ("desk:reminder-list", "get", 200),
    ("desk:reminder-read", "post", 302),
    ("accounts:password", "get", 200),
    ("accounts:password-first", "get", 302),
]
OWN_PAGES = [(name, method, None, *[status] * 6) for name, method, status in ANSWERS]
# Pages of administrators, whom no posting makes.
OWN_PAGES += [
    ("communities:region-editions", "get", None, *[403] * 6),
    ("communities:region-edition", "get", "region edition", *[403] * 6),
    ("communities:region-edition-undo", "post", "region edition", *[403] * 6),
]
OWN_PAGES.append(("accounts:passkey-remove", "post", "worker", *[404] * 6))  # no passkeys where none are set up
