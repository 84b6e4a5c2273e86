"""Links that unfold: a page somebody links to is asked once what it is, by a job, and its picture is copied."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError

from bouquet.capabilities.media.engine import photos as engine
from bouquet.capabilities.media.engine.fetching.addresses import Forbidden, require_address
from bouquet.capabilities.media.engine.fetching.failures import NotFetched
from bouquet.capabilities.media.events import LinkedPageAsked, LinkedPageRead
from bouquet.capabilities.media.models import LinkedPage
from bouquet.capabilities.media.models.asset import new_folder
from bouquet.capabilities.media.models.linked_page import (
    KNOWN_FOR,
    MOST_ADDRESS,
    UNKNOWN_FOR,
    digest_of,
    plain_address,
)
from bouquet.capabilities.media.models.photo import photo_folder
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.storage.store import store

if TYPE_CHECKING:
    from bouquet.capabilities.media.engine.pages.asking import GuardedBackend
    from bouquet.capabilities.media.engine.pages.reading import PageFacts

# All of a page, and all of its picture: connection, headers, redirects and bytes.
PAGE_SECONDS: Final = 10.0
PICTURE_SECONDS: Final = 10.0
# What a page says of itself stands at its beginning; the rest is not even fetched.
PAGE_BYTES: Final = {"text/html": 600_000, "application/xhtml+xml": 600_000}
PICTURE_BYTES: Final = {"image/": 8_000_000}
PICTURE_SIDES: Final = (320, 640, 1280)
_SMALLEST_PICTURE: Final = 60
_ASKED_AGAIN_AFTER: Final = timedelta(minutes=10)
_FORGOTTEN_AFTER: Final = timedelta(days=30)

Backend = Callable[[float], "GuardedBackend"]


class CannotUnfold(ValueError):
    """The address is none of a page that anybody can see."""


def new_backend(seconds: float) -> GuardedBackend:
    """How pages are asked: only at public addresses and the configured ports, for `seconds` in all."""
    from bouquet.capabilities.media.engine.pages.asking import Deadline, GuardedBackend

    return GuardedBackend(ports=settings.BOUQUET_IMPORT_PORTS, deadline=Deadline(seconds))


@transaction.atomic
def ask(address: str) -> LinkedPage:
    """What is known of the page at `address`; a job asks it when that is nothing yet, or old. Raises CannotUnfold.

    `LinkedPageRead` tells when there is more.
    """
    try:
        plain = plain_address(address)
        require_address(plain, ports=settings.BOUQUET_IMPORT_PORTS)
    except (ValueError, Forbidden):
        raise CannotUnfold(address) from None
    if len(plain) > MOST_ADDRESS:
        raise CannotUnfold(address)
    page, is_new = LinkedPage.objects.get_or_create(digest=digest_of(plain), defaults={"address": plain})
    waits = page.state == LinkedPage.State.WAITING and page.asked_at > clock.now() - _ASKED_AGAIN_AFTER
    if is_new or (page.is_due and not waits):
        LinkedPage.objects.filter(pk=page.pk).update(asked_at=clock.now())
        announce(LinkedPageAsked(page_id=page.pk))
    return page


def known(address: str) -> LinkedPage | None:
    """What is kept of the page at `address`, if anything; nobody is asked."""
    try:
        plain = plain_address(address)
    except ValueError:
        return None
    return LinkedPage.objects.filter(digest=digest_of(plain)).first()


def read(page_id: UUID, *, backend: Backend = new_backend) -> None:
    """Ask the page what it is, and keep a copy of its picture. Safe to repeat."""
    page = LinkedPage.objects.filter(pk=page_id).first()
    if page is None or not page.is_due:
        return
    facts, picture = _asked(page.address, backend)
    is_known = bool(facts and (facts.title or picture))
    values: dict[str, Any] = {
        "state": LinkedPage.State.KNOWN if is_known else LinkedPage.State.SILENT,
        "expires_at": clock.now() + (KNOWN_FOR if is_known else UNKNOWN_FOR),
    }
    if is_known and facts is not None:
        values |= {"title": facts.title, "description": facts.description, "site_name": facts.site_name}
        values["picture"] = _kept(picture, facts.picture_alt) if picture else {}
    elif page.is_known:
        # It was there last week; what is shown of it stays.
        values["state"] = LinkedPage.State.KNOWN
    with transaction.atomic():
        before = LinkedPage.objects.select_for_update().filter(pk=page_id).first()
        if before is None:
            return
        LinkedPage.objects.filter(pk=page_id).update(**values)
        announce(LinkedPageRead(page_id=page_id))
        if "picture" in values and before.picture:
            _drop_files(before.picture)


def forget_unlinked() -> None:
    """The keeper's chore: pages that nobody links to any more, a month after they were read."""
    old = LinkedPage.objects.filter(swept_at__lt=clock.now() - _FORGOTTEN_AFTER).order_by("swept_at")
    for page in old[:200]:
        picture = page.picture
        with suppress(ProtectedError), transaction.atomic():
            page.delete()
            if picture:
                _drop_files(picture)
            continue
        LinkedPage.objects.filter(pk=page.pk).update(swept_at=clock.now())


def _drop_files(picture: dict[str, Any]) -> None:
    """After the commit: those who show the page take the new picture when they hear of it."""
    folder = photo_folder(picture["key"], is_public=False)
    transaction.on_commit(lambda: store().delete_tree(folder), robust=True)


def _asked(address: str, backend: Backend) -> tuple[PageFacts | None, engine.Developed | None]:
    # Their parser and HTTP client take a while to load, and few processes ever ask.
    from bouquet.capabilities.media.engine.pages import asking, reading

    try:
        answer = asking.ask(address, backend=backend(PAGE_SECONDS), limits={**PAGE_BYTES, **PICTURE_BYTES})
    except (NotFetched, Forbidden):
        return None, None
    if answer.kind.startswith("image/"):
        name = reading.one_line(answer.address.rpartition("/")[2].partition("?")[0], reading.MOST_TITLE)
        facts = reading.PageFacts(title=name, site_name=reading.host_of(answer.address))
        return facts, _developed(answer.content)
    facts = reading.read(answer.content, charset=answer.charset, address=answer.address)
    return facts, _picture(facts.picture, backend) if facts.picture else None


def _picture(address: str, backend: Backend) -> engine.Developed | None:
    from bouquet.capabilities.media.engine.pages import asking

    try:
        answer = asking.ask(address, backend=backend(PICTURE_SECONDS), limits=PICTURE_BYTES)
    except (NotFetched, Forbidden):
        return None
    return _developed(answer.content)


def _developed(content: bytes) -> engine.Developed | None:
    try:
        made = engine.develop(io.BytesIO(content), sides=PICTURE_SIDES)
    except engine.NotAPhoto:
        return None
    # A dot that counts visitors, or a logo nobody could see.
    return made if min(made.width, made.height) >= _SMALLEST_PICTURE else None


def _kept(picture: engine.Developed, alt: str) -> dict[str, Any]:
    """Below a folder that only signed addresses reach: a link in a closed tribe is nobody else's business."""
    key = new_folder()
    for width, content in picture.versions.items():
        store().put_bytes(content, f"{photo_folder(key, is_public=False)}/{width}.webp")
    return {
        "id": key,
        "key": key,
        "widths": sorted(picture.versions),
        "width": picture.width,
        "height": picture.height,
        "colour": picture.colour,
        "alt": alt,
        "open": False,
    }
