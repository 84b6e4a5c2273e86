"""What a visitor reads when the pages cannot answer: drawn here, because Django is what is missing.

The texts are in both languages at once: without Django there is no telling which one the page would have been in, but
`/en/` says English.
"""

from __future__ import annotations

import base64
import hashlib

from bouquet.foundation.live.answers import NO_STORE, NOSNIFF, answer
from bouquet.foundation.live.routing import Scope, Send

RETRY_SECONDS = 3

_STYLE = """
:root{color-scheme:light dark;--paper:#fbfaf8;--ink:#1d1b20;--soft:#5d5966;--line:#e4e0da;--mark:#c8102e}
@media(prefers-color-scheme:dark){:root{--paper:#141316;--ink:#f3f1f5;--soft:#a9a4b3;--line:#2e2b33;--mark:#ff5a6e}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--paper);color:var(--ink);
font:1.0625rem/1.6 system-ui,sans-serif}
main{max-width:32rem;border-top:4px solid var(--mark);padding-top:1.5rem}
h1{margin:0 0 .75rem;font-size:1.75rem;line-height:1.2;text-wrap:balance}
p{margin:0 0 1rem}
p[lang]{color:var(--soft);border-top:1px solid var(--line);padding-top:1rem}
a{color:inherit}
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'"

_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">{refresh}
<meta name="robots" content="noindex"><title>{title}</title><style>{style}</style></head>
<body><main><h1>{title}</h1><p>{text}</p><p lang="{other_lang}">{other}</p></main></body></html>
"""

_TEXTS = {
    "later": {
        "fr": ("Un instant, la page arrive", "Le site démarre ou se met à jour. Rien n’est perdu\u202f: cette page se "
               "recharge toute seule dans quelques secondes."),
        "en": ("One moment, the page is coming", "The site is starting or being updated. Nothing is lost: this page "
               "reloads by itself in a few seconds."),
    },
    "slow": {
        "fr": ("Cette page a mis trop de temps", "Le site est très occupé. Ce que vous aviez déjà enregistré est "
               "conservé. Revenez en arrière, puis réessayez."),
        "en": ("This page took too long", "The site is very busy. What you had already saved is kept. Go back, then "
               "try again."),
    },
    "unsent": {
        "fr": ("Votre envoi n’est pas passé", "Le site redémarre et n’a rien reçu. Revenez en arrière\u202f: ce que "
               "vous avez écrit y est encore. Réessayez dans quelques secondes."),
        "en": ("What you sent did not arrive", "The site is restarting and received nothing. Go back: what you wrote "
               "is still there. Try again in a few seconds."),
    },
    "too_large": {
        "fr": ("Ce fichier est trop lourd pour un formulaire", "Rien n’a été enregistré. Un formulaire accepte "
               "64\u00a0Mo. Pour une vidéo, utilisez la page «\u00a0Publier\u00a0», qui prend de gros fichiers."),
        "en": ("This file is too large for a form", "Nothing was saved. A form takes up to 64 MB. For a video, use the "
               "“Publish” page, which takes large files."),
    },
}  # fmt: skip


async def say_later(scope: Scope, send: Send, *, slow: bool) -> None:
    """503 while the pages are not up yet, with a page that reloads itself; 504 when they take over a minute."""
    if slow:
        await _say(scope, send, 504, "slow")
    elif scope["method"] in {"GET", "HEAD"}:
        await _say(scope, send, 503, "later")
    else:
        # Reloading by itself would send nothing, or worse, send twice.
        await _say(scope, send, 503, "unsent")


async def say_too_large(scope: Scope, send: Send, *, needs_length: bool) -> None:
    """413; or 411 when the sender did not say how long its body is (RFC 9110 §15.5.12)."""
    await _say(scope, send, 411 if needs_length else 413, "too_large")


async def _say(scope: Scope, send: Send, status: int, key: str) -> None:
    lang, other_lang = ("en", "fr") if scope["path"].startswith("/en/") else ("fr", "en")
    title, text = _TEXTS[key][lang]
    page = _PAGE.format(
        lang=lang,
        title=title,
        text=text,
        other_lang=other_lang,
        other=" — ".join(_TEXTS[key][other_lang]),
        style=_STYLE,
        refresh=f'<meta http-equiv="refresh" content="{RETRY_SECONDS}">' if key == "later" else "",
    )
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-security-policy", _POLICY.encode()),
        (b"x-frame-options", b"DENY"),
        NOSNIFF,
        NO_STORE,
    ]
    if status == 503:
        headers.append((b"retry-after", b"%d" % RETRY_SECONDS))
    await answer(send, status, headers, page.encode(), bare=scope["method"] == "HEAD")
