"""Make an asset go, with every file made from it and the original."""

from __future__ import annotations

from django.db import transaction

from bouquet.capabilities.media.events import AssetErased
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.storage.store import store


@transaction.atomic
def erase(asset: Asset) -> None:
    """The asset is gone; its files follow after the commit. A job that still works on it finds that out and ends."""
    row = Asset.objects.select_for_update().filter(pk=asset.pk).first()
    if row is None:
        return
    announce(AssetErased(asset_id=row.pk, folder=row.folder, originals=row.originals))
    row.delete()


def erase_files(*folders: str) -> None:
    """Delete what lies below `folders`. Safe to repeat."""
    for folder in folders:
        store().delete_tree(folder)
