"""Move an asset between what anyone may fetch and what needs a signed address.

The row says where the files belong; they follow after the commit, and again until they are there (AssetMoved).
"""

from __future__ import annotations

import uuid

from django.db import transaction

from bouquet.capabilities.media.events import AssetMoved
from bouquet.capabilities.media.models import Asset
from bouquet.capabilities.media.models.asset import new_folder
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.storage.store import store


def make_public(asset: Asset) -> None:
    """Anyone may fetch the files from now on. Nothing happens when that is so already."""
    _move(asset, is_public=True)


def make_private(asset: Asset) -> None:
    """Only signed addresses serve the files from now on, in a folder with a new name: old addresses are dead."""
    _move(asset, is_public=False)


def settle(*, asset_id: uuid.UUID, source: str) -> None:
    """Bring what still lies below `source` to where the asset's files belong now. Safe to repeat, in any order."""
    asset = Asset.objects.filter(pk=asset_id).first()
    if asset is None:
        store().delete_tree(source)
    elif asset.folder != source:
        store().move_tree(source, asset.folder)


@transaction.atomic
def _move(asset: Asset, *, is_public: bool) -> None:
    row = Asset.objects.select_for_update().get(pk=asset.pk)
    if row.is_public != is_public:
        source = row.folder
        row.is_public = is_public
        row.key = row.key if is_public else new_folder()
        row.save(update_fields=["is_public", "key"])
        announce(AssetMoved(asset_id=row.pk, source=source, target=row.folder))
        # On a local disk a move is one rename, so it need not wait for a worker.
        if store().local_path(source) is not None:
            transaction.on_commit(lambda: settle(asset_id=row.pk, source=source), robust=True)
    asset.is_public, asset.key = row.is_public, row.key
