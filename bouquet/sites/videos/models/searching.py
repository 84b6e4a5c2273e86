"""Asking the index for the best texts at a cost that depends on the matches, not on how many videos there are.

On SQLite, modelsearch joins every indexed row with the full-text table and ranks each match by a query of its own:
3 s among 100,000 videos, and minutes for a common word. So the full-text table is asked first, alone, for its best
rows (docs/decisions/0050-videos-search.md). PostgreSQL plans the library's own query well.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from uuid import UUID

from django.db import connection
from django.db.models import FloatField, Func
from modelsearch.models import IndexEntry

from bouquet.sites.videos.models.video_text import VideoText


def best_videos(words: str, *, most: int, is_any: bool = False, is_titles: bool = False) -> list[UUID]:
    """Keys of at most `most` videos that hold all of the folded `words` (any of them with `is_any`), best first."""
    if not words:
        return []
    if connection.vendor == "sqlite":
        return _videos(_best_rows(words, columns=_columns(is_titles), most=most, is_any=is_any))
    found = VideoText.objects.all().search(
        words, fields=["title"] if is_titles else None, operator="or" if is_any else "and"
    )
    return [text.video_id for text in found[:most]]


def beginning_like(words: str, *, most: int) -> list[UUID]:
    """Keys of at most `most` videos whose titles hold the folded `words`, the last of which is still being typed."""
    if not words:
        return []
    if connection.vendor == "sqlite":
        return _videos(_best_rows(words, columns=["autocomplete"], most=most, is_typing=True))
    found = VideoText.objects.all().autocomplete(words, operator="and", order_by_relevance=False)
    return [text.video_id for text in found[:most]]


class _TitleFirst(Func):
    """FTS5's bm25 with a weight per column: autocomplete, body, title (https://sqlite.org/fts5.html#the_bm25_function)."""

    template = "bm25(modelsearch_indexentry_fts, 1.0, 1.0, 10.0)"
    output_field = FloatField()


def _best_rows(
    words: str, *, columns: list[str], most: int, is_any: bool = False, is_typing: bool = False
) -> list[int]:
    from modelsearch.backends.database.sqlite.query import Lexeme, MatchExpression, SearchQueryExpression
    from modelsearch.models import SQLiteFTSIndexEntry

    *before, last = words.split()
    lexemes = [*(Lexeme(word) for word in before), Lexeme(last, prefix=is_typing)]
    query = SearchQueryExpression(reduce(or_ if is_any else and_, lexemes))
    rows = SQLiteFTSIndexEntry.objects.filter(MatchExpression(columns, query)).annotate(score=_TitleFirst())
    return list(rows.order_by("score").values_list("pk", flat=True)[:most])


def _videos(rows: list[int]) -> list[UUID]:
    ours = IndexEntry.objects.filter(pk__in=rows, content_type__app_label="videos", content_type__model="videotext")
    texts = {row: int(text) for row, text in ours.values_list("pk", "object_id")}
    videos = dict(VideoText.objects.filter(pk__in=texts.values()).values_list("pk", "video"))
    return [videos[texts[row]] for row in rows if row in texts and texts[row] in videos]


def _columns(is_titles: bool) -> list[str]:
    return ["title"] if is_titles else ["title", "body"]
