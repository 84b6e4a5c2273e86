"""What follows from what: the way of an asset through its jobs."""

from __future__ import annotations

from bouquet.capabilities.accounts.events import AccountErased
from bouquet.capabilities.media import tasks
from bouquet.capabilities.media.actions import leaving
from bouquet.capabilities.media.events import (
    AssetCut,
    AssetErased,
    AssetMoved,
    AssetPlayable,
    AssetProbed,
    AssetReceived,
    AssetRetried,
    EnclosureErased,
    ImportAsked,
    LetterTaken,
    LinkedPageAsked,
    PhotoErased,
    PhotoMoved,
    PiecesMade,
)
from bouquet.capabilities.media.models import Asset, Piece
from bouquet.foundation.events.announcing import subscribe


@subscribe(AssetReceived)
def probe_what_was_received(event: AssetReceived) -> None:
    tasks.probe.enqueue(str(event.asset_id))


@subscribe(AssetProbed)
def start_what_was_probed(event: AssetProbed) -> None:
    tasks.start.enqueue(str(event.asset_id))


@subscribe(AssetPlayable)
def complete_what_plays(event: AssetPlayable) -> None:
    tasks.complete.enqueue(str(event.asset_id))


@subscribe(AssetCut)
def make_the_pieces(event: AssetCut) -> None:
    due = Piece.objects.filter(asset_id=event.asset_id, state=Piece.State.DUE)
    for piece_id in due.values_list("pk", flat=True):
        tasks.make_piece.enqueue(str(piece_id))


@subscribe(PiecesMade)
def join_the_pieces(event: PiecesMade) -> None:
    tasks.join.enqueue(str(event.asset_id))


@subscribe(AssetRetried)
def take_up_again(event: AssetRetried) -> None:
    asset = Asset.objects.filter(pk=event.asset_id).first()
    if asset is not None:
        tasks.enqueue_next_step(asset)


@subscribe(AssetMoved)
def settle_what_moved(event: AssetMoved) -> None:
    tasks.settle.enqueue(str(event.asset_id), event.source)


@subscribe(AssetErased)
def erase_the_files(event: AssetErased) -> None:
    tasks.erase_files.enqueue([event.folder, event.originals])


@subscribe(ImportAsked)
def fetch_what_was_asked(event: ImportAsked) -> None:
    tasks.fetch.enqueue(str(event.import_id))


@subscribe(LetterTaken)
def answer_the_letter(event: LetterTaken) -> None:
    tasks.answer_letter.enqueue(str(event.account_id), event.subject, event.taken, event.left)


@subscribe(PhotoMoved)
def settle_the_photo(event: PhotoMoved) -> None:
    tasks.settle_photo.enqueue(str(event.photo_id), event.source)


@subscribe(PhotoErased)
def erase_the_photo(event: PhotoErased) -> None:
    tasks.erase_files.enqueue([event.folder])


@subscribe(EnclosureErased)
def erase_the_enclosure(event: EnclosureErased) -> None:
    tasks.erase_files.enqueue([event.folder])


@subscribe(LinkedPageAsked)
def read_the_linked_page(event: LinkedPageAsked) -> None:
    tasks.read_linked_page.enqueue(str(event.page_id))


@subscribe(AccountErased)
def forget_who_left(event: AccountErased) -> None:
    leaving.forget(event.account_id)
