"""What is said below a post is found by those who may read the post."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.actions import posting as commenting
from bouquet.capabilities.discovery.actions.finding import Wanted, find
from bouquet.capabilities.discovery.actions.indexing import index
from bouquet.capabilities.discovery.actions.suggesting import suggest
from bouquet.capabilities.discovery.models import Entry, Shelf
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes.actions.posting import POST
from bouquet.sites.tribes.events import TribeChanged
from bouquet.sites.tribes.models import Openness, Post, Tribe
from bouquet.sites.tribes.tests.making import let_in, post_of, tribe_of

WORD = "zibeline"


def told(viewer: Any) -> str:
    """All that a search and what is typed before it say."""
    found = find(Wanted(WORD), viewer)
    shown = [entry.title for entry in found.entries]
    return json.dumps([shown, found.has_more, found.corrected, found.meant, suggest(WORD[:4], viewer)])


@pytest.mark.parametrize("openness", [Openness.CLOSED, Openness.SECRET])
def test_a_comment_in_a_closed_tribe_is_found_by_its_members_alone(
    place: Any,
    settled: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    ines: Account,
    karim: Account,
    lea: Account,
    openness: str,
) -> None:
    monkeypatch.setattr(commenting, "require_pace", lambda **_: None)
    tribe = tribe_of(ines, openness=openness)
    let_in(tribe, karim)
    post = post_of(ines, tribe)
    index(kind=POST, keys=[post.pk])
    before = [told(viewer) for viewer in (AnonymousUser(), lea)]
    comment = settled(lambda: commenting.post(ref=Ref(POST, post.pk), by=karim, text=f"Une {WORD} de plus"))
    assert [told(viewer) for viewer in (AnonymousUser(), lea)] == before
    assert Entry.objects.get(key=comment.pk).shelf == Shelf.CLOSED
    assert f"Une {WORD} de plus" in told(ines)

    def become(opened: str) -> None:
        Tribe.objects.filter(pk=tribe.pk).update(openness=opened)
        announce(TribeChanged(tribe.pk))

    settled(lambda: become(Openness.OPEN))
    assert f"Une {WORD} de plus" in told(AnonymousUser())
    settled(lambda: become(openness))
    assert [told(viewer) for viewer in (AnonymousUser(), lea)] == before
    assert Entry.objects.get(key=comment.pk).shelf == Shelf.CLOSED
    Post.objects.filter(pk=post.pk).update(is_shown=False)
    assert told(karim) == before[1]
