"""Who may upload, how much, and what becomes of a whole file: tickets, quota, disk, hand-over."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media import policies
from bouquet.capabilities.media.actions import ticketing, uploads
from bouquet.capabilities.media.engine.tus.server import TusServer
from bouquet.capabilities.media.engine.tus.shelf import LASTS_SECONDS
from bouquet.capabilities.media.live import HouseGate
from bouquet.capabilities.media.models import Asset
from bouquet.capabilities.media.tests.speaking import Speaker
from bouquet.foundation.clock import clock
from bouquet.foundation.storage.store import store


@pytest.fixture
def door(var: Path) -> Speaker:
    """The upload server of the house."""
    return Speaker(TusServer(uploads.shelf(), HouseGate(), prefix="/uploads/"))


def ticket_of(account: Account, purpose: str = "videos.new") -> dict[str, str]:
    with override("fr"):
        return {"Upload-Ticket": ticketing.upload_ticket(account, purpose=purpose)}


def opened(account: Account, length: int = 5, **metadata: str) -> Any:
    ticket = ticketing.read_ticket(ticketing.upload_ticket(account, purpose="videos.new"))
    return uploads.open_upload(ticket, length=length, metadata=metadata)


def arrive(record: Any, content: bytes = b"12345") -> None:
    uploads.shelf().bytes_of(record.id).write_bytes(content)


def test_a_ticket_says_who_and_what_for(ines: Account) -> None:
    with override("en"):
        ticket = ticketing.read_ticket(ticketing.upload_ticket(ines, purpose="videos.new"))
    assert (ticket.account_id, ticket.purpose, ticket.language) == (ines.pk, "videos.new", "en")


def test_a_forged_ticket_opens_nothing(door: Speaker, ines: Account) -> None:
    good = ticket_of(ines)["Upload-Ticket"]
    for forged in ("", "x", good[:-1] + ("A" if good[-1] != "A" else "B")):
        reply = door.ask("POST", headers={"Upload-Length": "5", "Upload-Ticket": forged})
        assert reply.status == 401


def test_an_old_ticket_says_so_in_the_browsers_language(door: Speaker, ines: Account, travel: Any) -> None:
    headers = {"Upload-Length": "5", **ticket_of(ines)}
    with travel(timedelta(hours=25)):
        french = door.ask("POST", headers={**headers, "Accept-Language": "fr-CA,fr;q=0.9"})
        english = door.ask("POST", headers={**headers, "Accept-Language": "de,en;q=0.5"})
    assert french.status == english.status == 401
    assert "trop ancienne" in french.body.decode()
    assert "too old" in english.body.decode()


def test_a_ticket_may_come_in_the_metadata(door: Speaker, ines: Account) -> None:
    path = door.create(5, ticket=ticket_of(ines)["Upload-Ticket"])
    assert door.ask("HEAD", path).status == 200
    record = uploads.shelf().find(path.rpartition("/")[2])
    assert record is not None
    assert "ticket" not in record.metadata


def test_a_file_that_is_too_large_is_refused_with_the_limit(door: Speaker, ines: Account, settings: Any) -> None:
    settings.BOUQUET_MAX_UPLOAD_BYTES = 1_000_000
    reply = door.ask("POST", headers={"Upload-Length": "1000001", **ticket_of(ines)})
    assert (reply.status, "1\u00a0Mo" in reply.body.decode()) == (413, True)
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"


def test_a_quota_counts_uploads_that_still_grow(ines: Account, var: Path, settings: Any) -> None:
    settings.BOUQUET_MEMBER_QUOTA_BYTES = 12
    opened(ines)
    opened(ines)
    with pytest.raises(policies.QuotaExceeded) as refused:
        opened(ines)
    assert refused.value.left == 2


def test_a_quota_counts_what_arrived_after_the_ticket_was_printed(ines: Account, var: Path, settings: Any) -> None:
    settings.BOUQUET_MEMBER_QUOTA_BYTES = 12
    ticket = ticketing.read_ticket(ticketing.upload_ticket(ines, purpose="videos.new"))
    for _ in range(2):
        record = uploads.open_upload(ticket, length=5, metadata={})
        arrive(record)
        uploads.shelf().finish(record)
    with pytest.raises(policies.QuotaExceeded):
        uploads.open_upload(ticket, length=5, metadata={})


def test_what_another_member_sends_is_not_counted(ines: Account, karim: Account, var: Path, settings: Any) -> None:
    settings.BOUQUET_MEMBER_QUOTA_BYTES = 6
    opened(ines)
    opened(karim)


def test_an_ended_upload_gives_its_room_back(ines: Account, var: Path, settings: Any) -> None:
    settings.BOUQUET_MEMBER_QUOTA_BYTES = 6
    uploads.shelf().end(opened(ines))
    opened(ines)


def test_nobody_opens_uploads_without_end(ines: Account, var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_OPEN_UPLOADS", 2)
    opened(ines)
    opened(ines)
    with pytest.raises(policies.TooManyUploads):
        opened(ines)


def test_an_upload_that_would_fill_the_disk_is_refused_before_it_begins(
    door: Speaker, ines: Account, settings: Any
) -> None:
    settings.BOUQUET_FREE_SPACE_FLOOR_BYTES = 1 << 60
    reply = door.ask("POST", headers={"Upload-Length": "5", **ticket_of(ines)})
    assert (reply.status, "disque est plein" in reply.body.decode()) == (507, True)
    assert not list(uploads.shelf().folder.glob("*.bin"))


def test_uploads_together_may_not_fill_the_disk(ines: Account, var: Path, settings: Any) -> None:
    import shutil

    var.mkdir(parents=True, exist_ok=True)
    settings.BOUQUET_MAX_UPLOAD_BYTES = settings.BOUQUET_MEMBER_QUOTA_BYTES = 1 << 62
    half = shutil.disk_usage(var).free * 2 // 3
    opened(ines, half)
    with pytest.raises(policies.DiskFull):
        opened(ines, half)


def test_a_whole_upload_is_one_asset_however_often_it_is_handed_over(ines: Account, var: Path) -> None:
    record = opened(ines, filename="Été.mov", title="Vacances")
    arrive(record)
    assets = {uploads.hand_over(record).pk for _ in range(3)}
    assert assets == {uuid.UUID(record.asset_id)}
    asset = Asset.objects.get()
    assert (asset.owner, asset.file_name, asset.title_hint, asset.origin) == (ines, "Été.mov", "Vacances", "upload")
    assert store().read_bytes(asset.original) == b"12345"


def test_a_whole_upload_whose_end_a_crash_swallowed_is_taken_by_the_keeper(
    ines: Account, var: Path, travel: Callable[..., Any]
) -> None:
    record = opened(ines)
    arrive(record)
    uploads.sweep()
    assert not Asset.objects.exists(), "the live process is given two minutes"
    with travel(timedelta(minutes=3)):
        uploads.sweep()
        uploads.sweep()
    assert Asset.objects.get().pk == uuid.UUID(record.asset_id)
    found = uploads.shelf().find(record.id)
    assert found is not None
    assert found.is_finished


def test_the_keeper_ends_what_expired(ines: Account, var: Path, travel: Any) -> None:
    record = opened(ines)
    with travel(timedelta(seconds=LASTS_SECONDS + 60)):
        uploads.sweep()
    assert not uploads.shelf().bytes_of(record.id).exists()
    assert not Asset.objects.exists()


def test_what_dead_jobs_left_is_cleared_after_a_day(var: Path, db: None) -> None:
    import os
    import time

    left, fresh = var / "scratch" / "asset-old", var / "scratch" / "asset-new"
    for folder in (left, fresh):
        folder.mkdir(parents=True)
        (folder / "file").write_bytes(b"x")
    past = time.time() - 25 * 3600
    for path in (left / "file", left):
        os.utime(path, (past, past))
    uploads.sweep()
    assert not left.exists()
    assert fresh.exists()


@pytest.mark.django_db(transaction=True)
def test_the_last_byte_makes_an_asset_and_says_where_its_progress_is_told(door: Speaker, ines: Account) -> None:
    reply = door.ask("POST", headers={"Upload-Length": "5", **ticket_of(ines)})
    last = door.patch(reply.headers["location"], 0, b"12345")
    asset = Asset.objects.get()
    assert last.headers["asset-id"] == str(asset.pk)
    assert last.headers["asset-progress"].startswith(f"/media/progress/{asset.pk}?token=")


@pytest.mark.django_db(transaction=True)
def test_a_member_suspended_meanwhile_is_told(door: Speaker, ines: Account) -> None:
    reply = door.ask("POST", headers={"Upload-Length": "5", **ticket_of(ines)})
    Account.objects.filter(pk=ines.pk).update(is_active=False)
    last = door.patch(reply.headers["location"], 0, b"12345")
    assert (last.status, last.body.decode()) == (403, "Votre compte ne peut pas envoyer de vidéos.")


def progress_events(path: str, token: str) -> tuple[int, list[dict[str, Any]]]:
    """What a browser that listens to the stream hears until it ends."""
    import json

    from bouquet.capabilities.media.live import tell_progress

    status, told = 0, b""

    async def listen() -> None:
        waits = asyncio.Event()

        async def receive() -> dict[str, Any]:
            await waits.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            nonlocal status, told
            status = message.get("status", status)
            told += message.get("body", b"")

        scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": token.encode()}
        await asyncio.wait_for(tell_progress(scope, receive, send), 20)

    asyncio.run(listen())
    return status, [json.loads(line[6:]) for line in told.decode().splitlines() if line.startswith("data: ")]


@pytest.mark.django_db(transaction=True)
def test_progress_is_told_to_its_end_and_only_with_the_token(received: Callable[..., Asset]) -> None:
    from bouquet.capabilities.media.actions.watching import progress_address

    asset = received()
    Asset.objects.filter(pk=asset.pk).update(state="refused", refusal_code="not_a_video", file_name="x.mp4")
    path, _, query = progress_address(asset.pk).partition("?")
    status, events = progress_events(path, f"{query}&lang=en")
    assert (status, events) == (200, events[:1])
    assert (events[0]["text"], events[0]["is_ended"]) == ("x.mp4 is not a video.", True)
    assert progress_events(path, "token=forged")[0] == 403
    assert progress_events(f"/media/progress/{uuid.uuid4()}", query)[0] == 403


def test_time_left_counts_those_who_wait_before(received: Callable[..., Asset]) -> None:
    from bouquet.capabilities.media.actions.estimating import seconds_left
    from bouquet.foundation.tasks.models import WorkerHeartbeat

    ready, before, mine = received(), received(), received()
    assert seconds_left(mine) is None, "nobody can tell before anything was made"
    Asset.objects.filter(pk=ready.pk).update(state="ready", work_megapixels=100, work_seconds=50, ready_at=clock.now())
    Asset.objects.filter(pk__in=[before.pk, mine.pk]).update(work_megapixels=100)
    WorkerHeartbeat.objects.create(worker_id="one")
    assert [seconds_left(Asset.objects.get(pk=asset.pk)) for asset in (before, mine)] == [50, 100]
    WorkerHeartbeat.objects.create(worker_id="two")
    assert seconds_left(Asset.objects.get(pk=mine.pk)) == 75
