"""A refused file is kept until its owner has read why."""

from __future__ import annotations

from django.db import transaction

from bouquet.capabilities.media.actions import erasing
from bouquet.capabilities.media.models import Asset, Import
from bouquet.foundation.clock import clock


@transaction.atomic
def dismiss(asset: Asset) -> None:
    """The owner has read the refusal (or gives up a failed file): the file goes, and its bytes are free again."""
    if asset.state in {Asset.State.REFUSED, Asset.State.FAILED}:
        erasing.erase(asset)


def dismiss_import(wanted: Import) -> None:
    """The owner has read why a file could not be fetched."""
    Import.objects.filter(pk=wanted.pk, state=Import.State.FAILED).update(dismissed_at=clock.now())
