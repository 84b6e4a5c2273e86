"""Brings the demo network to life. Safe to repeat, and goes on where a start that was broken off stopped."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid5

from django.conf import settings
from django.db import close_old_connections

from bouquet.capabilities.accounts.demo.people import HOSTS
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions.receiving import receive_file
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.clock import clock
from bouquet.sites.videos.actions import counting, decorating, drafting, editing, liking, positions, publishing, sending
from bouquet.sites.videos.demo import drawing, month
from bouquet.sites.videos.demo.behind_doors import BEHIND_DOORS, WORD_OF_THE_WORKSHOP
from bouquet.sites.videos.demo.first_weeks import FIRST_WEEKS
from bouquet.sites.videos.demo.last_weeks import LAST_WEEKS
from bouquet.sites.videos.demo.scenes import Scene
from bouquet.sites.videos.models import Category, Channel, Sending, Video, Visibility

Say = Callable[[str], None]

NAMES = UUID("6f1d9f0e-0d4b-4d39-8f6a-1f6b9f7f2b11")
SCENES = (*FIRST_WEEKS, *LAST_WEEKS, *BEHIND_DOORS)
LONGEST_WAIT_SECONDS = 600
NOTES = (
    ("ines", "karim", "mandelbrot", "Regarde à la neuvième seconde, on croirait ton escalier."),
    ("karim", "ines", "lissajous", "Celle-ci est un peu fausse exprès. Tu entends ?"),
    ("lea", "maelle", "broderie", "Je veux la même sur un torchon."),
    ("yann", "lea", "maree", "Pour t’endormir dans le train."),
    ("maelle", "noor", "zellige", "Le défaut du troisième carreau est parfait."),
    ("tomas", "karim", "regle110", "On parie que je la programme en broderie ?"),
    ("noor", "ines", "moire", "J’ai pensé à tes rideaux."),
)


def seed(people: dict[str, Account], say: Say) -> None:
    """Everything: videos, banners, who likes what, and a month of views. Waits until the videos play."""
    for person in HOSTS:
        if not Channel.objects.filter(account=people[person.handle]).exclude(banner="").exists():
            decorating.set_banner(account=people[person.handle], file=drawing.banner(person))
    videos: dict[str, Video] = {}
    with tempfile.TemporaryDirectory(dir=_scratch()) as folder:
        # A reply needs an original that can be watched: by the end, the first ones can.
        for number, scene in enumerate(sorted(SCENES, key=lambda scene: bool(scene.reply_to)), start=1):
            videos[scene.key] = _video(scene, people[scene.author], videos, Path(folder))
            month.watch(videos[scene.key], scene, members=[account.pk for account in people.values()])
            say(f"video {number} of {len(SCENES)}: {scene.title}")
    hosts = {person.handle: people[person.handle] for person in HOSTS}
    _like(videos, hosts)
    _hand_on(videos, people)
    _wait(videos, say)
    counting.rank_the_week()


def _video(scene: Scene, author: Account, videos: dict[str, Video], folder: Path) -> Video:
    """The video of a scene, made when it is not there yet. Its key is known beforehand, so nothing is made twice."""
    key = uuid5(NAMES, scene.key)
    asset = Asset.objects.filter(pk=key).first() or _received(scene, key, author, videos, folder)
    with _earlier(max(scene.days_ago, 0)):
        video = drafting.draft_from(asset=asset)
        if video.is_draft:
            editing.edit(video=video, by=author, details=_details(scene))
            tomorrow = clock.now() - timedelta(days=scene.days_ago) if scene.days_ago < 0 else None
            if tomorrow is None:
                # It was published on its day, although it plays only now.
                Video.objects.filter(pk=video.pk).update(published_at=clock.now())
            publishing.publish(video=video, by=author, at=tomorrow)
    video.refresh_from_db()
    return video


def _received(scene: Scene, key: UUID, author: Account, videos: dict[str, Video], folder: Path) -> Asset:
    path = folder / f"{scene.key}.mp4"
    drawing.film(scene, into=path)
    if scene.reply_to:
        _wait_for([videos[scene.reply_to].pk])
    purpose = f"{drafting.REPLY}{videos[scene.reply_to].code}" if scene.reply_to else drafting.NEW
    return receive_file(
        path=path,
        owner=author,
        purpose=purpose,
        file_name=path.name,
        title_hint=scene.title,
        origin=Asset.Origin.UPLOAD,
        asset_id=key,
    )


def _details(scene: Scene) -> editing.Details:
    return editing.Details(
        title=scene.title,
        description=scene.description,
        tags=scene.tags,
        category=Category.objects.get(key=scene.category),
        language="fr",
        licence=scene.licence,
        visibility=scene.visibility,
        password=WORD_OF_THE_WORKSHOP if scene.visibility == Visibility.PASSWORD else "",
        allows_download=scene.allows_download,
    )


def _like(videos: dict[str, Video], people: dict[str, Account]) -> None:
    """Who likes what, and where each of them stopped watching."""
    for scene in SCENES:
        chance = random.Random(f"likes {scene.key}")  # noqa: S311  # a story, no secret
        if scene.visibility != Visibility.PUBLIC or scene.days_ago < 0:
            continue
        for handle, account in people.items():
            if handle != scene.author and chance.random() < scene.hold:
                with _earlier(scene.days_ago * chance.random()):
                    liking.like(video=videos[scene.key], by=account)
            if chance.random() < 0.15 and scene.seconds > 10:
                positions.remember(video=videos[scene.key], by=account, seconds=scene.seconds * 0.6)


def _hand_on(videos: dict[str, Video], people: dict[str, Account]) -> None:
    """Videos go from hand to hand once they can be watched; the last two are still unread."""
    for number, (sender, recipient, key, note) in enumerate(NOTES):
        _wait_for([videos[key].pk])
        video = Video.objects.get(pk=videos[key].pk)
        sent = {"video": video, "sender": people[sender], "recipient": people[recipient]}
        if video.is_published and not Sending.objects.filter(**sent).exists():
            with _earlier(max(0.1, 6 - number)):
                made = sending.send(video=video, by=people[sender], to=people[recipient], note=note)
                if number < len(NOTES) - 2:
                    sending.mark_read(by=people[recipient], sending_ids=[made.pk])


def _wait(videos: dict[str, Video], say: Say) -> None:
    shown = {scene.key for scene in SCENES if scene.days_ago >= 0}
    left = _wait_for([videos[key].pk for key in shown])
    said = f"{left} videos could not be prepared; bin/manage shows why." if left else "every video plays."
    say(f"The videos are complete: {said}")


def _wait_for(keys: list[UUID]) -> int:
    """Until these play, or ten minutes; returns how many do not."""
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while left := Video.objects.filter(pk__in=keys, asset__playable_at=None).count():
        if time.monotonic() > until:
            return left
        time.sleep(0.5)
        close_old_connections()
    for key in keys:
        publishing.show_if_due(video_id=key)
    return 0


def _earlier(days: float) -> AbstractContextManager[None]:
    return clock.travel(-timedelta(days=days))


def _scratch() -> Path:
    folder: Path = settings.BOUQUET_VAR / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
