"""Short-lived signed addresses of private media files, in the form nginx checks by itself (`secure_link_md5`).

    /media/private/<expires>/<signature>/<key>/<file>

The signature covers the expiry and the key of the asset, not the file: a playlist names its segments by relative
addresses, so they inherit it. The secret stands last in what is hashed, so MD5's length extension leads nowhere; an
attacker would need a second preimage, which MD5 still withstands (RFC 6151 §2).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from functools import cache

from django.conf import settings

from bouquet.foundation.clock import clock

PRIVATE = "/media/private/"
_KEY = re.compile(r"[A-Za-z0-9_-]{1,128}")
_PATH = re.compile(
    r"/media/private/(?P<expires>\d{1,12})/(?P<signature>[A-Za-z0-9_-]{22})/(?P<key>[A-Za-z0-9_-]{1,128})/(?P<file>.+)"
)


class BadSignature(Exception):
    """The address was not made here, or is no longer valid."""


@cache
def media_secret() -> str:
    """The secret nginx shares: derived from SECRET_KEY, which therefore stays out of nginx's configuration."""
    return hmac.new(settings.SECRET_KEY.encode(), b"bouquet.media", hashlib.sha256).hexdigest()


def signed_media_path(key: str, file: str, *, expires_at: int) -> str:
    """The path at which `private/<key>/<file>` of the store can be fetched until `expires_at` (seconds since 1970)."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"An asset's key is one part of a path, not {key!r}.")
    return f"{PRIVATE}{expires_at}/{_signature(expires_at, key)}/{key}/{file}"


def check(path: str) -> str:
    """The store's key of a signed path; BadSignature when it is forged or has expired."""
    match = _PATH.fullmatch(path)
    if match is None:
        raise BadSignature("malformed")
    expires_at = int(match["expires"])
    if not hmac.compare_digest(match["signature"], _signature(expires_at, match["key"])):
        raise BadSignature("forged")
    if expires_at < clock.timestamp():
        raise BadSignature("expired")
    return f"private/{match['key']}/{match['file']}"


def _signature(expires_at: int, key: str) -> str:
    text = f"{expires_at}/{key} {media_secret()}".encode()
    digest = hashlib.md5(text, usedforsecurity=False).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
