"""Standard Webhooks 1.0: what is sent to an address, and how whoever has it knows that it is from us.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import Final

# After an attempt that failed, how long until the next; after the last one, it is given up.
WAITS: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400))


def headers(*, key: str, at: int, body: bytes, secret: bytes) -> dict[str, str]:
    """`at` is in seconds since 1970. The signature is over the identifier, the moment and the body, with dots."""
    signed = b".".join([key.encode(), str(at).encode(), body])
    signature = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    return {
        "content-type": "application/json",
        "webhook-id": key,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{signature}",
    }
