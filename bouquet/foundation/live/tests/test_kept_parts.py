"""Parts of members' pages: drawn once, drawn again when what they show has changed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from django.template import Context, Template, TemplateSyntaxError

from bouquet.foundation.live import kept_parts
from bouquet.foundation.live.generations import generations
from bouquet.foundation.live.kept_parts import kept


@pytest.fixture
def draw() -> Callable[[], int]:
    """Answers 1, then 2, then 3…"""
    return count(1).__next__


def test_a_part_is_drawn_once_for_its_key(draw: Callable[[], int]) -> None:
    assert [kept("a", draw), kept("a", draw), kept("b", draw)] == [1, 1, 2]


def test_a_purged_part_is_drawn_again(draw: Callable[[], int]) -> None:
    assert kept("a", draw, tags=["video:1"]) == 1
    generations().advance(["video:2"])
    assert kept("a", draw, tags=["video:1"]) == 1
    generations().advance(["video:1"])
    assert kept("a", draw, tags=["video:1"]) == 2


def test_what_changes_while_a_part_is_drawn_makes_it_stale(draw: Callable[[], int]) -> None:
    def slowly() -> int:
        generations().advance(["video:1"])
        return draw()

    assert kept("a", slowly, tags=["video:1"]) == 1
    assert kept("a", draw, tags=["video:1"]) == 2


def test_an_old_part_is_drawn_again(draw: Callable[[], int]) -> None:
    assert kept("a", draw, seconds=0) == 1
    assert kept("a", draw, seconds=0) == 2


def test_memory_has_an_end(draw: Callable[[], int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_parts, "MOST_KEPT", 3)
    for number in range(10):
        kept(number, draw)
    assert len(kept_parts._kept) <= 3


def test_a_kept_block_is_told_apart_by_what_it_shows() -> None:
    template = Template('{% load ui %}{% kept "hello" name %}<b>{{ name }}</b>{% endkept %}')
    assert template.render(Context({"name": "Inès"})) == "<b>Inès</b>"
    assert template.render(Context({"name": "<Léa>"})) == "<b>&lt;Léa&gt;</b>"


def test_the_newest_parts_stay_when_memory_is_full(draw: Callable[[], int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_parts, "MOST_KEPT", 8)
    for number in range(9):
        kept(number, draw)
    assert kept(8, draw) == 9
    assert kept(0, draw) == 10


@pytest.mark.parametrize("context", [{}, {"edition": None}])
def test_a_block_of_no_edition_is_drawn_each_time(context: dict[str, None]) -> None:
    template = Template('{% load ui %}{% kept "hello" edition %}<b>{{ name }}</b>{% endkept %}')
    assert template.render(Context(context | {"name": "Inès"})) == "<b>Inès</b>"
    assert template.render(Context(context | {"name": "Léa"})) == "<b>Léa</b>"


def test_a_kept_block_without_a_name_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% load ui %}{% kept %}x{% endkept %}")
