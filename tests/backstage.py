"""What journeys do behind the scenes: run in a process of the network under test, one JSON line per call.

Every function below may be called by name from a journey: `network.call("open_account", handle="ines")`. It does
what it does through the product's own actions.
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path
from typing import Any


def open_account(handle: str, name: str = "", *, is_operator: bool = False) -> str:
    """A member who is of age, with a verified address and the regulars' password; returns the key."""
    from bouquet.capabilities.accounts.models import Account
    from tests.regulars import regular

    known = Account.objects.filter(handle=handle).first()
    return str((known or regular(handle, name or handle.capitalize(), is_operator=is_operator)).pk)


def session_of(handle: str, host: str = "wideo.m6.localhost") -> dict[str, str]:
    """A cookie that signs this member in on `host`."""
    from django.conf import settings
    from django.test import Client

    from bouquet.capabilities.accounts.models import Account

    client = Client(HTTP_HOST=host)
    client.force_login(Account.objects.get(handle=handle))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


def publish(path: str, handle: str, title: str = "", **fields: Any) -> dict[str, Any]:
    """Publishes a file as `bin/manage publish` does, and waits; returns what that prints for it."""
    from io import StringIO

    from django.core.management import call_command

    printed = StringIO()
    call_command("publish", path, "--as", handle, "--json", stdout=printed)
    made: dict[str, Any] = json.loads(printed.getvalue().splitlines()[-1])
    if title or fields:
        from bouquet.sites.videos.models import Video

        video = Video.objects.order_by("-pk")[0]
        Video.objects.filter(pk=video.pk).update(**({"title": title} if title else {}), **fields)
    return made


def asset_facts(file_name: str) -> dict[str, Any]:
    """What is known of the newest file of this name."""
    from bouquet.capabilities.media.models import Asset
    from bouquet.foundation.events.models import AnnouncedEvent

    asset = Asset.objects.filter(file_name=file_name).order_by("-pk")[0]
    return {
        "state": asset.state,
        "chapters": [chapter.title for chapter in asset.chapters.all()],
        "captions": [caption.language for caption in asset.captions.all()],
        # The pieces themselves are gone once they are joined.
        "was_cut": AnnouncedEvent.objects.filter(name="media.AssetCut", payload__asset_id=str(asset.pk)).exists(),
        "poster": asset.poster,
        "fps": asset.fps,
        "source_seconds": asset.probe.duration_seconds,
    }


def mails() -> list[dict[str, str]]:
    """Every mail of the mailbox, the newest first."""
    from bouquet.foundation.mail import mailbox

    return [{"to": str(letter.to), "subject": letter.subject} for letter in mailbox.letters()]


def main() -> None:
    import django

    django.setup()
    answers = sys.stdout
    # Whatever the product prints must not be taken for an answer.
    sys.stdout = sys.stderr
    for line in sys.stdin:
        function, arguments = json.loads(line)
        try:
            result = {"result": globals()[function](**arguments)}
        except Exception:
            result = {"error": traceback.format_exc()}
        answers.write(json.dumps(result) + "\n")
        answers.flush()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
