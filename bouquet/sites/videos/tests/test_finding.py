"""People find videos: search, suggestions, shelves, feeds, sitemap, neighbours."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.text.folding import spaced
from bouquet.sites.videos.actions import counting, editing, indexing, relating
from bouquet.sites.videos.models import Category, Video, Visibility
from bouquet.sites.videos.tests.making import asset_of, video_of

MEDIA = "{http://search.yahoo.com/mrss/}"


def indexed(*args: Any, **kwargs: Any) -> Video:
    """A video that search knows."""
    video = video_of(*args, **kwargs)
    indexing.index_video(video_id=video.pk)
    return video


def found(client: Client, **query: str) -> set[str]:
    """Titles on the search page."""
    text = client.get("/search", query).content.decode()
    return {title for title in Video.objects.values_list("title", flat=True) if f">{title}<" in text}


def test_what_is_indexed_is_found(ines: Account, karim: Account, client: Client) -> None:
    indexed(ines, "Un été à Nîmes", description="Les arènes au soleil", tags=("corrida",))
    indexed(karim, "Neige")
    for words in ("été", "ETE", "nimes", "arenes soleil", "corrida", "Inès", "ines été"):
        assert found(client, q=words) == {"Un été à Nîmes"}, words
    assert found(client, q="montagne") == set()
    assert found(client, q="neige nimes") == set()


@pytest.mark.parametrize(
    "words", ['"', "AND", "OR NOT", "a*b", "(((", "'; DROP TABLE", "-", "title:x", "^", "été AND", "\x00", "🎬"]
)
def test_no_words_break_search(ines: Account, client: Client, words: str) -> None:
    indexed(ines, "Un été")
    assert client.get("/search", {"q": words}).status_code == 200
    assert client.get("/suggestions", {"q": words}).status_code == 200


def test_titles_weigh_more_than_descriptions(ines: Account, client: Client) -> None:
    indexed(ines, "Voyage", description="on y voit un chat " + "et bien des choses " * 20)
    indexed(ines, "Le chat")
    text = client.get("/search", {"q": "chat"}).content.decode()
    assert text.index(">Le chat<") < text.index(">Voyage<")


def test_filters_narrow_and_sorts_order(ines: Account, client: Client) -> None:
    now = clock.now()
    travel = Category.objects.get(key="travel")
    indexed(ines, "Chat court", asset=asset_of(ines, seconds=30), category=travel)
    indexed(ines, "Chat long", asset=asset_of(ines, seconds=3000), published_at=now - timedelta(days=10))
    indexed(ines, "Chat vu", asset=asset_of(ines, seconds=600), views_count=99, published_at=now - timedelta(days=400))
    assert found(client, q="chat") == {"Chat court", "Chat long", "Chat vu"}
    assert found(client, q="chat", length="short") == {"Chat court"}
    assert found(client, q="chat", length="medium") == {"Chat vu"}
    assert found(client, q="chat", length="long") == {"Chat long"}
    assert found(client, q="chat", date="week") == {"Chat court"}
    assert found(client, q="chat", date="month") == {"Chat court", "Chat long"}
    assert found(client, q="chat", category="travel") == {"Chat court"}
    assert found(client, category="travel") == {"Chat court"}
    for sort, first in (("views", "Chat vu"), ("date", "Chat court")):
        text = client.get("/search", {"q": "chat", "sort": sort}).content.decode()
        order = sorted(("Chat court", "Chat long", "Chat vu"), key=lambda title: text.index(f">{title}<"))
        assert order[0] == first


def test_nonsense_in_the_address_is_left_aside(ines: Account, client: Client) -> None:
    indexed(ines, "Chat")
    for query in ({"page": "x"}, {"page": "-1"}, {"page": "99999"}, {"sort": "x"}, {"length": "x"}, {"category": "x"}):
        assert client.get("/search", {"q": "chat", **query}).status_code == 200


def test_suggestions_come_while_one_types(ines: Account, client: Client) -> None:
    indexed(ines, "Été à la mer")
    indexed(ines, "Hiver à la mer")
    assert client.get("/suggestions", {"q": "ét"}).json() == ["Été à la mer"]
    assert set(client.get("/suggestions", {"q": "mer"}).json()) == {"Été à la mer", "Hiver à la mer"}
    assert client.get("/suggestions", {"q": ""}).json() == []


def test_an_edit_changes_what_is_found(ines: Account, client: Client) -> None:
    video = indexed(ines, "Chien")
    video.describe(title="Chat", description="")
    video.save()
    indexing.index_video(video_id=video.pk)
    assert found(client, q="chien") == set()
    assert found(client, q="chat") == {"Chat"}


def test_long_lists_go_on_without_repeating(ines: Account, client: Client) -> None:
    now = clock.now()
    for number in range(53):
        # Several at the very same moment: the key decides.
        video_of(
            ines,
            f"n° {number}",
            published_at=now - timedelta(minutes=number // 3),
            week_views=number // 4,
            tags=("mer",),
        )
    for path in ("/new", "/popular", "/tags/mer", "/@ines"):
        seen: list[str] = []
        address = path
        while address:
            text = client.get(address).content.decode()
            shown = [code for code in Video.objects.values_list("code", flat=True) if f"/v/{code}" in text]
            assert not set(shown) & set(seen), path
            seen += shown
            address = (
                text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
                if 'rel="next"' in text
                else ""
            )
        assert len(seen) == 53, path


def test_the_script_gets_only_the_next_cards(ines: Account, client: Client) -> None:
    video_of(ines)
    text = client.get("/new", HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in text and 'class="card"' in text


@pytest.mark.parametrize("cursor", ["x", "-", "zz-zz", "ffffffffffffffffffff-" + "0" * 32, "1", "9" * 400])
def test_a_broken_cursor_begins_at_the_beginning(ines: Account, client: Client, cursor: str) -> None:
    video = video_of(ines, tags=("mer",))
    for path in ("/new", "/popular", "/tags/mer", "/@ines"):
        answer = client.get(path, {"after": cursor})
        assert answer.status_code == 200
    assert video.code in client.get("/new", {"after": "x"}).content.decode()


@pytest.mark.parametrize("path", ["/feed", "/@ines/feed", "/tags/mer/feed", "/search/feed?q=chat", "/en/feed"])
def test_feeds_are_rss_and_media_rss(ines: Account, client: Client, path: str) -> None:
    video = indexed(ines, "Chat & chien \x0b", description="Sur la **plage**", tags=("mer",), licence="cc-by")
    root = ElementTree.fromstring(client.get(path).content)
    item = root.find("channel/item")
    assert item is not None
    assert "Chat & chien" in str(item.findtext("title"))
    assert item.findtext("description") == "Sur la plage"
    assert video.code in str(item.findtext("link"))
    content = item.find(f"{MEDIA}group/{MEDIA}content")
    assert content is not None and content.get("duration") == "60" and str(content.get("url")).startswith("http://")
    assert item.find(f"{MEDIA}group/{MEDIA}thumbnail") is not None


def test_the_sitemap_tells_of_every_public_video_once(
    ines: Account, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bouquet.sites.videos.views import sitemap

    monkeypatch.setattr(sitemap, "PART", 2)
    videos = [video_of(ines, f"n° {number}") for number in range(5)]
    video_of(ines, "cachée", visibility=Visibility.UNLISTED)
    index = client.get("/sitemap.xml").content.decode()
    parts = [f"/sitemap-videos-{number}.xml" for number in (1, 2, 3)]
    assert all(part in index for part in parts) and "videos-4" not in index
    text = "".join(client.get(part).content.decode() for part in parts)
    assert all(text.count(f"/v/{video.code}") == 1 for video in videos)
    assert "cachée" not in text and "<video:thumbnail_loc>http" in text
    assert client.get("/sitemap-videos-4.xml").status_code == 404
    assert "Sitemap: http" in client.get("/robots.txt").content.decode()


def test_neighbours_share_words_tags_authors(ines: Account, karim: Account) -> None:
    video = indexed(ines, "La plage de Biarritz", tags=("mer",))
    near = indexed(karim, "Biarritz sous la pluie", tags=("mer",))
    tagged = indexed(karim, "Méduses", tags=("mer",))
    same = indexed(ines, "Cuisine")
    far = indexed(karim, "Échecs")
    hidden = video_of(karim, "Biarritz secret", tags=("mer",), visibility=Visibility.PRIVATE)
    relating.relate(video_id=video.pk)
    video.refresh_from_db()
    # Karim's other video shares nothing but its author with a neighbour, and what is private is no neighbour.
    assert video.related_ids == [near.pk.hex, tagged.pk.hex, same.pk.hex]
    assert not {far.pk.hex, hidden.pk.hex} & set(video.related_ids)


def test_a_neighbour_that_went_private_is_not_shown(
    ines: Account, client: Client, committed: Callable[[], AbstractContextManager[None]]
) -> None:
    video, other = video_of(ines, "Une"), video_of(ines, "Autre")
    relating.relate(video_id=video.pk)
    assert other.code in client.get(video.path).content.decode()
    with committed():
        editing.edit(video=other, by=ines, details=editing.Details(title="Autre", visibility=Visibility.PRIVATE))
    assert other.code not in client.get(f"{video.path}?t=1").content.decode()


def test_the_week_is_ranked_by_counted_views(ines: Account) -> None:
    from bouquet.capabilities.audience.models import DailyFigures

    old, new = video_of(ines, "Ancienne", week_views=7), video_of(ines, "Nouvelle")
    today = clock.today()
    DailyFigures.objects.create(subject_kind="video", subject_id=new.pk, date=today, started=9, counted=5, refused={})
    DailyFigures.objects.create(
        subject_kind="video", subject_id=old.pk, date=today - timedelta(days=20), started=9, counted=7, refused={}
    )
    assert counting.rank_the_week() == 2
    assert list(Video.objects.most_watched_first().values_list("title", "week_views")) == [
        ("Nouvelle", 5),
        ("Ancienne", 0),
    ]


def test_counted_views_are_added_once(ines: Account, committed: Callable[[], AbstractContextManager[None]]) -> None:
    from django.db import transaction

    from bouquet.capabilities.audience.events import ViewsCounted
    from bouquet.foundation.events.announcing import announce

    video = video_of(ines)
    with committed(), transaction.atomic():
        announce(ViewsCounted(subject_kind="video", subject_id=video.pk, views=3))
        announce(ViewsCounted(subject_kind="track", subject_id=video.pk, views=100))
    video.refresh_from_db()
    assert video.views_count == 3


def test_the_author_reads_every_play_and_why(ines: Account, client: Client) -> None:
    from bouquet.capabilities.audience.models import DailyFigures, Retention

    video = video_of(ines)
    DailyFigures.objects.create(
        subject_kind="video",
        subject_id=video.pk,
        date=clock.today(),
        started=10,
        counted=6,
        refused={"bot": 2},
        watched_tenths=3000,
    )
    Retention.objects.create(
        subject_kind="video", subject_id=video.pk, sessions=10, reached=[10 - n // 20 for n in range(100)]
    )
    client.force_login(ines)
    text = client.get(f"/studio/{video.code}/statistics").content.decode()
    assert 'class="chart-bar"' in text and 'class="chart-line"' in text and "5 min 00" in text
    assert "<script" not in text.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Été  à Nîmes !", "ete a nimes"), ("Œuvre", "oeuvre"), ("C’est_ça", "c est ca"), ("ĲSLAND", "ijsland")],
)
def test_words_are_folded(typed: str, folded: str) -> None:
    assert spaced(typed) == folded
