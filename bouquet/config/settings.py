"""Django's settings, from `environment.py` and `network.toml`. Nothing else reads the environment."""

from __future__ import annotations

import sys
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

from bouquet.config.environment import ROOT, read_environment
from bouquet.config.sites import CAPABILITIES, SITES, THEMES
from bouquet.foundation.brands.reading import BrokenNetwork, load_network

ENV = read_environment()
try:
    BOUQUET_NETWORK = load_network(ENV.network_file, known_sites=SITES, known_themes=THEMES)
except BrokenNetwork as error:
    sys.exit(str(error))

# The product's own settings, for the floors below; docs/operating/settings.md says what each is for.
BOUQUET_VAR = ENV.var
BOUQUET_SCHEME = "https" if ENV.is_production else "http"
BOUQUET_PUBLIC_PORT = 443 if ENV.is_production else ENV.port
BOUQUET_ORIGINS = [
    f"{BOUQUET_SCHEME}://{host}" + ("" if ENV.is_production else f":{ENV.port}") for host in BOUQUET_NETWORK.hosts
]
BOUQUET_PORT = ENV.port
BOUQUET_PAGES_PORT = ENV.pages_port
BOUQUET_MAIL_PORT = ENV.mail_port
BOUQUET_MAIL_HOST = ENV.mail_host
BOUQUET_MAIL_DOMAIN = ENV.mail_domain or next(brand.host for brand in BOUQUET_NETWORK.brands if brand.sites)
BOUQUET_MAX_MAIL_BYTES = ENV.max_mail_bytes
BOUQUET_BEHIND_NGINX = ENV.behind_nginx
BOUQUET_STORAGE_BUCKET = ENV.storage_bucket
BOUQUET_STORAGE_ENDPOINT = ENV.storage_endpoint
BOUQUET_STORAGE_REGION = ENV.storage_region
BOUQUET_MAX_UPLOAD_BYTES = ENV.max_upload_bytes
BOUQUET_MEMBER_QUOTA_BYTES = ENV.member_quota_bytes
BOUQUET_FREE_SPACE_FLOOR_BYTES = ENV.free_space_floor_bytes
BOUQUET_MAX_VIDEO_SECONDS = ENV.max_video_seconds
BOUQUET_IMPORT_PORTS = ENV.import_ports
BOUQUET_PUSH_SERVICES = ENV.push_services
BOUQUET_VAPID_KEY = ENV.vapid_key
BOUQUET_WEBSUB_HUB = ENV.websub_hub
BOUQUET_VALKEY_URL = ENV.valkey_url
BOUQUET_DEMO = ENV.demo

DEBUG = False
SECRET_KEY = ENV.secret_key
# Blogs answer at domains of their own. BrandMiddleware refuses every host that nobody here has.
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "bouquet.config.urls"
WSGI_APPLICATION = "bouquet.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
BASE_DIR = ROOT

INSTALLED_APPS = [
    *(f"bouquet.sites.{site}" for site in sorted(SITES)),
    *(f"bouquet.capabilities.{capability}" for capability in CAPABILITIES),
    "bouquet.foundation.ui",
    "bouquet.foundation.events",
    "bouquet.foundation.tasks",
    "bouquet.foundation.brands",
    "bouquet.foundation.live",
    "bouquet.foundation.storage",
    "bouquet.foundation.text",
    "bouquet.foundation.mail",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "modelsearch",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Its lookups; imported on SQLite, it would only bring the driver along, a tenth of the time to start.
    *(["django.contrib.postgres"] if ENV.database_url else []),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "bouquet.foundation.brands.middleware.BrandMiddleware",
    "bouquet.config.middleware.SitesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "bouquet.foundation.ui.middleware.NoNulMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "bouquet.capabilities.accounts.views.middleware.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bouquet.capabilities.accounts.views.middleware.AccountHostMiddleware",
]

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
                "bouquet.foundation.ui.context.page",
            ],
        },
    }
]


def _database(url: str) -> dict[str, Any]:
    if not url:
        ENV.var.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "bouquet.foundation.sqlite",
            "NAME": ENV.var / "bouquet.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(ENV.database_url)}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "media"]}}
MODELSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

FORM_RENDERER = "bouquet.foundation.ui.rendering.HouseRenderer"
CSRF_FAILURE_VIEW = "bouquet.foundation.ui.views.errors.csrf_failure"

LANGUAGE_CODE = "fr"
FORMAT_MODULE_PATH = "bouquet.config.formats"
LANGUAGES = [("fr", "Français"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = BOUQUET_NETWORK.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = ENV.var / "static"
STATICFILES_DIRS = [ENV.var / "front"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": ENV.var / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Accounts: every page of allauth lives on the account host, where passkeys are bound to its name.
ACCOUNT_ADAPTER = "bouquet.capabilities.accounts.views.adapter.AccountAdapter"
MFA_ADAPTER = "bouquet.capabilities.accounts.views.adapter.TwoStepAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
_ENTRANCE = "bouquet.capabilities.accounts.forms.entrance"
ACCOUNT_FORMS = {
    "signup": f"{_ENTRANCE}.SignUpForm",
    "login": f"{_ENTRANCE}.SignInForm",
    "reset_password": f"{_ENTRANCE}.ForgottenForm",
    "reset_password_from_key": f"{_ENTRANCE}.NewPasswordForm",
    "change_password": f"{_ENTRANCE}.ChangePasswordForm",
    "set_password": f"{_ENTRANCE}.SetPasswordForm",
    "reauthenticate": f"{_ENTRANCE}.ConfirmPasswordForm",
    "add_email": f"{_ENTRANCE}.ChangeEmailForm",
    "confirm_email_verification_code": f"{_ENTRANCE}.EmailCodeForm",
}
MFA_FORMS = {
    "authenticate": f"{_ENTRANCE}.SecondStepForm",
    "reauthenticate": f"{_ENTRANCE}.ConfirmSecondStepForm",
    "activate_totp": f"{_ENTRANCE}.AppForm",
    "add_webauthn": f"{_ENTRANCE}.PasskeyForm",
    "signup_webauthn": f"{_ENTRANCE}.FirstPasskeyForm",
    "edit_webauthn": f"{_ENTRANCE}.RenamePasskeyForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
# Not …_SUPPORTS_CHANGE: it is offered to new addresses only, which tells who has an account.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = "bouquet.capabilities.accounts.views.adapter.shown_name"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = BOUQUET_SCHEME
# The live process puts exactly one address there and drops what a visitor wrote.
ALLAUTH_TRUSTED_PROXY_COUNT = 1
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENV.is_production
MFA_TOTP_ISSUER = BOUQUET_NETWORK.name
MFA_TOTP_TOLERANCE = 1

# One session row per host and sign-in; a sign-in that ends takes them all (docs/decisions/0033-one-account.md).
SESSION_ENGINE = "bouquet.capabilities.accounts.models.signin"
SESSION_COOKIE_AGE = 60 * 24 * 3600
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.is_production
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = ENV.is_production and not ENV.behind_nginx
# The configuration `bin/manage nginx_conf` writes leads to HTTPS itself: Django need not.
SILENCED_SYSTEM_CHECKS = ["security.W008"] if ENV.behind_nginx else []
SECURE_HSTS_SECONDS = 31_536_000 if ENV.is_production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENV.is_production
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        # What one brand tells of another (a notice, a card, a case) comes with its picture.
        "img-src": [SELF, "data:", "blob:", *BOUQUET_ORIGINS],
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        # A sign-in form on the account host answers with a walk over the network's hosts.
        "form-action": [SELF, *BOUQUET_ORIGINS],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # What is shared from one brand to another plays there (`Subject.embed`).
        "frame-src": [SELF, *BOUQUET_ORIGINS],
    }
}

EMAIL_BACKEND = "bouquet.foundation.mail.mailbox.Backend" if ENV.demo else "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 10
EMAIL_HOST = ENV.smtp_host
EMAIL_PORT = ENV.smtp_port
EMAIL_HOST_USER = ENV.smtp_user
EMAIL_HOST_PASSWORD = ENV.smtp_password
EMAIL_USE_TLS = ENV.smtp_tls
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"bouquet": {"level": "INFO"}},
}
