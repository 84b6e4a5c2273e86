"""Cards of what messages link to: a page of the web, or a thing of this network as each reader sees it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.media.actions import unfolding
from bouquet.capabilities.media.models import LinkedPage
from bouquet.capabilities.media.models.linked_page import KNOWN_FOR
from bouquet.capabilities.messaging.actions.recording import append, locked
from bouquet.capabilities.messaging.engine.naming import without
from bouquet.capabilities.messaging.models import Event, Message
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref
from bouquet.foundation.text.safe_html import teaser

# Who looks at older messages reads the page as it is known then.
TOLD_WITHIN, TOLD_AT_ONCE = timedelta(days=1), 100
_DESCRIBED = 200


def unfold(message: Message) -> None:
    """Have `message`, which is about to be written, show where its first address leads."""
    found = unfolding.unfold(without(message.text, [one["key"] for one in message.enclosed]))
    message.linked = found.page
    message.linked_thing = f"{found.thing.kind}:{found.thing.key}" if found.thing is not None else ""


def messages_linking_to(page_id: UUID) -> list[UUID]:
    """Those that people may have before them now, and whose card changed."""
    page = LinkedPage.objects.filter(pk=page_id).first()
    if page is None or not page.is_known or page.expires_at is None:
        return []
    recent = Message.objects.there().filter(linked=page, made_at__gte=clock.now() - TOLD_WITHIN)
    told = Event.objects.filter(kind=Event.Kind.UNFOLD, made_at__gte=page.expires_at - KNOWN_FOR)
    untold = recent.exclude(pk__in=told.filter(message__linked=page).values("message"))
    return list(untold.order_by("-made_at").values_list("pk", flat=True)[:TOLD_AT_ONCE])


@transaction.atomic
def tell_unfolded(*, message_id: UUID) -> None:
    """More is known of the page that a message links to: the log says so."""
    found = Message.objects.filter(pk=message_id).select_related("room").first()
    if found is None:
        return
    room = locked(found.room)
    message = Message.objects.select_related("author", "linked").get(pk=message_id)
    if not message.is_deleted and message.linked is not None:
        append(room, Event.Kind.UNFOLD, by=None, message=message)


def ref_of(written: str) -> Ref | None:
    """`kind:key`, as messages keep it."""
    kind, _, key = written.partition(":")
    try:
        return Ref(kind, UUID(key)) if kind else None
    except ValueError:
        return None


def things(written: Collection[str], visitor: object) -> dict[str, dict[str, Any]]:
    """The cards of things of this network that `visitor` may see."""
    refs = {one: ref for one in written if (ref := ref_of(one)) is not None}
    seen = registry.visible_subjects(set(refs.values()), visitor) if refs else {}
    cards = {}
    for one, ref in refs.items():
        subject, kind = seen.get(ref), registry.kind_called(ref.kind)
        if subject is None or kind is None:
            continue
        words = teaser(subject.text, length=_DESCRIBED) if subject.text else ""
        cards[one] = {
            "address": subject.address,
            "title": subject.title,
            "description": "" if words == subject.title else words,
            "site": str(kind.label),
            "picture": {"src": subject.pictures[0], "alt": ""} if subject.pictures else None,
        }
    return cards
