"""A member's copy holds what they sent, also what became no video."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps

from bouquet.capabilities.accounts.exporting import collectors
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import importing, mail_addresses, ticketing, uploads
from bouquet.capabilities.media.models import Asset, Import


def _copy(account: Account) -> dict[str, Any]:
    """Name → the rows, or the key of the file in the store."""
    return {
        file.name: file.stored or json.loads(b"".join(file.parts).decode()) for file in collectors["media"](account)
    }


def test_a_copy_tells_of_files_imports_and_addresses_and_holds_what_no_site_took(
    received: Callable[..., Asset], ines: Account, karim: Account, var: Path
) -> None:
    refused, shown = received(title_hint="Chez Inès"), received()
    Asset.objects.filter(pk=refused.pk).update(state="refused", refusal_code="not_a_video")
    # A site stands above this capability; one of its rows is all that is needed of it.
    apps.get_model("videos", "Video")._default_manager.create(author=ines, asset=shown, title="Le film")
    received(owner=karim)
    address = mail_addresses.renew_address(ines)
    importing.ask_import(account=ines, address="https://film.example/x.mp4", purpose="videos.new")
    Import.objects.update(state="failed", error_code="gone")
    ticket = ticketing.read_ticket(ticketing.upload_ticket(ines, purpose="videos.new"))
    uploads.open_upload(ticket, length=5, metadata={"filename": "plage.mp4"})
    copy = _copy(ines)
    told = {row["id"]: row for row in copy["received.json"]}
    assert told[str(refused.pk)]["title"] == "Chez Inès"
    assert told[str(refused.pk)]["refused_because"]
    assert str(shown.pk) in told
    assert [row["address"] for row in copy["imports.json"]] == ["https://film.example/x.mp4"]
    assert copy["imports.json"][0]["given_up_because"]
    assert [row["file_name"] for row in copy["under_way.json"]] == ["plage.mp4"]
    assert [row["address"] for row in copy["mail_addresses.json"]] == [address]
    files = {name: stored for name, stored in copy.items() if name.startswith("files/")}
    assert files == {f"files/{refused.pk}.mp4": refused.original}, "the site that shows the other one exports it"


def test_others_files_are_not_in_it(received: Callable[..., Asset], karim: Account, var: Path) -> None:
    received()
    assert [name for name, held in _copy(karim).items() if held] == []
