"""Odile sees what members sent, what became of it, and leads on what is stuck or failed."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import uploads
from bouquet.capabilities.media.engine.tus.shelf import Record, new_id
from bouquet.capabilities.media.models import Asset, Import
from bouquet.foundation.clock import clock

FILES, SENDING, IMPORTS = "/operator/media/asset/", "/operator/media/asset/uploads/", "/operator/media/import/"


@pytest.fixture
def operator(odile: Account, client: Client) -> Client:
    """Odile's browser."""
    client.force_login(odile)
    return client


@pytest.fixture
def asset(ines: Account) -> Callable[..., Asset]:
    """`asset(state="failed", …)`: a row of Inès; no file."""

    def make(**values: Any) -> Asset:
        kept = {"purpose": "test", "file_name": "vacances.mov", "size_bytes": 12_400_000, "origin": "upload"}
        return Asset.objects.create(**{"owner": ines, **kept, **values})

    return make


def led_on() -> set[str]:
    """The assets that a first job waits for."""
    jobs = DBTaskResult.objects.filter(task_path__regex=r"\.(probe|start)$")
    return {job.args_kwargs["args"][0] for job in jobs}


def act(client: Client, action: str, *assets: Asset) -> str:
    chosen = [str(asset.pk) for asset in assets]
    answer = client.post(FILES, {"action": action, "_selected_action": chosen}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("address", [FILES, SENDING, IMPORTS])
def test_only_operators_come_in(client: Client, ines: Account, address: str) -> None:
    assert client.get(address).status_code == 302
    client.force_login(ines)
    assert client.get(address).status_code == 302


def test_a_file_is_shown_with_what_became_of_it(operator: Client, asset: Callable[..., Asset]) -> None:
    row = asset(
        state="refused",
        refusal_code="sound_only",
        duration_seconds=75,
        percent=40,
        received_at=clock.now() - timedelta(days=3),
    )
    page = operator.get(FILES).content.decode()
    for shown in ("vacances.mov", "@ines", "refusé", "40\u00a0%", "12,4\u00a0Mo", "0:01:15", "3\u00a0jours"):
        assert shown in page, shown
    assert "ne contient que du son" in page
    alone = operator.get(f"{FILES}{row.pk}/change/").content.decode()
    assert str(row.pk) in alone and "vacances.mov" in alone
    assert '<input type="submit" value="Enregistrer"' not in alone


def test_files_are_found_by_state_id_owner_and_name(
    operator: Client, asset: Callable[..., Asset], karim: Account
) -> None:
    failed, waiting = asset(state="failed", file_name="failed.mp4"), asset(file_name="waiting.mp4")
    his = asset(owner=karim, state="ready", file_name="his.mp4", title_hint="Anniversaire")

    def found(**query: str) -> set[uuid.UUID]:
        return set(operator.get(FILES, query).context["cl"].queryset.values_list("pk", flat=True))

    assert found(state="failed") == {failed.pk}
    assert found(state="under_way") == {waiting.pk}
    assert found(q=str(his.pk)) == found(q="@karim") == found(q="anniv") == found(q="his.mp4") == {his.pk}
    assert found(q=str(uuid.uuid4())) == set()


def test_nothing_shown_lets_a_reader_in_anywhere(
    operator: Client, asset: Callable[..., Asset], ines: Account, var: Path
) -> None:
    row = asset(state="ready", key="secret-folder-of-the-file", master="master-abc.m3u8")
    address = "https://user:pw@store.example/films/a.mp4?X-Amz-Signature=secret-query"
    wanted = Import.objects.create(owner=ines, purpose="test", address=address)
    record = growing(ines)
    pages = [FILES, f"{FILES}{row.pk}/change/", IMPORTS, f"{IMPORTS}{wanted.pk}/change/", SENDING]
    everything = "".join(operator.get(page).content.decode() for page in pages)
    assert "store.example/films/a.mp4" in everything
    assert "secret" not in everything and "user:pw" not in everything
    assert record.id not in everything
    assert not re.search(r"[?&](token|e|s)=", everything)


def growing(owner: Account, received: int = 300) -> Record:
    """An upload of 1,000 bytes on its way."""
    record = Record(
        id=new_id(str(owner.pk)),
        length=1000,
        owner=str(owner.pk),
        purpose="test",
        made_at=clock.timestamp(),
        asset_id=str(uuid.uuid4()),
        metadata={"filename": "en-route.mov"},
    )
    uploads.shelf().new(record)
    uploads.shelf().bytes_of(record.id).write_bytes(b"x" * received)
    return record


def test_uploads_on_their_way_are_listed(operator: Client, ines: Account, var: Path) -> None:
    assert "Rien n’est en cours d’envoi" in operator.get(SENDING).content.decode()
    growing(ines)
    page = operator.get(SENDING).content.decode()
    for shown in ("en-route.mov", "@ines", "30&nbsp;%", "300 octets"):
        assert shown in page, shown


@pytest.mark.parametrize("address", [FILES, SENDING, IMPORTS])
def test_more_rows_ask_no_more_queries(
    operator: Client, asset: Callable[..., Asset], ines: Account, karim: Account, var: Path, address: str
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert operator.get(address).status_code == 200
        return len(asked)

    def more(owner: Account) -> None:
        asset(owner=owner, state="failed", failure_code="broke_off")
        Import.objects.create(owner=owner, purpose="test", address="https://example.org/a.mp4")
        growing(owner)

    more(ines)
    queries()
    before = queries()
    for owner in (ines, karim) * 5:
        more(owner)
    assert queries() == before


def test_failed_and_refused_files_are_tried_again(
    operator: Client, asset: Callable[..., Asset], committed: Any
) -> None:
    failed, refused, ready = asset(state="failed", attempts=3), asset(state="refused"), asset(state="ready")
    with committed():
        page = act(operator, "retry", failed, refused, ready)
    assert "2 fichiers repartent." in page
    assert led_on() == {str(failed.pk), str(refused.pk)}
    ready.refresh_from_db()
    failed.refresh_from_db()
    assert (ready.state, failed.state, failed.attempts) == ("ready", "received", 0)


def test_a_stuck_file_is_put_back_and_no_other(operator: Client, asset: Callable[..., Asset]) -> None:
    stuck, ended = asset(attempts=3), asset(state="ready")
    held = asset(state="playable", claim="somebody:1", heartbeat_at=clock.now())
    dead = asset(state="probed", claim="somebody:2", heartbeat_at=clock.now() - timedelta(minutes=5))
    assert "2 fichiers repartent." in act(operator, "rescue", stuck, ended, held, dead)
    assert led_on() == {str(stuck.pk), str(dead.pk)}
    stuck.refresh_from_db()
    dead.refresh_from_db()
    assert (stuck.attempts, dead.claim) == (0, "")
    assert "Aucun de ces fichiers n’en avait besoin." in act(operator, "rescue", stuck, held)
    assert DBTaskResult.objects.count() == 2, "a job leads it on already"


def test_who_may_only_look_cannot_set_anything_going(
    client: Client, karim: Account, asset: Callable[..., Asset]
) -> None:
    karim.is_staff = True
    karim.save()
    karim.user_permissions.add(Permission.objects.get(codename="view_asset"))
    client.force_login(karim)
    row = asset(state="failed")
    assert "vacances.mov" in client.get(FILES).content.decode()
    act(client, "retry", row)
    row.refresh_from_db()
    assert row.state == "failed"


def test_the_pages_speak_the_language_of_their_address(client: Client, odile: Account) -> None:
    client.force_login(odile)
    assert '<html lang="fr"' in client.get(FILES).content.decode()
    assert '<html lang="en' in client.get(f"/en{FILES}").content.decode()
