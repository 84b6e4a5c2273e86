"""Try a file again, from where it makes sense."""

from __future__ import annotations

from django.db import transaction

from bouquet.capabilities.media.actions import changing
from bouquet.capabilities.media.events import AssetErased, AssetRetried
from bouquet.capabilities.media.models import Asset
from bouquet.capabilities.media.models.asset import new_folder
from bouquet.foundation.events.announcing import announce


@transaction.atomic
def retry(asset: Asset) -> None:
    """A failed asset that plays already has the rest made; any other ended one begins anew, in a new folder.

    Nothing happens to one that is still under way.
    """
    row = Asset.objects.select_for_update().get(pk=asset.pk)
    if row.is_under_way:
        return
    if row.state == Asset.State.FAILED and row.is_playable:
        changing.enter(row, Asset.State.PLAYABLE, failure_code="", attempts=0, percent=0, announcing=False)
    else:
        _begin_anew(row)
    announce(AssetRetried(asset_id=row.pk))
    asset.refresh_from_db()


def _begin_anew(row: Asset) -> None:
    # Nothing of the old files may be taken for the new ones by a cache that kept them: hence the new folder.
    announce(AssetErased(asset_id=row.pk, folder=row.folder, originals=f"{row.originals}/pieces"))
    for made in (row.renditions, row.audio_tracks, row.captions, row.chapters, row.pieces):
        made.all().delete()
    changing.enter(
        row,
        Asset.State.RECEIVED,
        key=new_folder(),
        refusal_code="",
        refusal_params={},
        failure_code="",
        warnings=[],
        dismissed_at=None,
        master="",
        poster="",
        poster_candidates=[],
        has_storyboard=False,
        original_download="",
        original_download_bytes=0,
        percent=0,
        attempts=0,
        writing_to="",
        playable_at=None,
        ready_at=None,
        work_seconds=0,
    )
