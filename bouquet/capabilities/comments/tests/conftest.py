"""What every test of comments speaks of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.actions import posting
from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.comments.tests.things import Thing, ThingKind
from bouquet.foundation.subjects import registry

Say = Callable[..., Comment]


@pytest.fixture
def things(monkeypatch: pytest.MonkeyPatch) -> ThingKind:
    """The tests' own kind, for as long as the test lasts."""
    kind = ThingKind()
    monkeypatch.setitem(registry._kinds, kind.name, kind)
    return kind


@pytest.fixture
def thing(things: ThingKind, ines: Account) -> Thing:
    """What Inès published, for everybody."""
    return things.add(Thing(ines))


@pytest.fixture
def at_any_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is too fast."""
    monkeypatch.setattr(posting, "require_pace", lambda **_: None)


@pytest.fixture
def say(thing: Thing, at_any_pace: None) -> Say:
    """`say(karim, "Bravo", to=comment)`: a comment below the thing."""

    def post(by: Account, text: str = "Bravo !", *, to: Comment | None = None) -> Comment:
        return posting.post(ref=thing.ref, by=by, text=text, answers_to=to)

    return post
