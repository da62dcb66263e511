"""One file; the environment decides (see .env.example). A missing secret stops the start."""

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from registry.seal import fault_of_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

SECRET_KEY = env("SECRET_KEY")
PHONE_KEY = env("PHONE_KEY")
PHONE_KEYS_OLD = env.list("PHONE_KEYS_OLD", default=[])
DEBUG = env.bool("DEBUG", default=False)
SECURE = env.bool("SECURE", default=not DEBUG)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
SITE_NAME = env("SITE_NAME", default="")
PUBLIC_ADDRESS = env("PUBLIC_ADDRESS", default="").rstrip("/")
if SECRET_KEY.startswith("sample-") and not DEBUG:
    raise ImproperlyConfigured("SECRET_KEY is still the sample one: put a long random text in its place.")
if PUBLIC_ADDRESS and not re.fullmatch(r"https?://[^/?#\s]+", PUBLIC_ADDRESS):
    raise ImproperlyConfigured("PUBLIC_ADDRESS is scheme and name alone, such as https://registry.example")
if (fault := fault_of_key(PHONE_KEY, sample_is_good=DEBUG)) is not None:
    raise ImproperlyConfigured(fault)
if any(fault_of_key(key, sample_is_good=True) for key in PHONE_KEYS_OLD):
    raise ImproperlyConfigured("Each of PHONE_KEYS_OLD must be base64 of 32 bytes, as it once stood in PHONE_KEY.")

INSTALLED_APPS = [
    "registry.desk",
    "leaders",
    "communities",
    "registry.sheets",
    "registry.audit",
    "registry.accounts",
    "registry.ui",
    "registry.upkeep",
    "registry.accounts.admin_apps.RegistryAdminConfig",  # django.contrib.admin, for superusers alone
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "bootstrap",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "django_otp_webauthn",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "registry.audit.middleware.RequestIdMiddleware",
    "registry.ui.display.LanguageMiddleware",
    "registry.upkeep.door.HeadersMiddleware",
    "registry.ui.compress.CompressPublicMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "registry.desk.views.errors.BodyLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "registry.accounts.middleware.RenewSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "registry.sign_in.again.SignInAgainMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "registry.accounts.middleware.FirstPasswordMiddleware",
    "communities.postings.factor.SecondFactorMiddleware",
    "registry.accounts.middleware.PrivateResponseMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "registry.upkeep.door.NoNulMiddleware",
    "registry.accounts.once.OnceMiddleware",
    "registry.sign_in.refusals.RefusalsMiddleware",
    "registry.desk.views.errors.DatabaseAnswers",
    "registry.upkeep.standby.StandbyMiddleware",
]

ROOT_URLCONF = "registry.urls"
WSGI_APPLICATION = "registry.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["registry.accounts.templatetags.drawn"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "registry.ui.display.display",
                "registry.desk.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = "bootstrap5"
SILENCED_SYSTEM_CHECKS = [
    "axes.W006",  # by name on purpose: an office shares one address
    "security.W005",  # other sites of the same domain are not ours to bind to https
    "security.W021",
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["bootstrap5"]

# --- database: one code for both engines -----------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 60
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "registry.upkeep.sqlite3"
    # WAL without IMMEDIATE raises more "database is locked" errors than the default does.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
    }
    # A file, not memory: tests with several threads then meet the locks that production meets.
    DATABASES["default"]["TEST"] = {"NAME": f"{DATABASES['default']['NAME']}.test"}
# --- several machines: a hot standby to read from, a cache all share --------------------------------
STANDBY_IS_SET = bool(env("DATABASE_STANDBY_URL", default=""))
if STANDBY_IS_SET:
    DATABASES["standby"] = env.db("DATABASE_STANDBY_URL") | {"CONN_MAX_AGE": 60, "TEST": {"MIRROR": "default"}}
    if not all(database["ENGINE"].endswith("postgresql") for database in DATABASES.values()):
        raise ImproperlyConfigured("DATABASE_STANDBY_URL is for PostgreSQL alone, as DATABASE_URL then is.")
# A page about one record joins a dozen tables by their keys: to weigh every order of them took PostgreSQL longer than
# all its questions (3.2 ms for the filings of a group, 1.0 with this; measured in docs/performance.md).
for _database in DATABASES.values():
    if _database["ENGINE"].endswith("postgresql"):
        _options = _database.setdefault("OPTIONS", {})
        _options["options"] = f"{_options.get('options', '')} -c join_collapse_limit=4".strip()
DATABASE_ROUTERS = ["registry.upkeep.standby.StandbyRouter"]
# What may be two seconds old. No person, consent, posting, session or log is among them, and nothing new by itself.
STANDBY_MODELS = {
    f"communities.{name}"
    for name in (
        "region regionact category organization organizationtoken membercount rule notice venue venueslot activityrule "
        "rulechange activity servicecenter hosting servicerecord filing yearlyreport managementdecision inspection "
        "ratingscheme indicator score starrating support supportentry"
    ).split()
} | {"leaders.expertise", "leaders.trainingsession", "leaders.trainingyear"}
STANDBY_NEVER = ("/accounts/", "/admin/", "/healthz", "/display/")
LOCK_SECONDS = env.int("LOCK_SECONDS", default=5)
STATEMENT_SECONDS = env.int("STATEMENT_SECONDS", default=20)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Public pages as they were rendered, each asked for its version before it is served: about 20 KB a page.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 24 * 3600,  # the day is part of the key
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}
SHARED_CACHE = env.bool("SHARED_CACHE", default=False)
if SHARED_CACHE:  # what one server has counted anew, the others know at once
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "registry_cache"}

# --- work that takes longer than a request: done by `manage.py db_worker`, which `serve` starts ----
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- accounts and sign-in --------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "registry.accounts.passwords.LengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "registry.accounts.passwords.LocalWordsValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "desk:dashboard"
LOGOUT_REDIRECT_URL = "accounts:login"
SESSION_COOKIE_AGE = int(timedelta(hours=env.int("SESSION_HOURS", default=8)).total_seconds())
SESSION_DAYS = env.int("SESSION_DAYS", default=7)
SESSION_ENGINE = "registry.accounts.sessions"
FIRST_PASSWORD_DAYS = 3

# --- mail: reminders alone, and only where a server is named ------------------------------------
MAIL_IS_SET = bool(env("EMAIL_URL", default=""))
vars().update(env.email_url_config(env("EMAIL_URL", default="") or "dummymail://"))
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", default="") or "registry@localhost"
EMAIL_TIMEOUT = 20

# --- single sign-on by OpenID Connect: off without an issuer --------------------------------------
SSO_ISSUER = env("SSO_ISSUER", default="")
SSO_NAME = env("SSO_NAME", default="")
SSO_LOGOUT_URL = env("SSO_LOGOUT_URL", default="")
OIDC_RP_CLIENT_ID = env("SSO_CLIENT_ID", default="")
OIDC_RP_CLIENT_SECRET = env("SSO_CLIENT_SECRET", default="")
OIDC_OP_AUTHORIZATION_ENDPOINT = env("SSO_AUTHORIZE_URL", default="")
OIDC_OP_TOKEN_ENDPOINT = env("SSO_TOKEN_URL", default="")
OIDC_OP_JWKS_ENDPOINT = env("SSO_KEYS_URL", default="")
OIDC_OP_USER_ENDPOINT = ""  # nothing but the stable name in the signed token is asked for
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_RP_SCOPES = "openid"
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10
OIDC_MAX_STATES = 5
OIDC_CREATE_USER = False
OIDC_AUTHENTICATION_CALLBACK_URL = "accounts:sso-back"
SSO_PARTS = [OIDC_RP_CLIENT_ID, OIDC_RP_CLIENT_SECRET, OIDC_OP_AUTHORIZATION_ENDPOINT, OIDC_OP_TOKEN_ENDPOINT]
if SSO_ISSUER and not all([*SSO_PARTS, OIDC_OP_JWKS_ENDPOINT]):
    raise ImproperlyConfigured(
        "SSO_ISSUER also needs SSO_CLIENT_ID, _CLIENT_SECRET, _AUTHORIZE_URL, _TOKEN_URL and _KEYS_URL."
    )

# --- passkeys: for one address, since a key answers to no other; off without one ------------------
PASSKEY_ADDRESS = env("PASSKEY_ADDRESS", default="").rstrip("/")
if PASSKEY_ADDRESS and not re.fullmatch(r"https://[^/?#\s:]+(:\d+)?|http://localhost(:\d+)?", PASSKEY_ADDRESS):
    raise ImproperlyConfigured("PASSKEY_ADDRESS is https:// and a name alone, such as https://registry.example")
OTP_WEBAUTHN_HELPER_CLASS = "registry.sign_in.passkeys.Helper"
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False
# Asked for by the library's checks alone; its helper is ours, and says where we are.
OTP_WEBAUTHN_RP_ID = OTP_WEBAUTHN_RP_NAME = "localhost"
OTP_WEBAUTHN_ALLOWED_ORIGINS = ["https://localhost"]

SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=False)  # of managers and administrators
DAY_LIMITS = {  # how often one account may do so in a day; 0: as often as it likes
    "reveal": env.int("REVEALS_A_DAY", default=200),
    "export": env.int("EXPORTS_A_DAY", default=50),
    "sign_in": env.int("SIGN_INS_A_DAY", default=100),
    "refused": env.int("REFUSALS_A_DAY", default=300),
}

AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "registry.sign_in.doors.refuse_for_now"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # else anybody could keep a name locked
AXES_CLIENT_IP_CALLABLE = "registry.audit.requests.client_address"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
ADDRESS_FAILURE_LIMIT = 100  # failed sign-ins from one address in the cool-off time, whatever the names

# --- language and time ---------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "registry.ui.formats"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- files -----------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(BASE_DIR / "media")))
MEDIA_URL = "media/"  # never served by URL: files leave through scoped views
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "registry.upkeep.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "registry.upkeep.storage.Statics"},
}
bucket = env("S3_BUCKET", default="")
if bucket:  # every server then has the same files; they leave through us as ever
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env("S3_ENDPOINT", default="") or None,
            "region_name": env("S3_REGION", default="") or None,
            "access_key": env("S3_ACCESS_KEY", default=""),
            "secret_key": env("S3_SECRET_KEY", default=""),
            "addressing_style": "path",
            "default_acl": "private",
            "file_overwrite": False,
            "querystring_auth": True,
        },
    }
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
# A name with the hash of its content never changes; asking the manifest of every other name told each as not collected.
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}(\.[^/]*)?$"
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "jpg", "png", "woff", "woff2", "gz"]
LARGEST_REQUEST = 64 * 1024 * 1024  # a phone's 40 MB photo reaches the form, which then says that 5 MB is the most
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o600

# --- what the browser is told -----------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # data: only for Bootstrap's own drawn icons
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "registry.desk.views.errors.csrf_failure"
if SECURE:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
    SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- what is written down -----------------------------------------------------------
METRICS_ADDRESS = env("METRICS_ADDRESS", default="")
METRICS_DIR = env("METRICS_DIR", default="")
if METRICS_DIR:  # read when the library is imported, which is later than here
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = METRICS_DIR
    Path(METRICS_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
ERROR_TRACKER = env("ERROR_TRACKER", default="")
SLOW_QUERY_MS = env.int("SLOW_QUERY_MS", default=500)
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request": {"()": "registry.audit.lines.WithRequest"},
        "refusals": {"()": "registry.audit.lines.NoRefusals"},
    },
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request", "refusals"]},
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "django": {"handlers": []},  # else Django's own console handler says things twice
        "registry.sign_in": {"level": "INFO"},
        "registry.daily": {"level": "INFO"},
        "registry.request": {"level": env("REQUEST_LOG_LEVEL", default="INFO")},
    },
}
if ERROR_TRACKER:
    LOGGING["handlers"]["tracker"] = {
        "()": "registry.audit.tracker.TrackerHandler",
        "filters": ["request", "refusals"],
        "dsn": ERROR_TRACKER,
    }
    LOGGING["root"]["handlers"].append("tracker")

AUDIT_SENTENCES = "registry.desk.subjects.SENTENCES"  # how each act reads in the log, declared by the subjects
