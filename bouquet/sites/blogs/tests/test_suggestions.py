"""Blogs are learnt about, from what members allow, and suggested to those who might like them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity.actions import declaring
from bouquet.capabilities.affinity.models import Basis, Profile, Signal
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.sites.blogs.actions import following
from bouquet.sites.blogs.actions.addressing import BLOG
from bouquet.sites.blogs.events import ArticlePublished
from bouquet.sites.blogs.listings import collect_items
from bouquet.sites.blogs.models import Blog, Category, State
from bouquet.sites.blogs.tests.making import blog_of, post_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog(ines: Account) -> Blog:
    return blog_of(ines)


def allow(account: Account) -> None:
    """They want to be learnt about from what they do."""
    Profile.objects.update_or_create(account=account, defaults={"basis": Basis.BEHAVIOUR, "consented_at": clock.now()})


def test_a_blog_is_about_what_most_of_its_posts_are_filed_under(blog: Blog, ines: Account) -> None:
    room = Category.objects.create(blog=blog, slug="cuisine", name="Cuisine")
    post_of(blog, "Un", tags=["Levain"], category=room)
    post_of(blog, "Deux", tags=["Levain", "Coing"])
    post_of(blog, "Caché", tags=["Secret"], state=State.DRAFT, published_at=None)
    item = next(iter(collect_items([blog.pk])))
    assert item.tags == ("Levain", "Coing", "Cuisine")
    assert (item.is_recommendable, item.author_id) == (True, ines.pk)
    blog.is_listed = False
    blog.save()
    assert [one.is_recommendable for one in collect_items(None)] == [False]


def test_to_follow_and_to_stop_is_learnt_of_those_who_allow_it(
    blog: Blog, karim: Account, lea: Account, committed: Any
) -> None:
    allow(karim)
    with committed():
        following.follow(blog=blog, by=karim)
        following.follow(blog=blog, by=lea)
    assert list(Signal.objects.filter(kind=BLOG).values_list("account", "verb")) == [(karim.pk, "follow")]
    with committed():
        following.unfollow(blog=blog, by=karim)
    assert not Signal.objects.filter(kind=BLOG).exists()


def test_a_member_is_shown_blogs_they_might_like_until_they_say_no(
    blog: Blog, karim: Account, committed: Any, work_off: Any
) -> None:
    post = post_of(blog, "Le levain", tags=["Levain"])
    declaring.add(account=karim, tags=["levain"])
    with committed():
        announce(ArticlePublished(post.pk))
    with committed():
        work_off()
    client = Client(headers={"host": "shaaz.m6.localhost"})
    client.force_login(karim)
    page = client.get("/blogs").content.decode()
    assert "/blogs/carnet/not-for-me" in page
    assert client.post("/blogs/carnet/not-for-me").status_code == 302
    assert "not-for-me" not in client.get("/blogs").content.decode()
    following.follow(blog=blog, by=karim)
    assert "not-for-me" not in client.get("/blogs").content.decode()
    assert "not-for-me" not in Client(headers={"host": "shaaz.m6.localhost"}).get("/blogs").content.decode()


def test_the_proxy_is_told_which_domains_are_a_blogs(blog: Blog) -> None:
    blog.domain = "ines.example.org"
    blog.save()
    client = Client(headers={"host": "shaaz.m6.localhost"})
    ask = "/blogs/domains/answers?domain="
    assert client.get(f"{ask}ines.example.org").status_code == 404
    blog.domain_checked_at = clock.now()
    blog.save()
    assert client.get(f"{ask}Ines.example.org.").status_code == 200
    assert client.get(ask).status_code == client.get(f"{ask}autre.example").status_code == 404
