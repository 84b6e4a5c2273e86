"""What a job made goes to the asset's folder in the store, and comes back for the next job."""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path

from bouquet.capabilities.media.models import Asset
from bouquet.foundation.storage.store import store


class Gone(Exception):
    """The asset was erased while a job worked on it."""


def put(asset_id: uuid.UUID, made: Path, *, known: frozenset[str] = frozenset()) -> None:
    """Put every file below `made` into the asset's folder, playlists of the whole last: no one sees a part of it.

    Files named in `known` are there already. The asset may go public or private meanwhile: the files then follow to
    where they belong. May be repeated.
    """
    asset = _asset(asset_id)
    if asset.writing_to not in {"", asset.folder}:
        # A job was killed while it wrote to the folder of before.
        store().move_tree(asset.writing_to, asset.folder)
    Asset.objects.filter(pk=asset_id).update(writing_to=asset.folder)
    names = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()} - known
    for name in sorted(names, key=lambda name: ("/" not in name, name)):
        store().put_file(made / name, f"{asset.folder}/{name}")
    _follow(asset_id, asset.folder)


def fetch(prefix: str, target: Path) -> frozenset[str]:
    """Everything below `prefix` of the store, below `target` on this machine (linked where the disk allows).

    Returns the names, relative to both.
    """
    names = frozenset(key.removeprefix(f"{prefix}/") for key in store().keys(prefix))
    for name in names:
        key, goal = f"{prefix}/{name}", target / name
        goal.parent.mkdir(parents=True, exist_ok=True)
        with store().open_local(key) as path:
            goal.unlink(missing_ok=True)
            try:
                os.link(path, goal)
            except OSError:
                shutil.copyfile(path, goal)
    return names


def _follow(asset_id: uuid.UUID, written_to: str) -> None:
    """Until the files lie where the row says: it may have changed while they were written, or moved."""
    while True:
        asset = _asset(asset_id, written_to)
        if asset.folder != written_to:
            store().move_tree(written_to, asset.folder)
            written_to = asset.folder
        elif Asset.objects.filter(pk=asset_id, key=asset.key, is_public=asset.is_public).update(writing_to=""):
            return


def _asset(asset_id: uuid.UUID, written_to: str = "") -> Asset:
    asset = Asset.objects.filter(pk=asset_id).first()
    if asset is None:
        if written_to:
            store().delete_tree(written_to)
        raise Gone(str(asset_id))
    return asset
