"""One message to one browser: encrypted (RFC 8291), signed (RFC 8292), handed to its push service (RFC 8030)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec

_TIMEOUT_SECONDS: Final = 10.0
# What a push service keeps for a browser that is off.
_TTL_SECONDS: Final = 24 * 3600


class Outcome(StrEnum):
    """What the push service said."""

    TAKEN = "taken"
    # 404 and 410: the browser is gone (RFC 8030 §7.3).
    GONE = "gone"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True)
class Browser:
    """Where and how one is written to."""

    endpoint: str
    p256dh: str
    auth: str


def are_keys(p256dh: str, auth: str) -> bool:
    """Whether these are a point on P-256 and a secret of 16 bytes, in base64url."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(p256dh))
        return len(_bytes(auth)) == 16
    except (ValueError, binascii.Error):
        return False


def push(
    browser: Browser,
    message: bytes,
    *,
    key: ec.EllipticCurvePrivateKey,
    contact: str,
    topic: str = "",
    keep_seconds: int | None = None,
) -> Outcome:
    """Send `message` (at most about 3,900 bytes). `contact` is a mailto: for the service's operators; of messages with
    the same `topic` that wait, the newest counts. Never follows a redirect; never raises for what a network does.
    """
    # Together they take as long to load as the rest of a worker.
    import httpx
    from py_vapid import Vapid02
    from pywebpush import WebPusher

    keys = {"p256dh": browser.p256dh, "auth": browser.auth}
    body = WebPusher({"endpoint": browser.endpoint, "keys": keys}).encode(message)["body"]
    parts = httpx.URL(browser.endpoint)
    signer = Vapid02()
    signer.private_key = key
    headers = {
        **signer.sign({"aud": f"{parts.scheme}://{parts.netloc.decode()}", "sub": contact}),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(_TTL_SECONDS if keep_seconds is None else max(0, min(keep_seconds, _TTL_SECONDS))),
        "Urgency": "normal",
    }
    if topic:
        headers["Topic"] = topic
    try:
        with httpx.Client(follow_redirects=False, timeout=_TIMEOUT_SECONDS, trust_env=False) as client:
            status = client.post(browser.endpoint, content=body, headers=headers).status_code
    except httpx.HTTPError:
        return Outcome.LATER
    return outcome_of(status)


def outcome_of(status: int) -> Outcome:
    """What an answer of a push service means."""
    if 200 <= status < 300:
        return Outcome.TAKEN
    if status in {404, 410}:
        return Outcome.GONE
    return Outcome.LATER if status == 429 or status >= 500 else Outcome.REFUSED


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
