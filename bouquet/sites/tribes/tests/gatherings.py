"""What tests of posts and of what hangs on them begin with."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from PIL import Image

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import photos as media_photos
from bouquet.capabilities.media.models import Asset, Photo
from bouquet.capabilities.moderation.models import Pace
from bouquet.foundation.clock import clock
from bouquet.sites.tribes.actions import attaching
from bouquet.sites.tribes.engine.attachments import Attachments, EventDraft, PhotoDraft, PollDraft
from bouquet.sites.tribes.models import Audience, Membership, Openness, Post, Role, Tribe

HOST = "yootribe.m6.localhost"


def gathered(founder: Account, *members: Account, openness: str = Openness.OPEN, slug: str = "grimpe") -> Tribe:
    """A tribe with these people in it."""
    tribe = Tribe.objects.create(slug=slug, name=slug.capitalize(), openness=openness)
    Membership.objects.create(tribe=tribe, account=founder, role=Role.FOUNDER)
    Membership.objects.bulk_create(Membership(tribe=tribe, account=member) for member in members)
    return tribe


def posted(by: Account, tribe: Tribe | None, text: str = "", **what: Any) -> Post:
    """A post with what hangs on it."""
    # A test is in a hurry.
    Pace.objects.filter(account=by).delete()
    audience = Audience.TRIBE if tribe else Audience.EVERYONE
    return attaching.publish(by=by, tribe=tribe, text=text, audience=audience, what=Attachments(**what))


def photo_of(owner: Account, colour: str = "red", size: tuple[int, int] = (700, 500)) -> Photo:
    """A photo that was sent."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    file.seek(0)
    return media_photos.receive(file=file, owner=owner)


def drafts(*photos: Photo, alt: str = "Le mur") -> tuple[PhotoDraft, ...]:
    return tuple(PhotoDraft(photo.pk, alt) for photo in photos)


def question(**more: Any) -> PollDraft:
    """Mardi, jeudi ou dimanche ?"""
    ends_at = clock.now() + timedelta(days=2)
    return PollDraft(
        **{"question": "Quel soir ?", "options": ("Mardi", "Jeudi", "Dimanche"), "ends_at": ends_at, **more}
    )


def outing(**more: Any) -> EventDraft:
    """In three days, for two hours."""
    begins = clock.now() + timedelta(days=3)
    usual = {"title": "Falaise", "starts_at": begins, "ends_at": begins + timedelta(hours=2), "place": "Pen-Hoat"}
    return EventDraft(**{**usual, **more})


def film_of(owner: Account, **more: Any) -> Asset:
    usual = {"purpose": attaching.VIDEO, "origin": "upload", "state": "received", "size_bytes": 1000}
    return Asset.objects.create(owner=owner, **{**usual, **more})
