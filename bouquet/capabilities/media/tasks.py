"""Jobs. Each loads by id and calls one action; each may run twice. Those of queue "media" run ffmpeg."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from django_tasks import TaskContext, task

from bouquet.capabilities.media.actions import (
    answering,
    completing,
    erasing,
    linked_pages,
    photos,
    pieces,
    probing,
    rescuing,
    starting,
    visibility,
)
from bouquet.capabilities.media.actions.working import Busy
from bouquet.capabilities.media.models import Asset, Piece
from bouquet.foundation.clock import clock

# What makes a video playable for someone who waits goes before what makes another one better.
SOONEST, SOON = 50, 20
# How long a job that came too early stays away: doubled each time, a minute at most.
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=1), timedelta(seconds=60)


def _in_turn(step: Callable[..., None], context: TaskContext, asset_id: str, waits: int) -> None:
    """Do `step`, or go back to the queue for a while when another job holds the asset: the worker is free meanwhile.

    `waits` counts how often that happened. Nothing is left to do for an asset that is gone.
    """
    with suppress(Asset.DoesNotExist):
        try:
            step(uuid.UUID(asset_id), job=context.task_result.id)
        except Busy:
            wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(waits, 10))
            context.task_result.task.using(run_after=clock.now() + wait).enqueue(asset_id, waits + 1)


@task(queue_name="media", priority=SOONEST, takes_context=True)
def probe(context: TaskContext, asset_id: str, waits: int = 0) -> None:
    """Find out what was received."""
    _in_turn(probing.probe, context, asset_id, waits)


@task(queue_name="media", priority=SOON, takes_context=True)
def start(context: TaskContext, asset_id: str, waits: int = 0) -> None:
    """Make the first quality."""
    _in_turn(starting.start, context, asset_id, waits)


@task(queue_name="media", takes_context=True)
def complete(context: TaskContext, asset_id: str, waits: int = 0) -> None:
    """Make the other qualities, or cut the video into pieces that are made apart."""
    _in_turn(completing.complete, context, asset_id, waits)


@task(queue_name="media", takes_context=True)
def make_piece(context: TaskContext, piece_id: str) -> None:
    """Make one piece of a long video."""
    pieces.make_piece(uuid.UUID(piece_id), job=context.task_result.id)


@task(queue_name="media", priority=SOON, takes_context=True)
def join(context: TaskContext, asset_id: str, waits: int = 0) -> None:
    """Put the pieces of a video together."""
    _in_turn(completing.join, context, asset_id, waits)


@task
def settle(asset_id: str, source: str) -> None:
    """Bring the files of an asset to where they belong."""
    visibility.settle(asset_id=uuid.UUID(asset_id), source=source)


@task
def erase_files(folders: list[str]) -> None:
    """Delete the files of an asset that is gone."""
    erasing.erase_files(*folders)


@task
def settle_photo(photo_id: str, source: str) -> None:
    """Bring the files of a photo to where they belong."""
    photos.settle(photo_id=uuid.UUID(photo_id), source=source)


@task
def read_linked_page(page_id: str) -> None:
    """Ask a page what it is."""
    linked_pages.read(uuid.UUID(page_id))


@task(takes_context=True)
def fetch(context: TaskContext, import_id: str) -> None:
    """Fetch the file a member named by its address."""
    # Its HTTP client takes 0.2 s to load, and few processes ever fetch.
    from bouquet.capabilities.media.actions import fetching

    fetching.fetch(uuid.UUID(import_id), job=context.task_result.id)


@task
def answer_letter(account_id: str, subject: str, taken: int, left: str) -> None:
    """Tell a member what was not taken from a mailed message."""
    answering.answer(account_id=uuid.UUID(account_id), subject=subject, taken=taken, left=json.loads(left))


def enqueue_next_step(asset: Asset) -> None:
    """Put the job in the queue that leads `asset` on from where it is; nothing when it is where it should end."""
    asset_id = str(asset.pk)
    if asset.state == Asset.State.RECEIVED:
        probe.enqueue(asset_id)
    elif asset.state in {Asset.State.PROBED, Asset.State.TRANSCODING}:
        start.enqueue(asset_id)
    elif asset.state == Asset.State.PLAYABLE:
        due = [str(piece.pk) for piece in asset.pieces.all() if piece.state == Piece.State.DUE]
        for piece_id in due:
            make_piece.enqueue(piece_id)
        if not due:
            (join if asset.pieces.exists() else complete).enqueue(asset_id)


def rescue(asset: Asset) -> bool:
    """An operator has one asset put back; whether that was called for."""
    if not rescuing.rescue(asset):
        return False
    enqueue_next_step(asset)
    return True


def rescue_the_stuck() -> None:
    """The keeper's chore: put back what no job leads on."""
    for asset in rescuing.stuck_assets():
        enqueue_next_step(asset)
    for wanted in rescuing.stuck_imports():
        fetch.enqueue(str(wanted.pk))
