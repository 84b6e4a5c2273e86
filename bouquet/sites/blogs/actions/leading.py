"""Old addresses lead to where things are now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bouquet.sites.blogs.actions.furnishing import shelf_slug
from bouquet.sites.blogs.engine.incoming.addresses import MOST, base_path, plain_path
from bouquet.sites.blogs.engine.incoming.survey import Survey
from bouquet.sites.blogs.models import Blog, Imported, Redirect

# What other hosts put behind the address of a post: its second page, its feed, its light version.
_FEED: Final = re.compile(
    r"(?<=/)(?:(?:comments/)?feed(?:/(?:atom|rdf|rss2?))?|rss|(?:atom|rss|feed|index)\.(?:xml|rdf))/?$"
)
_BEHIND: Final = re.compile(rf"(?:page/\d+|comment-page-\d+|amp|embed|trackback)/?$|{_FEED.pattern}")
# What has a feed here.
_WITH_FEED: Final = re.compile(r"/(?:category|tag|series|author)/[^/]+")
_CHUNK: Final = 500


def path_for(blog: Blog, path: str, query: str = "") -> str | None:
    """Where on the blog's host what was once at `path` is now, without a language; None when nobody may see it.

    `path` is as the request has it (from the root, decoded), `query` as in its address. One query.
    """
    form = _feed_asked(path, query)
    if form and _FEED.sub("", plain_path(path)) == "/":
        return f"/feed.{form}"
    asked = list(dict.fromkeys(_asked(path, query)))
    rows = {row.path: row for row in Redirect.objects.filter(blog=blog, path__in=asked).select_related("post")}
    row = next((rows[known] for known in asked if known in rows), None)
    if row is None:
        return None
    if row.post is not None:
        return row.post.path if row.post.is_shown else None
    if form and (row.goal == "/" or _WITH_FEED.fullmatch(row.goal)):
        return f"{row.goal.rstrip('/')}/feed.{form}"
    return row.goal


def _feed_asked(path: str, query: str) -> str:
    """Which kind of feed was asked for there: `atom`, `rss`, or nothing."""
    known = _FEED.search(path) or re.search(r"(?:^|&)feed=(?P<form>atom|rdf|rss2?)(?:&|$)", query)
    if known is None:
        return ""
    return "atom" if "atom" in known[0] else "rss"


def _asked(path: str, query: str) -> Iterator[str]:
    """The ways in which the same old address may have been written, the most exact first."""
    whole = plain_path(path, query)[:MOST]
    bare = plain_path(path)[:MOST]
    number = re.search(r"(?:^|&)((?:p|page_id|attachment_id)=\d+)(?:&|$)", query)
    yield whole
    if number:
        yield f"{bare}?{number[1]}"
    for one in (bare, _BEHIND.sub("", bare)):
        yield one
        yield f"{one}/" if not one.endswith("/") else one.rstrip("/")


def lead(blog: Blog, found: Survey, source: str, *, names: Mapping[str, str]) -> int:
    """The addresses of pictures' pages, of shelves and authors of the old blog lead somewhere. How many are new.

    `names` are the slugs of authors here, by their logins there. Safe to repeat.
    """
    posts = dict(Imported.objects.filter(blog=blog, source=source).values_list("key", "post"))
    rows: dict[str, Redirect] = {}
    for picture in found.album.by_key.values():
        for path in picture.pages:
            if not found.owners.get(path):
                post = posts.get(picture.parent)
                rows[path] = Redirect(blog=blog, path=path, post_id=post, goal="" if post else "/")
    if base := base_path(found.head.address):
        # A blog in a folder: its front, and the feeds behind it (`path_for`).
        rows[f"{base}/"] = Redirect(blog=blog, path=f"{base}/", goal="/")
    for path, goal in _shelves(found, names):
        if path != goal and path not in rows and not found.owners.get(path):
            rows[path] = Redirect(blog=blog, path=path, goal=goal)
    for path, goal in _told(blog, found):
        rows.setdefault(path, Redirect(blog=blog, path=path, goal=goal))
    return _added(blog, [row for row in rows.values() if len(row.path) <= MOST])


def _shelves(found: Survey, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if found.head.settings:
        # Of this house: everything had the same address there.
        return
    base = base_path(found.head.address)
    for term in found.terms.values():
        if term.kind not in ("category", "tag"):
            continue
        goal = f"/{term.kind}/{shelf_slug(term)}"
        above, parent = term.slug, found.terms.get(("category", term.parent))
        passed = {term.slug}
        while parent is not None and parent.slug not in passed:
            passed.add(parent.slug)
            above, parent = f"{parent.slug}/{above}", found.terms.get(("category", parent.parent))
        for place in dict.fromkeys((term.slug, above)):
            yield plain_path(f"{base}/{term.kind}/{place}/"), goal
    for login, slug in names.items():
        person = found.people[login]
        yield plain_path(f"{base}/author/{person.slug or login}/"), f"/author/{slug}"


def _told(blog: Blog, found: Survey) -> Iterator[tuple[str, str]]:
    """Where things led there already."""
    for path, goal in found.leads.items():
        if not found.owners.get(path):
            yield path, path_for(blog, goal) or goal.rstrip("/") or "/"
    told = found.head.settings.get("redirects")
    for row in told if isinstance(told, list) else ():
        path, goal = str(row["path"]), str(row["goal"])
        if path.startswith("/") and re.fullmatch(r"/(?!/)[^\s\\]{0,499}", goal):
            yield path, goal


def _added(blog: Blog, rows: list[Redirect]) -> int:
    added = 0
    for at in range(0, len(rows), _CHUNK):
        chunk = rows[at : at + _CHUNK]
        held = set(
            Redirect.objects.filter(blog=blog, path__in=[row.path for row in chunk]).values_list("path", flat=True)
        )
        new = [row for row in chunk if row.path not in held]
        Redirect.objects.bulk_create(new, ignore_conflicts=True)
        added += len(new)
    return added
