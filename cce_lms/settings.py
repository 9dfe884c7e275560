"""The one settings file, read from the environment. The README has the table.

Without `DEVELOPMENT=1` everything is as production needs it, and a missing or weak secret refuses to start.
"""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()

# Whatever is written while the site runs: database, uploads, mails, logs.
VAR_DIR: Path = env.path("VAR_DIR", BASE_DIR / "var").resolve()

DEVELOPMENT: bool = env.bool("DEVELOPMENT", False)
DEBUG: bool = DEVELOPMENT and env.bool("DEBUG", False)


def read_secret_key() -> str:
    """The signing key. Raises ImproperlyConfigured where production would start with a guessable one."""
    key: str = env.str("SECRET_KEY", "")
    if DEVELOPMENT:
        return key or "development-only-and-therefore-refused-in-production"
    if len(key) < 50 or len(set(key)) < 10 or key.startswith(("development-only", "django-insecure")):
        raise ImproperlyConfigured(
            "SECRET_KEY is missing or weak. Set it to 50 or more random characters, for example the output of: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    return key


SECRET_KEY = read_secret_key()
# Former keys, while mails and sessions written under them are still about.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"] if DEVELOPMENT else [])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
# What stands in QR codes and mails, where no request tells the address.
SITE_URL: str = env.str("SITE_URL", "http://127.0.0.1:8000" if DEVELOPMENT else "https://localhost").rstrip("/")
TRUSTED_PROXY_COUNT: int = env.int("TRUSTED_PROXY_COUNT", 0)

INSTALLED_APPS = [
    "cce_lms",
    "supervision",
    "notifications",
    "certificates",
    "assessments",
    "reflection",
    "courses",
    "accounts",
    "media_links",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_prose_editor",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages are sent compressed, and somewhat longer by chance, so that their length tells nobody what they hold.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.second_factor_required",
    "accounts.middleware.personal_pages_are_not_stored",
    "accounts.middleware.browsers_forget_who_signed_out",
]

ROOT_URLCONF = "cce_lms.urls"
WSGI_APPLICATION = "cce_lms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "accounts.context_processors.site",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Compiling a query costs more than any of ours takes: a team's grid came three times as fast without.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The shared cache holds little more than the counters of the rate limits. It lives in the database, so that a limit
# holds across processes and a dead Redis can't be noticed on a page.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Past this many rows Django throws some away, and with them somebody's count of failed attempts.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- People ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_ENGINE = "django.contrib.sessions.backends.db"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A changed password, address or second factor is told to the person, in case it wasn't they who changed it.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    # Invitations that one person sends.
    "invite": "60/h/user",
    # Links opened that lead nowhere.
    "invitation": "20/m/ip",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEVELOPMENT else "https"
ACCOUNT_SIGNUP_OPEN: bool = env.bool("SIGNUP_OPEN", False)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT
MFA_TOTP_ISSUER = "Cultural competence"
# Supervisors and staff see other people's records: they need a second factor unless a service decides otherwise.
SECOND_FACTOR_REQUIRED: bool = env.bool("SECOND_FACTOR_REQUIRED", not DEVELOPMENT)

# --- Ways up: what upper floors bring to lower ones -----------------------------------------------------------------

LESSON_KINDS = [
    "courses.kinds.Reading",
    "assessments.lesson_kinds.QuizLesson",
    "assessments.lesson_kinds.ScenarioLesson",
    "reflection.lesson_kinds.GuidedReflection",
]
LESSON_PANELS = ["reflection.panels.ReflectionPanel"]
COURSE_PARTS = [
    "courses.interchange.parts.MediaPart",
    "courses.interchange.parts.CoursePart",
    "courses.interchange.parts.GlossaryPart",
    "courses.interchange.parts.SupportPart",
    "courses.interchange.parts.HandoutPart",
    "courses.interchange.parts.ModulePart",
    "courses.interchange.parts.LessonPart",
    "assessments.interchange.QuestionPart",
]
QUESTION_TYPES = [
    "assessments.question_types.single.SingleBestAnswer",
    "assessments.question_types.several.SeveralAnswers",
    "assessments.question_types.true_false.TrueFalseWithReason",
    "assessments.question_types.ordering.Ordering",
    "assessments.question_types.matching.Matching",
]
# The most urgent first.
REMINDERS = [
    "notifications.reminders.certificate.CertificateIssued",
    "notifications.reminders.overdue.Overdue",
    "notifications.reminders.due_in_days.DueInDays",
    "notifications.reminders.due_soon.DueSoon",
    "notifications.reminders.gone_quiet.GoneQuiet",
    "notifications.reminders.welcome.Welcome",
    "notifications.reminders.refresher.RefresherWaits",
]

# --- Recordings -----------------------------------------------------------------------------------------------------

# Where each provider's player comes from. Pages may frame these origins and no others; only development and tests can
# name another, to play from a stand-in.
PLAYER_ORIGINS = {"youtube": "https://www.youtube-nocookie.com"}
if DEVELOPMENT:
    PLAYER_ORIGINS["youtube"] = env.str("YOUTUBE_PLAYER_ORIGIN", PLAYER_ORIGINS["youtube"])

# --- Work in the background -------------------------------------------------------------------------------------------

REDIS_URL: str = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")

# --- Recordings -----------------------------------------------------------------------------------------------------

# Who is asked at night whether a recording still plays. A test brings a server of its own; production asks YouTube.
YOUTUBE_OEMBED_ORIGIN: str = "https://www.youtube.com"
if DEVELOPMENT:
    YOUTUBE_OEMBED_ORIGIN = env.str("YOUTUBE_OEMBED_ORIGIN", YOUTUBE_OEMBED_ORIGIN).rstrip("/")

# --- Mail -----------------------------------------------------------------------------------------------------------

EMAIL_BACKEND = "notifications.outbox.OutboxBackend"
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", "Cultural competence induction <training@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
# How the worker hands mail over; the web process only writes rows.
MAIL_URL: str = env.str("MAIL_URL", f"file://{VAR_DIR / 'mail'}" if DEVELOPMENT else "smtp://localhost:25")

# --- Language, time -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]

USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

# --- Pages ----------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEVELOPMENT
MEDIA_ROOT = VAR_DIR / "media"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# --- Security -------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": list(PLAYER_ORIGINS.values()),
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture", "midi")
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if not DEVELOPMENT:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"mask_secrets": {"()": "accounts.masking.MaskSecrets"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["mask_secrets"]},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
