"""The pages of a blog, on its own host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.sites.blogs.engine.slugs import TAKEN_SLUGS
from bouquet.sites.blogs.models import Author, Blog, Category, Post, Redirect, Role, Series, State
from bouquet.sites.blogs.tests.making import blog_of, post_of

pytestmark = pytest.mark.django_db
HOST = "carnet.shaaz.m6.localhost"


@pytest.fixture
def blog(ines: Account) -> Blog:
    return blog_of(ines)


def read(path: str, *, host: str = HOST) -> Any:
    return Client(headers={"host": host}).get(path)


def test_a_blog_answers_below_the_brands_host_and_a_name_without_blog_does_not(blog: Blog) -> None:
    post_of(blog, "Les coings d’octobre")
    page = read("/")
    assert page.status_code == 200
    assert "Les coings d’octobre" in page.content.decode()
    assert read("/", host="personne.shaaz.m6.localhost").status_code == 421
    assert read("/", host="carnet.wideo.m6.localhost").status_code == 421


def test_a_post_says_what_machines_want_to_know(blog: Blog) -> None:
    post_of(blog, "La confiture", "Des coings, du sucre.", tags=["Cuisine"])
    page = read("/la-confiture").content.decode()
    assert '<link rel="canonical" href="http://carnet.shaaz.m6.localhost' in page
    assert '<meta property="og:type" content="article">' in page
    assert '<meta property="og:title" content="La confiture">' in page
    assert 'type="application/feed+json"' in page and 'rel="webmention"' in page
    assert "<p>Des coings, du sucre.</p>" in page
    assert "/comments/blogs.post/" in page
    assert "s-maxage" in read("/la-confiture")["Cache-Control"]


def test_drafts_and_what_is_scheduled_are_read_by_nobody_else(blog: Blog) -> None:
    post_of(blog, "Un brouillon", state=State.DRAFT, published_at=None)
    post_of(blog, "Bientôt", state=State.SCHEDULED, published_at=None, scheduled_at=clock.now() + timedelta(days=1))
    assert read("/un-brouillon").status_code == 404
    assert read("/bientot").status_code == 404
    assert "Un brouillon" not in read("/").content.decode()


def test_shelves_months_and_authors_have_their_pages(blog: Blog, ines: Account) -> None:
    category = Category.objects.create(blog=blog, slug="recettes", name="Recettes")
    series = Series.objects.create(blog=blog, slug="automne", name="Un automne")
    post = post_of(blog, "La confiture", tags=["Fruits d’automne"], category=category, series=series)
    month = post.published_at.astimezone().strftime("%Y/%-m") if post.published_at else ""
    for path in (
        "/category/recettes",
        "/tag/fruits-d-automne",
        "/series/automne",
        f"/author/{ines.handle}",
        f"/archive/{month}",
        "/en/tag/fruits-d-automne",
    ):
        page = read(path)
        assert page.status_code == 200, path
        assert "La confiture" in page.content.decode(), path
    assert read("/archive").status_code == 200
    assert read("/tag/rien").status_code == 404
    assert read("/archive/2026/13").status_code == 404


def test_the_search_of_a_blog_knows_accents_and_only_what_shows(blog: Blog) -> None:
    post_of(blog, "L’été à Nîmes", "Sous les platanes.")
    post_of(blog, "Un été caché", state=State.DRAFT, published_at=None)
    page = read("/search?q=ETE+platanes").content.decode()
    assert "L’été à Nîmes" in page and "caché" not in page
    assert "L’été" not in read("/search?q=hiver").content.decode()


def test_pinned_posts_come_first_and_only_on_the_first_page(blog: Blog) -> None:
    for number in range(14):
        post_of(blog, f"Note {number}", published_at=clock.now() - timedelta(days=number))
    last = Post.objects.get(slug="note-13")
    last.pinned_at = clock.now()
    last.save()
    page = read("/").content.decode()
    assert page.index("Note 13") < page.index("Note 0")
    assert "Note 13" not in read("/?page=2").content.decode()


def test_old_addresses_lead_to_where_things_are(blog: Blog) -> None:
    post = post_of(blog, "La confiture")
    Redirect.objects.create(blog=blog, path="/2019/10/coings/", post=post)
    Redirect.objects.create(blog=blog, path="/?p=12", post=post)
    for path in ("/2019/10/coings/", "/2019/10/coings", "/?p=12"):
        answer = read(path)
        assert answer.status_code == 301, path
        assert answer["Location"].endswith("/la-confiture"), path
    post.state = State.DRAFT
    post.settle()
    post.save()
    assert read("/2019/10/coings/").status_code == 404


def test_a_closed_blog_is_gone_for_everybody_but_its_writers(blog: Blog, ines: Account) -> None:
    post_of(blog, "La confiture")
    blog.closed_at = clock.now()
    blog.save()
    assert read("/").status_code == read("/la-confiture").status_code == read("/feed.atom").status_code == 404


def test_a_blog_at_its_own_domain_points_to_it_from_both_hosts(blog: Blog) -> None:
    post_of(blog, "La confiture")
    blog.domain, blog.domain_checked_at = "ines.example.org", clock.now()
    blog.save()
    for host in (HOST, "ines.example.org"):
        page = read("/la-confiture", host=host)
        assert page.status_code == 200
        assert '<link rel="canonical" href="http://ines.example.org' in page.content.decode()
    blog.domain_checked_at = None
    blog.save()
    assert read("/", host="ines.example.org").status_code == 421


def test_the_front_of_a_blog_costs_no_more_with_more_posts(blog: Blog, django_assert_max_num_queries: Any) -> None:
    for number in range(10):
        post_of(blog, f"Note {number}", tags=["Ici"])
    with django_assert_max_num_queries(13):
        read("/")
    with django_assert_max_num_queries(14):
        read("/note-3")


def test_no_page_of_the_house_is_hidden_by_a_post() -> None:
    addresses = import_module(settings.ROOT_URLCONF).addresses_of(("blogs", "chat"), "blogs").urlpatterns
    for language in ("fr", "en"):
        with override(language):
            assert set(_firsts(addresses)) - TAKEN_SLUGS == set()


def test_authors_of_the_past_keep_their_page_and_their_names(blog: Blog) -> None:
    past = Author.objects.create(blog=blog, role=Role.PAST, slug="marie", name="Marie d’avant")
    post = post_of(blog, "La confiture")
    Post.objects.filter(pk=post.pk).update(author=past)
    assert "Marie d’avant" in read("/la-confiture").content.decode()
    assert "La confiture" in read("/author/marie").content.decode()


def _firsts(patterns: Iterable[Any], before: str = "") -> Iterator[str]:
    """The first words of every address on a blog's host."""
    for pattern in patterns:
        route = before + str(getattr(pattern.pattern, "_route", ""))
        if hasattr(pattern, "url_patterns"):
            yield from _firsts(pattern.url_patterns, route)
        else:
            first = route.removeprefix("en/").partition("/")[0].partition(".")[0]
            yield from () if not first or first.startswith("<") else (first,)
