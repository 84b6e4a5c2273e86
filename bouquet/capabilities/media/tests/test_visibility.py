"""Public files are for anyone, private ones only for whoever holds a signed address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bouquet.capabilities.media.actions import storing
from bouquet.capabilities.media.actions.erasing import erase
from bouquet.capabilities.media.actions.visibility import make_private, make_public, settle
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.storage.store import store


@pytest.fixture
def asset(received: Callable[..., Asset]) -> Asset:
    """Received, with one file that may be served."""
    asset = received()
    store().put_bytes(b"picture", f"{asset.folder}/poster-x/640.webp")
    return asset


def test_new_files_are_private(asset: Asset) -> None:
    assert asset.folder.startswith("private/")
    assert asset.address("poster-x/640.webp").startswith("/media/private/")


def test_what_goes_public_has_a_lasting_address(asset: Asset, committed: Any) -> None:
    with committed():
        make_public(asset)
    assert asset.address("poster-x/640.webp") == f"/media/public/{asset.key}/poster-x/640.webp"
    assert store().read_bytes(f"public/{asset.key}/poster-x/640.webp") == b"picture"
    assert not store().exists(f"private/{asset.key}/poster-x/640.webp")


def test_what_goes_private_leaves_nothing_at_its_old_address(asset: Asset, committed: Any) -> None:
    with committed():
        make_public(asset)
    old = asset.key
    with committed():
        make_private(asset)
    assert asset.key != old
    assert list(store().keys(f"public/{old}")) == []
    assert store().exists(f"private/{asset.key}/poster-x/640.webp")


def test_going_where_it_is_changes_nothing(asset: Asset, committed: Any) -> None:
    key = asset.key
    with committed():
        make_private(asset)
    assert asset.key == key


def test_the_original_never_goes_public(asset: Asset, committed: Any) -> None:
    with committed():
        make_public(asset)
    assert store().exists(asset.original)
    assert not any("original" in key for key in store().keys(asset.folder))


def test_a_crash_before_the_move_is_made_good_by_the_job(
    asset: Asset, committed: Any, monkeypatch: pytest.MonkeyPatch, to_the_end: Callable[[], None]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("bouquet.capabilities.media.actions.visibility.settle", lambda **_: 1 / 0)
        with committed():
            make_public(asset)
    assert not store().exists(f"{asset.folder}/poster-x/640.webp")
    to_the_end()
    assert store().exists(f"{asset.folder}/poster-x/640.webp")


def test_late_moves_in_any_order_end_where_the_row_says(asset: Asset, committed: Any) -> None:
    places = [asset.folder]
    for move in (make_public, make_private, make_public):
        with committed():
            move(asset)
        places.append(asset.folder)
    for place in places:
        store().put_bytes(b"late", f"{place}/late-{place.partition('/')[0]}.txt")
    for place in reversed(places):
        settle(asset_id=asset.pk, source=place)
    assert all(list(store().keys(place)) == [] for place in places if place != asset.folder)
    assert store().exists(f"{asset.folder}/poster-x/640.webp")


def test_files_written_while_the_asset_moves_follow_it(
    asset: Asset, committed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "made"
    made.mkdir()
    (made / "new.txt").write_bytes(b"new")
    with committed():
        make_public(asset)
    before, follow = asset.folder, storing._follow

    def moved_meanwhile(asset_id: Any, written_to: str) -> None:
        with committed():
            make_private(asset)
        follow(asset_id, written_to)

    monkeypatch.setattr(storing, "_follow", moved_meanwhile)
    storing.put(asset.pk, made)
    assert store().read_bytes(f"{asset.folder}/new.txt") == b"new"
    assert list(store().keys(before)) == []


def test_what_a_killed_job_wrote_to_the_old_place_is_brought_along(
    asset: Asset, committed: Any, tmp_path: Path
) -> None:
    with committed():
        make_public(asset)
    before = asset.folder
    with committed():
        make_private(asset)
    Asset.objects.filter(pk=asset.pk).update(writing_to=before)
    store().put_bytes(b"left", f"{before}/left.txt")
    (tmp_path / "made").mkdir()
    storing.put(asset.pk, tmp_path / "made")
    assert list(store().keys(before)) == []


def test_a_signed_address_stays_the_same_for_a_while(asset: Asset, travel: Any) -> None:
    from datetime import timedelta

    first = {asset.address("a.txt")}
    with travel(timedelta(seconds=1)):
        first.add(asset.address("a.txt"))
    assert len(first) <= 2
    with travel(timedelta(minutes=11)):
        assert asset.address("a.txt") not in first


def test_a_long_film_is_signed_for_twice_its_length(asset: Asset) -> None:
    asset.duration_seconds = 7200
    assert asset.signature_lasts.total_seconds() == 14_400
    asset.duration_seconds = 10
    assert asset.signature_lasts.total_seconds() == 1800


def test_an_erased_asset_leaves_no_file(asset: Asset, committed: Any, to_the_end: Callable[[], None]) -> None:
    folder, originals = asset.folder, asset.originals
    with committed():
        erase(asset)
        erase(asset)
    to_the_end()
    assert list(store().keys(folder)) == list(store().keys(originals)) == []
