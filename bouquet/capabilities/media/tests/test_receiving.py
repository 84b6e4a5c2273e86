"""A whole file comes in: once, within the quota, while the disk has room."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media import policies
from bouquet.capabilities.media.actions.receiving import receive_file
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.events.models import AnnouncedEvent
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.storage.store import store


def sent(tmp_path: Path, size: int = 10) -> Path:
    path = tmp_path / "sent.mp4"
    path.write_bytes(b"x" * size)
    return path


def take(path: Path, owner: Account, **values: Any) -> Asset:
    asked = {"purpose": "test", "file_name": "Vacances.MOV", "origin": "upload"}
    return receive_file(path=path, owner=owner, **{**asked, **values})


def test_a_file_is_moved_into_the_store_and_told_of(var: Path, tmp_path: Path, ines: Account) -> None:
    path = sent(tmp_path)
    asset = take(path, ines, title_hint="  Nos\nvacances ")
    assert store().read_bytes(asset.original) == b"x" * 10
    assert not path.exists()
    assert (asset.state, asset.size_bytes, asset.title_hint) == ("received", 10, "Nos vacances")
    assert AnnouncedEvent.objects.get(name="media.AssetReceived").payload == {"asset_id": str(asset.pk)}


def test_the_untouched_file_is_never_where_files_are_served_from(var: Path, tmp_path: Path, ines: Account) -> None:
    asset = take(sent(tmp_path), ines)
    assert not asset.original.startswith(("public/", "private/"))


def test_an_operators_file_stays_where_it_is(var: Path, tmp_path: Path, ines: Account) -> None:
    path = sent(tmp_path)
    take(path, ines, origin="command")
    assert path.read_bytes() == b"x" * 10


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\Inès\\film.mp4", "film.mp4"),
        ("../../etc/passwd", "passwd"),
        ("a\u202eb\x00c.mp4", "a b c.mp4"),
        ("x" * 400, "x" * 255),
    ],
)
def test_names_of_files_are_only_names(var: Path, tmp_path: Path, ines: Account, given: str, kept: str) -> None:
    assert take(sent(tmp_path), ines, file_name=given).file_name == kept


def test_the_same_upload_handed_over_twice_is_one_asset(var: Path, tmp_path: Path, ines: Account) -> None:
    reserved = new_key()
    first = take(sent(tmp_path), ines, asset_id=reserved)
    again = take(tmp_path / "sent.mp4", ines, asset_id=reserved)
    assert first == again
    assert AnnouncedEvent.objects.filter(name="media.AssetReceived").count() == 1


def test_a_crash_after_the_move_loses_nothing(
    var: Path, tmp_path: Path, ines: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserved, path = new_key(), sent(tmp_path)

    def crash(draft: Asset) -> Asset:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("bouquet.capabilities.media.actions.receiving._known", crash)
        take(path, ines, asset_id=reserved)
    assert not path.exists()
    asset = take(path, ines, asset_id=reserved)
    assert (asset.pk, asset.size_bytes) == (reserved, 10)
    assert store().read_bytes(asset.original) == b"x" * 10


def test_two_hand_overs_that_cross_are_one_asset(var: Path, tmp_path: Path, ines: Account) -> None:
    from bouquet.capabilities.media.actions import receiving

    reserved = new_key()
    first = take(sent(tmp_path), ines, asset_id=reserved)
    late = receiving._known(Asset(pk=reserved, owner=ines, purpose="videos.new", origin="upload"))
    assert late == first
    assert Asset.objects.count() == 1


def test_a_file_larger_than_any_may_be_is_refused_and_stays(
    var: Path, tmp_path: Path, ines: Account, settings: Any
) -> None:
    settings.BOUQUET_MAX_UPLOAD_BYTES = 9
    with pytest.raises(policies.TooLarge):
        take(sent(tmp_path), ines)
    assert (tmp_path / "sent.mp4").exists()


def test_the_quota_counts_every_original(
    var: Path, tmp_path: Path, ines: Account, karim: Account, settings: Any
) -> None:
    settings.BOUQUET_MEMBER_QUOTA_BYTES = 25
    take(sent(tmp_path), ines)
    take(sent(tmp_path), ines)
    with pytest.raises(policies.QuotaExceeded) as refused:
        take(sent(tmp_path), ines)
    assert refused.value.left == 5
    assert take(sent(tmp_path), karim).owner == karim


def test_a_disk_at_its_floor_takes_nothing(var: Path, tmp_path: Path, ines: Account, settings: Any) -> None:
    settings.BOUQUET_FREE_SPACE_FLOOR_BYTES = 1 << 60
    with pytest.raises(policies.DiskFull):
        take(sent(tmp_path), ines)
    assert (tmp_path / "sent.mp4").exists()


@pytest.mark.parametrize("gone", [{"is_active": False}, {"erased_at": "2026-01-01T00:00Z"}])
def test_a_member_who_is_gone_sends_nothing(var: Path, tmp_path: Path, ines: Account, gone: dict[str, Any]) -> None:
    Account.objects.filter(pk=ines.pk).update(**gone)
    ines.refresh_from_db()
    with pytest.raises(policies.CannotReceive):
        take(sent(tmp_path), ines)


def test_sentences_say_how_much_is_left_in_both_languages(settings: Any) -> None:
    from django.utils.translation import override

    settings.BOUQUET_MEMBER_QUOTA_BYTES = 50 * 10**9
    with override("en"):
        assert "1.5\u00a0GB of your 50\u00a0GB" in policies.QuotaExceeded(1_500_000_000).sentence()
    with override("fr"):
        assert "1,5\u00a0Go" in policies.QuotaExceeded(1_500_000_000).sentence()


def test_a_refused_file_is_kept_until_it_is_dismissed(
    var: Path, tmp_path: Path, ines: Account, committed: Any, to_the_end: Callable[[], None]
) -> None:
    from bouquet.capabilities.media.actions.dismissing import dismiss

    with committed():
        asset = take(sent(tmp_path), ines)
    to_the_end()
    asset.refresh_from_db()
    assert (asset.state, asset.refusal_code) == ("refused", "not_a_video")
    assert store().exists(asset.original)
    assert list(Asset.objects.owned_by(ines)) == [asset]
    original = asset.original
    with committed():
        dismiss(asset)
    to_the_end()
    assert not Asset.objects.exists()
    assert not store().exists(original)


def test_ids_of_assets_are_not_guessable_folders(var: Path, tmp_path: Path, ines: Account) -> None:
    keys = {take(sent(tmp_path), ines, asset_id=uuid.uuid4()).key for _ in range(20)}
    assert len(keys) == 20
    assert all(len(key) == 24 for key in keys)
