"""Every setting an operator may change, read once from the environment, typed, and refused when wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
GIBIBYTE = 1024**3
# Those of Chrome, Firefox, Edge and Safari.
PUSH_SERVICES = "https://fcm.googleapis.com,https://*.push.services.mozilla.com,https://*.notify.windows.com,https://*.push.apple.com"


@dataclass(frozen=True)
class Environment:
    """What the operator decided. Sizes are in bytes, times in seconds."""

    var: Path
    network_file: Path
    is_production: bool
    secret_key: str
    port: int
    pages_port: int
    mail_port: int
    mail_host: str
    mail_domain: str
    max_mail_bytes: int
    database_url: str
    storage_bucket: str
    storage_endpoint: str
    storage_region: str
    behind_nginx: bool
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: str
    smtp_tls: bool
    mail_from: str
    max_upload_bytes: int
    member_quota_bytes: int
    free_space_floor_bytes: int
    max_video_seconds: int
    import_ports: tuple[int, ...]
    push_services: tuple[str, ...]
    vapid_key: str
    websub_hub: str
    valkey_url: str
    demo: bool


def read_environment(env: Mapping[str, str] = os.environ) -> Environment:
    """Read `BOUQUET_*`; raises ImproperlyConfigured naming the variable, what it holds and what it may hold."""
    production = _flag(env, "BOUQUET_PRODUCTION", default=False)
    var = Path(env.get("BOUQUET_VAR", ROOT / "var")).resolve()
    port = _whole(env, "BOUQUET_PORT", default=8000, least=1, most=65535)
    demo = _flag(env, "BOUQUET_DEMO", default=False)
    if production and demo:
        raise ImproperlyConfigured("BOUQUET_DEMO=1 with BOUQUET_PRODUCTION=1: the demo shows every mail; unset one.")
    return Environment(
        var=var,
        network_file=Path(env.get("BOUQUET_NETWORK", ROOT / "network.toml")),
        is_production=production,
        secret_key=_secret_key(env, var, production=production),
        port=port,
        pages_port=_whole(env, "BOUQUET_PAGES_PORT", default=port + 1, least=1, most=65535),
        mail_host=env.get("BOUQUET_MAIL_HOST", "127.0.0.1"),
        mail_domain=env.get("BOUQUET_MAIL_DOMAIN", ""),
        max_mail_bytes=_whole(env, "BOUQUET_MAX_MAIL_BYTES", default=200 * 1024**2, least=1),
        mail_port=_whole(env, "BOUQUET_MAIL_PORT", default=port + 2, least=1, most=65535),
        database_url=env.get("BOUQUET_DATABASE_URL", ""),
        storage_bucket=env.get("BOUQUET_STORAGE_BUCKET", ""),
        storage_endpoint=env.get("BOUQUET_STORAGE_ENDPOINT", ""),
        storage_region=env.get("BOUQUET_STORAGE_REGION", "eu-west-3"),
        behind_nginx=_flag(env, "BOUQUET_BEHIND_NGINX", default=False),
        smtp_host=env.get("BOUQUET_SMTP_HOST", ""),
        smtp_port=_whole(env, "BOUQUET_SMTP_PORT", default=587, least=1, most=65535),
        smtp_user=env.get("BOUQUET_SMTP_USER", ""),
        smtp_password=env.get("BOUQUET_SMTP_PASSWORD", ""),
        smtp_tls=_flag(env, "BOUQUET_SMTP_TLS", default=True),
        mail_from=env.get("BOUQUET_MAIL_FROM", "bonjour@m6.localhost"),
        max_upload_bytes=_whole(env, "BOUQUET_MAX_UPLOAD_BYTES", default=8 * GIBIBYTE, least=1),
        member_quota_bytes=_whole(env, "BOUQUET_MEMBER_QUOTA_BYTES", default=50 * GIBIBYTE, least=1),
        free_space_floor_bytes=_whole(env, "BOUQUET_FREE_SPACE_FLOOR_BYTES", default=2 * GIBIBYTE, least=0),
        import_ports=_ports(env.get("BOUQUET_IMPORT_PORTS", "80,443")),
        push_services=_origins(env.get("BOUQUET_PUSH_SERVICES", PUSH_SERVICES), production=production),
        vapid_key=env.get("BOUQUET_VAPID_KEY", ""),
        websub_hub=env.get("BOUQUET_WEBSUB_HUB", ""),
        valkey_url=_valkey_url(env.get("BOUQUET_VALKEY_URL", "")),
        max_video_seconds=_whole(env, "BOUQUET_MAX_VIDEO_SECONDS", default=4 * 3600, least=1),
        demo=demo,
    )


def _flag(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = env.get(name, "")
    if value in {"", "0", "1"}:
        return default if value == "" else value == "1"
    raise ImproperlyConfigured(f"{name} is {value!r}; it must be 1 or 0.")


def _whole(env: Mapping[str, str], name: str, *, default: int, least: int, most: int | None = None) -> int:
    value = env.get(name, "")
    if value == "":
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number.") from None
    if number < least or (most is not None and number > most):
        raise ImproperlyConfigured(
            f"{name} is {number}; it must be at least {least}" + (f" and at most {most}." if most else ".")
        )
    return number


def _ports(said: str) -> tuple[int, ...]:
    name = "BOUQUET_IMPORT_PORTS"
    return tuple(_whole({name: one}, name, default=443, least=1, most=65535) for one in said.split(","))


def _origins(said: str, *, production: bool) -> tuple[str, ...]:
    schemes = "https" if production else "https?"
    for one in said.split(","):
        if not re.fullmatch(rf"{schemes}://(\*\.)?[a-z0-9.-]+(:\d+)?", one):
            raise ImproperlyConfigured(
                f"BOUQUET_PUSH_SERVICES names {one!r}; it may be https://host or https://*.host."
            )
    return tuple(said.split(","))


def _valkey_url(said: str) -> str:
    # Not repeated in the message: it may hold a password.
    if said and not re.fullmatch(r"(valkey|redis)s?://\S+", said):
        raise ImproperlyConfigured("BOUQUET_VALKEY_URL must begin with valkey://, valkeys://, redis:// or rediss://.")
    return said


def _secret_key(env: Mapping[str, str], var: Path, *, production: bool) -> str:
    key = env.get("BOUQUET_SECRET_KEY", "")
    if key:
        if len(key) < 50:
            raise ImproperlyConfigured("BOUQUET_SECRET_KEY is shorter than 50 characters; make a longer one.")
        return key
    if production:
        raise ImproperlyConfigured("BOUQUET_SECRET_KEY is missing; production needs one of at least 50 characters.")
    return _own_secret_key(var / "secret_key")


def _own_secret_key(path: Path) -> str:
    """A key for this machine, made once. Several processes may start together: the first to link its file wins."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.write_text(os.urandom(48).hex(), encoding="ascii")
        draft.chmod(0o600)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii")
