"""Each component, by what a screen reader or a visitor without script gets from it."""

from __future__ import annotations

from typing import Any

from django.template import Context, Template


def _drawn(source: str, /, **values: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(values))


def _include(component: str, /, **values: Any) -> str:
    return _drawn(f'{{% include "ui/{component}.html" %}}', **values)


def test_what_members_type_stays_text_in_every_component() -> None:
    evil = '"><script>alert(1)</script>'
    card = {"address": "/v/1", "title": evil, "author_name": evil, "author_handle": evil, "author_address": "/@x"}
    drawn = (
        _include("card", card=card)
        + _include("empty", title=evil, text=evil)
        + _include("notice", text=evil, tone="bad")
        + _include("avatar", name=evil, handle=evil)
        + _drawn("{% sheet id='s' title=t %}{{ t }}{% endsheet %}", t=evil)
    )
    assert "<script" not in drawn


def test_a_card_is_one_link_with_a_still_that_is_decoration() -> None:
    card = {"address": "/v/1", "title": "La forge", "poster": "/p.webp", "length": "1:02", "watched": 40}
    drawn = _include("card", card=card)
    assert drawn.count("<a ") == 1
    assert 'alt=""' in drawn
    assert 'loading="lazy"' in drawn
    assert '<progress class="still-progress" max="100" value="40" aria-label=' in drawn
    assert 'fetchpriority="high"' in _include("card", card=card, eager=1)


def test_a_sheet_opens_without_script_and_has_a_title_and_a_way_out() -> None:
    drawn = _drawn('{% sheet id="share" title="Partager" %}<p>Ici</p>{% endsheet %}')
    assert '<div class="dialog" id="share" popover role="dialog" aria-labelledby="share-title"' in drawn
    assert '<h2 id="share-title">Partager</h2>' in drawn
    assert 'popovertarget="share" popovertargetaction="hide"' in drawn
    assert "<p>Ici</p>" in drawn


def test_more_is_a_plain_link_to_the_next_page() -> None:
    drawn = _include("more", next_address="?after=3")
    assert '<a class="button outline large" href="?after=3" rel="next"' in drawn
    assert 'aria-busy="true"' in drawn, "the places of the next cards are there, for when they are slow to come"
    assert _include("more", next_address="").strip() == ""


def test_progress_without_a_value_is_indeterminate() -> None:
    assert 'value="40"' in _include("progress", value=40, label="Envoi")
    assert "value=" not in _include("progress", value=None, label="Envoi")


def test_a_fault_is_announced_and_good_news_is_not() -> None:
    assert 'role="alert"' in _include("notice", text="Cassé", tone="bad")
    assert 'role="alert"' not in _include("notice", text="Publié", tone="good")


def test_skeletons_are_silent_but_for_one_word() -> None:
    drawn = _include("skeleton_cards")
    assert 'aria-busy="true"' in drawn
    assert drawn.count('aria-hidden="true"') == 6
