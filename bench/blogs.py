"""Blogs: an anonymous post and front page against the same bytes from the server's memory; what they cost when they are
not kept, and whether that grows with the posts of the blog.

The floor is that of `bench.pages`: the same server, which sends the very bytes a visitor gets, headers and all.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.loading import request
from bench.pages import FLOOR_FILE, compare, cpu_ms, fetched
from bench.results import Result, Row, apart, row, show
from bench.serving import ROOT, free_port, granian, running

STEPS = (100, 1_000, 10_000)
SLUG, POST = "carnet", "billet-50"
TAGS, CATEGORIES = 30, 8
# What "does not grow" means between the first step and the last: noise is a few tenths of a millisecond.
MOST_GROWTH = 1.5
WORDS = (
    "Le port s’éveille avant nous. On remonte la rue des Filets, la lampe du boulanger est la seule qui brille, et "
    "l’odeur du pain descend jusqu’à la cale où l’on compte déjà les casiers. "
)


def run() -> Result:
    """Needs about a minute."""
    return apart("blogs")


def measure() -> Result:
    """In a process whose settings are the bench's own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "BOUQUET_VAR": folder,
            "BOUQUET_DATABASE_URL": "",
            "BOUQUET_DEMO": "0",
            "BOUQUET_PORT": str(free_port()),
            "BOUQUET_PAGES_PORT": str(free_port()),
            "DJANGO_SETTINGS_MODULE": "bouquet.config.settings",
        }
        from bouquet.config.environment import read_environment
        from bouquet.config.preparing import prepare

        prepare(read_environment(), say=lambda _: None)
        import django

        django.setup()
        blog = _blog()
        rows: list[Row] = []
        curve: list[dict[str, float]] = []
        for before, step in pairwise((0, *STEPS)):
            _write_posts(blog, before, step)
            curve.append(_costs(blog))
            if step == STEPS[0]:
                rows += _rates(blog.own_host, Path(folder))
        return {"name": "blogs", "rows": rows + _growth_rows(curve)}


def _rates(host: str, folder: Path) -> list[Row]:
    from django.conf import settings

    places = {"post": f"/{POST}", "front": "/", "feed": "/feed.atom"}
    rows: list[Row] = []
    pages_port, live_port, floor_port = settings.BOUQUET_PAGES_PORT, settings.BOUQUET_PORT, free_port()
    pages = granian(
        "bouquet.config.wsgi:application", port=pages_port, interface="wsgi", more=("--blocking-threads", "4")
    )
    with (
        running(pages, port=pages_port),
        running(granian("bouquet.config.live:app", port=live_port), port=live_port) as live,
    ):
        known = folder / "floor.json"
        known.write_text(json.dumps({path: fetched(live.port, path, host) for path in places.values()}))
        env = {FLOOR_FILE: str(known)}
        with running(granian("bench.pages:from_memory", port=floor_port), port=floor_port, env=env) as floor:
            for name, path in places.items():
                raw = request(path, "Accept-Encoding: gzip", host=host)
                rows += compare(f"anonymous {name} of a blog, gzip", live, floor, raw)
    return rows


def _costs(blog: Any) -> dict[str, float]:
    """CPU milliseconds of pages that nobody keeps."""
    from django.test import Client

    client = Client(HTTP_HOST=blog.own_host)

    def asks(path: str) -> Callable[[], None]:
        def ask() -> None:
            response = client.get(path)
            if response.status_code != 200:
                raise RuntimeError(f"{path}: {response.status_code}")

        return ask

    places = {"post": f"/{POST}", "front": "/", "category": "/category/rayon-1", "feed": "/feed.atom"}
    return {f"{name}, not kept": cpu_ms(asks(path)) for name, path in places.items()}


def _growth_rows(curve: list[dict[str, float]]) -> list[Row]:
    rows = []
    for name in curve[0]:
        steps = [costs[name] for costs in curve]
        told = " → ".join(f"{cost:.1f}" for cost in steps)
        rows.append(
            row(
                f"{name}: CPU ms at {', '.join(f'{step:,}' for step in STEPS)} posts: {told}",
                steps[-1],
                floor=steps[0],
                goal=f"≤ {MOST_GROWTH:g} × the first",
                met=steps[-1] <= MOST_GROWTH * steps[0],
            )
        )
    return rows


def _blog() -> Any:
    """A blog with categories and tags, and nothing in it yet."""
    from datetime import date

    from bouquet.capabilities.accounts.actions.opening import open_account
    from bouquet.sites.blogs.actions.opening import open_blog
    from bouquet.sites.blogs.models import Category, Tag

    owner = open_account(
        email="ines@example.org",
        handle="ines",
        display_name="Inès",
        birth_date=date(1985, 6, 15),
        verified=True,
    )
    blog = open_blog(by=owner, name="Le carnet", slug=SLUG)
    Category.objects.bulk_create(
        Category(blog=blog, slug=f"rayon-{number}", name=f"Rayon {number}") for number in range(CATEGORIES)
    )
    Tag.objects.bulk_create(Tag(blog=blog, slug=f"mot-{number}", name=f"Mot {number}") for number in range(TAGS))
    return blog


def _write_posts(blog: Any, before: int, until: int) -> None:
    """Published posts of some thousand words' size, each a category and three tags, written as rows."""
    from bouquet.foundation.clock import clock
    from bouquet.sites.blogs.actions import publishing, wording
    from bouquet.sites.blogs.models import Category, Post, State, Tag

    now = clock.now()
    categories, tags = list(Category.objects.order_by("slug")), list(Tag.objects.order_by("slug"))
    author = blog.authors.get()
    lines = [{"type": "paragraph", "content": [{"type": "text", "text": WORDS * 3}]} for _ in range(8)]
    worded = Post(blog=blog, author=author, slug="x", state=State.PUBLISHED)
    wording.word(worded, title="Un matin au port", document={"type": "doc", "content": lines})

    def posts() -> Iterator[Post]:
        for number in range(before, until):
            post = Post(
                blog=blog,
                author=author,
                slug=f"billet-{number}",
                state=State.PUBLISHED,
                published_at=now - timedelta(hours=number),
                category=categories[number % CATEGORIES],
                title=f"Un matin au port, {number}",
            )
            for name in ("document", "html", "words", "sought", "teaser", "minutes"):
                setattr(post, name, getattr(worded, name))
            post.settle()
            yield post

    made = Post.objects.bulk_create(posts(), 500)
    filed = Post.tags.through
    filed.objects.bulk_create(
        [
            filed(post_id=post.pk, tag_id=tags[(number + step * 7) % TAGS].pk)
            for number, post in enumerate(made)
            for step in range(3)
        ],
        2_000,
    )
    publishing.recount(blog.pk)


if __name__ == "__main__":
    os.chdir(ROOT)
    show(measure)
