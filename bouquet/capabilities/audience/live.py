"""What audience does on the live process: opens watch sessions and takes beacons. Nothing here touches the database."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from django.conf import settings

from bouquet.capabilities.audience.actions.sessions import Nonsense, Refused, TooOften, gate
from bouquet.capabilities.audience.engine.journal import Full
from bouquet.capabilities.audience.engine.tokens import BadToken
from bouquet.foundation.live.answers import NO_STORE, answer, refuse
from bouquet.foundation.live.requests import Gone, TooLarge, client_address, header, read_body
from bouquet.foundation.live.routing import Receive, Route, Scope, Send

MOST_BODY = 16 * 1024

_TAKEN = {"type": "http.response.start", "status": 204, "headers": [NO_STORE]}
_NOTHING = {"type": "http.response.body", "body": b""}


async def sessions(scope: Scope, receive: Receive, send: Send) -> None:
    """POST a page's ticket, get `{"token": …}`; 204 when this play will not be counted."""
    if scope["method"] != "POST":
        await refuse(send, 405, "POST a ticket.", [(b"allow", b"POST")])
        return
    try:
        ticket = (await read_body(receive, most=MOST_BODY)).decode("ascii")
        address = client_address(scope, behind_nginx=settings.BOUQUET_BEHIND_NGINX)
        token = gate().open_session(ticket.strip(), address=address, agent=header(scope, b"user-agent"))
    except Refused:
        await answer(send, 204, [NO_STORE])
    except (BadToken, UnicodeDecodeError):
        await refuse(send, 403, "This ticket is not valid, or no longer.")
    except TooLarge:
        await refuse(send, 413, "A ticket is shorter.")
    except Full:
        await refuse(send, 503, "Views cannot be counted for the moment.")
    except Gone:
        pass
    else:
        await answer(
            send, 200, [(b"content-type", b"application/json"), NO_STORE], json.dumps({"token": token}).encode()
        )


async def beacons(scope: Scope, receive: Receive, send: Send) -> None:
    """POST what a session has seen so far; 204 when it is taken."""
    try:
        # `sendBeacon` can send nothing but POST.
        gate().take_beacon(await read_body(receive, most=MOST_BODY))
    except BadToken:
        await refuse(send, 403, "This session is not valid, or no longer.")
    except (Nonsense, TooLarge):
        await refuse(send, 400, "This is no beacon.")
    except TooOften:
        await refuse(send, 429, "Less often, please.", [(b"retry-after", b"60")])
    except Full:
        await refuse(send, 503, "Views cannot be counted for the moment.")
    except Gone:
        pass
    else:
        await send(_TAKEN)
        await send(_NOTHING)


@asynccontextmanager
async def journal_kept() -> AsyncIterator[None]:
    """The journal reaches the disk as long as the process lives."""
    async with gate().journal.kept():
        yield


routes = [Route("/audience/sessions", sessions), Route("/audience/beacons", beacons)]
lifespans = [journal_kept]
