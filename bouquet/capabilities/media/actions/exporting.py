"""What a member's copy of their data holds of media: what they sent, and what became of it.

A file that a site made something of is in that site's part; here are those that nothing became of.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db.models import PROTECT, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel

from bouquet.capabilities.accounts.exporting import ExportFile, as_json
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions.uploads import Growing, growing_of
from bouquet.capabilities.media.models import Asset, Import, MailAddress
from bouquet.foundation.storage.store import store


def collect(account: Account) -> Iterator[ExportFile]:
    """JSON of every row, then the files that became no video."""
    assets = Asset.objects.owned_by(account).defer("probe_json").order_by("pk")
    yield as_json("received.json", (_asset(asset) for asset in assets.iterator(chunk_size=500)))
    yield as_json("under_way.json", (_growing(upload) for upload in growing_of(account)))
    imports = Import.objects.filter(owner=account).order_by("pk")
    yield as_json("imports.json", (_import(row) for row in imports.iterator(chunk_size=500)))
    addresses = MailAddress.objects.filter(owner=account).order_by("made_at")
    yield as_json("mail_addresses.json", (_mail_address(row) for row in addresses))
    for asset in _of_no_site(assets).iterator(chunk_size=100):
        if store().exists(asset.original):
            suffix = PurePath(asset.file_name).suffix or ".video"
            yield ExportFile(f"files/{asset.pk}{suffix}", stored=asset.original)


def _of_no_site(assets: QuerySet[Asset]) -> QuerySet[Asset]:
    """Those that no row of a site protects: which sites there are is not known here."""
    for relation in Asset._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.on_delete is PROTECT:
            kept: QuerySet[Any] = relation.related_model._default_manager.all()
            assets = assets.exclude(pk__in=kept.values(relation.field.attname))
    return assets


def _asset(asset: Asset) -> dict[str, Any]:
    return {
        "id": asset.pk,
        "file_name": asset.file_name,
        "title": asset.title_hint,
        "bytes": asset.size_bytes,
        "sha256": asset.sha256,
        "came_by": asset.origin,
        "state": asset.state,
        "refused_because": asset.refusal_sentence() if asset.refusal_code else None,
        "duration_seconds": asset.duration_seconds,
        "received_at": asset.received_at,
    }


def _growing(upload: Growing) -> dict[str, Any]:
    return {
        "file_name": upload.file_name,
        "bytes": upload.length,
        "bytes_received": upload.received,
        "began_at": upload.began_at,
    }


def _import(row: Import) -> dict[str, Any]:
    return {
        "address": row.address,
        "state": row.state,
        "given_up_because": row.error_sentence() if row.error_code else None,
        "received_as": row.asset_id,
        "asked_at": row.asked_at,
    }


def _mail_address(row: MailAddress) -> dict[str, Any]:
    return {
        "address": f"{row.secret}@{settings.BOUQUET_MAIL_DOMAIN}",
        "made_at": row.made_at,
        "revoked_at": row.revoked_at,
    }
