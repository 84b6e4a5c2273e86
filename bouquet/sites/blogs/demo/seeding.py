"""Brings the eight blogs to life, after the people. Safe to repeat."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID, uuid5

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import photos
from bouquet.capabilities.media.models import Photo
from bouquet.capabilities.messaging.actions import placing, posting
from bouquet.capabilities.moderation.models import Pace
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.blogs.actions import (
    authors,
    changing,
    filing,
    following,
    opening,
    publishing,
    talking,
    wording,
    writing,
)
from bouquet.sites.blogs.actions.addressing import POST
from bouquet.sites.blogs.demo import pictures
from bouquet.sites.blogs.demo.first_blogs import FIRST_BLOGS
from bouquet.sites.blogs.demo.last_blogs import LAST_BLOGS
from bouquet.sites.blogs.demo.telling import Diary, Told
from bouquet.sites.blogs.engine.markdown import document_of_markdown
from bouquet.sites.blogs.models import Blog, Post, Role

Say = Callable[[str], None]
People = dict[str, Account]

BLOGS = (*FIRST_BLOGS, *LAST_BLOGS)
NAMES = UUID("3f0a1c52-7d0c-4a7b-8d53-1b8f6f0f4a55")
_HEADER = (1600, 400)
# Said beside the newest posts: slug of the blog, handle, words, minutes after the post.
TALK = (
    (
        "la-plaque-et-demie",
        "rayan",
        "J’ai testé avec des pois chiches à la place : ça marche, et ça tient au corps.",
        42,
    ),
    ("la-plaque-et-demie", "fanny", "Note prise. Combien de temps au four ?", 55),
    ("la-plaque-et-demie", "rayan", "Douze minutes, et deux de plus parce que je lisais.", 61),
    ("carnets-de-phare", "maelle", "On entend le vent en te lisant.", 30),
    ("carnets-de-phare", "yann", "C’est surtout la bouilloire.", 34),
    ("premier-rang", "leon", "Je ne suis d’accord avec rien, et j’ai tout lu. Bravo.", 95),
    ("premier-rang", "camille", "C’est exactement la critique que je voulais.", 120),
)


def seed(people: People, say: Say) -> None:
    """Blogs, who writes in them, their posts with pictures, who follows them, and some talk beside."""
    Pace.objects.filter(account__in=people.values()).delete()
    for diary in BLOGS:
        _bring(diary, people)
    for slug, handle, words, minutes in TALK:
        _talk(slug, people[handle], words, minutes)
    Pace.objects.filter(account__in=people.values()).delete()
    say(f"{len(BLOGS)} blogs are there: {sum(len(diary.posts) for diary in BLOGS)} posts.")


def _bring(diary: Diary, people: People) -> None:
    owner = people[diary.owner]
    blog = Blog.objects.filter(slug=diary.slug).first()
    if blog is None:
        with _earlier(40):
            blog = opening.open_blog(by=owner, name=diary.name, slug=diary.slug)
    changing.reword(blog=blog, by=owner, words=changing.Words(diary.name, diary.tagline, diary.about))
    changing.dress(blog=blog, by=owner, theme=diary.theme)
    if not blog.header:
        picture = pictures.draw(diary.posts[0].motif, diary.palette, seed=diary.slug, size=_HEADER)
        changing.set_header(blog=blog, by=owner, file=picture)
    changing.recommend(blog=blog, by=owner, links=diary.roll)
    for handle in diary.authors:
        authors.take_in(blog=blog, account=people[handle], role=Role.AUTHOR)
    for handle in diary.followers:
        following.follow(blog=blog, by=people[handle], by_mail=False)
    for number, told in enumerate(diary.posts):
        _publish(blog, diary, told, number, people[told.author or diary.owner], owner)


def _publish(blog: Blog, diary: Diary, told: Told, number: int, author: Account, owner: Account) -> None:
    if Post.objects.filter(blog=blog, title=told.title).exists():
        return
    Pace.objects.filter(account=author).delete()
    cover, inside = (_photo(diary, told, number, place, author) for place in ("cover", "inside"))
    words = told.words.replace("{two}", f"![{told.alt}](photo:{inside.pk})")
    document, _losses = document_of_markdown(words)
    with _earlier(told.days_ago):
        post = writing.begin(blog=blog, by=author, words=writing.Words(told.title, document))
        post = writing.show(post=post, by=author)
        wording.wear_cover(post, cover)
        post.save(update_fields=["cover_photo", "cover"])
        filing.tag(post, told.tags)
        publishing.publish(post=post, by=author)
        talking.tell_the_room(post_id=post.pk)
        if told.is_pinned:
            publishing.pin(post=post, by=owner, is_pinned=True)


def _photo(diary: Diary, told: Told, number: int, place: str, author: Account) -> Photo:
    key = uuid5(NAMES, f"{diary.slug} {number} {place}")
    picture = pictures.draw(told.motif, diary.palette, seed=f"{diary.slug} {number} {place}")
    return photos.receive(file=picture, owner=author, alt=told.alt, photo_id=key)


def _talk(slug: str, by: Account, words: str, minutes: int) -> None:
    post = Post.objects.filter(blog__slug=slug, is_shown=True).order_by("-published_at").first()
    if post is None or post.published_at is None:
        return
    with clock.travel(post.published_at + timedelta(minutes=minutes) - clock.now()):
        room = placing.open_one(Ref(POST, post.pk))
        posting.post(room=room, by=by, text=words, client=uuid5(NAMES, words).hex, is_told=True)


def _earlier(days: float) -> AbstractContextManager[None]:
    return clock.travel(-timedelta(days=days))
