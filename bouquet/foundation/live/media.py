"""`/media/`: the files of the store. Public ones never change and anyone may keep them; private ones are signed."""

from __future__ import annotations

from urllib.parse import parse_qs, quote

from bouquet.foundation.live import signing
from bouquet.foundation.live.answers import NOSNIFF, Headers, answer, refuse
from bouquet.foundation.live.files import send_file
from bouquet.foundation.live.hot_files import HotFiles, is_plain
from bouquet.foundation.live.routing import Receive, Scope, Send
from bouquet.foundation.storage.keys import BadKey, checked
from bouquet.foundation.storage.store import store

PUBLIC = "/media/public/"
KINDS = {
    "m3u8": b"application/vnd.apple.mpegurl",
    "m4s": b"video/iso.segment",
    "mp4": b"video/mp4",
    "m4a": b"audio/mp4",
    "weba": b"audio/webm",
    "vtt": b"text/vtt; charset=utf-8",
    "webp": b"image/webp",
    "jpg": b"image/jpeg",
    "png": b"image/png",
    "json": b"application/json",
}
FOR_EVER = (b"cache-control", b"public, max-age=31536000, immutable")
NOT_KEPT = (b"cache-control", b"private, no-store")
# Whatever the file says it is, a browser that opens it as a page may run nothing and load nothing.
INERT = (b"content-security-policy", b"default-src 'none'; sandbox")
# Public files belong to pages anywhere (an embed's player fetches segments by script).
FOR_ALL_ORIGINS = [(b"access-control-allow-origin", b"*"), (b"cross-origin-resource-policy", b"cross-origin")]
FOR_OWN_ORIGIN = [(b"cross-origin-resource-policy", b"same-site")]


_hot = HotFiles()


async def serve_media(scope: Scope, receive: Receive, send: Send) -> None:
    """GET or HEAD of `/media/public/<key>/<file>` or `/media/private/<expires>/<signature>/<key>/<file>`."""
    path: str = scope["path"]
    is_public = path.startswith(PUBLIC)
    try:
        key = path.removeprefix("/media/") if is_public else signing.check(path)
        if (is_whole := is_plain(scope)) and (hot := _hot.find((store(), key))):
            await hot.send(send)
            return
        checked(key)
    except BadKey:
        await refuse(send, 404, "There is no such file.")
        return
    except signing.BadSignature:
        await refuse(send, 403, "This address is not valid, or no longer.")
        return
    if scope["method"] == "OPTIONS":
        await answer(send, 204, [*FOR_ALL_ORIGINS, (b"access-control-allow-headers", b"range")])
        return
    headers = [FOR_EVER, *FOR_ALL_ORIGINS] if is_public else [NOT_KEPT, *FOR_OWN_ORIGIN]
    headers += describe(key, scope["query_string"])
    local = store().local_path(key)
    if local is None:
        # An HTTP client is a third of what this process would load before it can open its door.
        from bouquet.foundation.live import relaying

        await relaying.relay(scope, receive, send, key, headers)
    elif is_whole and (hot := await _hot.learn((store(), key), str(local), headers)):
        await hot.send(send)
    else:
        await send_file(scope, receive, send, local, headers)


def describe(key: str, query: bytes) -> Headers:
    """What the browser may take the file for. Anything not in the short list is a download without a type."""
    kind = KINDS.get(key.rpartition(".")[2].lower())
    headers = [(b"content-type", kind or b"application/octet-stream"), NOSNIFF, INERT]
    wanted = parse_qs(query.decode("latin-1")).get("download", [""])[0] if b"download=" in query else ""
    if wanted or kind is None:
        headers.append((b"content-disposition", attachment(wanted or key.rpartition("/")[2])))
    return headers


def attachment(name: str) -> bytes:
    """`Content-Disposition` that saves the file as `name` (RFC 6266 §4.3, RFC 8187 §3.2)."""
    name = name.replace("/", "_").replace("\\", "_").strip(". ") or "file"
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"%' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}".encode()
