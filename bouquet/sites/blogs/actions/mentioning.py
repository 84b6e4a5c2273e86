"""Webmention: told by others that they speak of a post, and telling those a post speaks of."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.engine.fetching.addresses import Forbidden, require_address
from bouquet.capabilities.moderation.actions import limiting
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.sites.blogs import policies
from bouquet.sites.blogs.actions import web
from bouquet.sites.blogs.actions.addressing import canonical_address
from bouquet.sites.blogs.engine import webmentions
from bouquet.sites.blogs.engine.words import links_in
from bouquet.sites.blogs.events import ArticleChanged, MentionReceived
from bouquet.sites.blogs.models import Blog, Mention, Post, SentMention, Sight

_MOST_SENT: Final = 30
_LONGEST: Final = 500
_READ_AGAIN: Final = timedelta(minutes=10)
_PORTS: Final = (80, 443)


class NotAMention(ValueError):
    """It cannot be one: the reason is for who sent it."""


@transaction.atomic
def receive(*, blog: Blog, source: str, target: str, asked_from: str) -> Mention:
    """Note that `source` says it speaks of `target`; a job reads it. Raises NotAMention and `limiting.TooFast`."""
    limiting.require_pace_at(place=asked_from, verb="webmention", most=30, seconds=600)
    _require_page(source)
    post = post_at(blog, target)
    if post is None or not blog.takes_mentions or not post.takes_comments:
        raise NotAMention(gettext("This page takes no mentions."))
    if webmentions.same(source) == webmentions.same(target):
        raise NotAMention(gettext("A page does not mention itself."))
    mention, is_new = Mention.objects.get_or_create(post=post, source=source, defaults={"target": target})
    if is_new or mention.read_at is None or mention.read_at < clock.now() - _READ_AGAIN:
        announce(MentionReceived(mention.pk))
    return mention


def post_at(blog: Blog, address: str) -> Post | None:
    """The post of `blog` whose page is at `address`, if anybody may read it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if (parts.hostname or "") not in {blog.host, blog.own_host}:
        return None
    slug = parts.path.removeprefix("/en/").strip("/")
    return Post.objects.shown().filter(blog=blog, slug=slug).first() if slug else None


def read(*, mention_id: UUID, client: web.NewClient = web.new_client) -> None:
    """Read the page that says it mentions us: it shows if it does, and goes if it does no more. Safe to repeat."""
    mention = Mention.objects.select_related("post").filter(pk=mention_id).first()
    if mention is None:
        return
    try:
        page = web.ask(mention.source, client=client)
    except web.NotReached:
        return
    is_there = page.status == 200 and webmentions.speaks_of(html=page.text, source=page.address, target=mention.target)
    if is_there:
        mention.title = webmentions.title_of(page.text)
        mention.site = (urlsplit(page.address).hostname or "").removeprefix("www.")[:100]
    with transaction.atomic():
        if mention.sight != Sight.HIDDEN:
            mention.sight = Sight.SHOWN if is_there else Sight.GONE
        mention.read_at = clock.now()
        mention.save(update_fields=["title", "site", "sight", "read_at"])
        announce(ArticleChanged(mention.post_id))


@transaction.atomic
def show(*, mention: Mention, by: Account, is_shown: bool) -> None:
    """Below the post, or not. Editors may. Raises PermissionDenied."""
    policies.require_editing(by, mention.post.blog)
    mention.sight = Sight.SHOWN if is_shown else Sight.HIDDEN
    mention.save(update_fields=["sight"])
    announce(ArticleChanged(mention.post_id))


def send(*, post_id: UUID, client: web.NewClient = web.new_client) -> None:
    """Tell the pages a post links to, and those it linked to before (§3.1.1, §3.1.5). Safe to repeat."""
    post = Post.objects.select_related("blog").filter(pk=post_id).first()
    if post is None or post.published_at is None:
        return
    is_shown = Post.objects.shown().filter(pk=post_id).exists()
    linked = set(_targets(post)) if is_shown else set()
    known = {row.target: row for row in post.sent_mentions.all()}
    for target in [*linked, *(target for target in known if target not in linked)]:
        row = known.get(target) or SentMention(post=post, target=target)
        if row.edition == post.edition and row.is_linked == (target in linked) and row.tried_at is not None:
            continue
        if target not in linked and not row.endpoint:
            continue
        _tell(row, source=canonical_address(post), client=client)
        row.edition, row.is_linked, row.tried_at = post.edition, target in linked, clock.now()
        row.save()


def _tell(row: SentMention, *, source: str, client: web.NewClient) -> None:
    try:
        page = web.ask(row.target, client=client)
        endpoint = webmentions.endpoint_of(page=page.address, header=page.links, html=page.text)
        row.endpoint, row.status = (endpoint or "")[:_LONGEST], 0
        if endpoint and len(endpoint) <= _LONGEST:
            row.status = web.post(endpoint, {"source": source, "target": row.target}, client=client).status
    except web.NotReached:
        row.status = 0


def _targets(post: Post) -> list[str]:
    ours = {post.blog.host, post.blog.own_host}
    found = []
    for address in links_in(post.document) if post.document else []:
        if len(address) > _LONGEST or not address.startswith(("http://", "https://")):
            continue
        try:
            if urlsplit(address).hostname not in ours:
                found.append(address)
        except ValueError:
            continue
    return found[:_MOST_SENT]


def _require_page(address: str) -> None:
    try:
        require_address(address, ports=_PORTS)
    except (Forbidden, ValueError):
        raise NotAMention(gettext("This is no address of a public page.")) from None
    if len(address) > _LONGEST:
        raise NotAMention(gettext("This is no address of a public page."))
