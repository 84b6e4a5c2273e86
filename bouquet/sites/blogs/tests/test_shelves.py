"""What posts are filed under: categories that lie in one another, series, tags; and their feeds."""

from __future__ import annotations

from typing import Any

import feedparser
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.sites.blogs.actions import filing, reading
from bouquet.sites.blogs.models import Blog, Category, Series, State, Tag
from bouquet.sites.blogs.tests.making import blog_of, post_of

pytestmark = pytest.mark.django_db
HOST = "carnet.shaaz.m6.localhost"


@pytest.fixture
def blog(ines: Account) -> Blog:
    return blog_of(ines)


@pytest.fixture
def tree(blog: Blog, ines: Account) -> list[Category]:
    """Cuisine, in it Pain, in that Levain; and Voyages."""
    cuisine = filing.make_shelf(Category, blog=blog, by=ines, name="Cuisine")
    pain = filing.make_shelf(Category, blog=blog, by=ines, name="Pain", parent=cuisine)
    levain = filing.make_shelf(Category, blog=blog, by=ines, name="Levain", parent=pain)
    return [cuisine, pain, levain, filing.make_shelf(Category, blog=blog, by=ines, name="Voyages")]


def read(path: str) -> Any:
    return Client(headers={"host": HOST}).get(path)


def at_desk(account: Account) -> Client:
    client = Client(headers={"host": "shaaz.m6.localhost"})
    client.force_login(account)
    return client


def test_a_category_shows_and_feeds_what_lies_in_it_however_deep(blog: Blog, tree: list[Category]) -> None:
    post_of(blog, "Le premier levain", category=tree[2])
    post_of(blog, "À Nantes", category=tree[3])
    page = read("/category/cuisine").content.decode()
    assert "Le premier levain" in page and "À Nantes" not in page
    assert 'href="/category/pain"' in page
    trail = read("/category/levain").content.decode()
    assert trail.index('href="/category/cuisine"') < trail.index('href="/category/pain"')
    feed = feedparser.parse(read("/category/cuisine/feed.atom").content)
    assert [entry.title for entry in feed.entries] == ["Le premier levain"]


def test_the_front_lists_categories_inside_one_another_with_their_posts(blog: Blog, tree: list[Category]) -> None:
    post_of(blog, "Le premier levain", category=tree[2])
    told = [(branch.category.name, branch.depth, branch.count) for branch in reading.tree_of(blog)]
    assert told == [("Cuisine", 0, 1), ("Pain", 1, 1), ("Levain", 2, 1), ("Voyages", 0, 0)]
    page = read("/").content.decode()
    assert 'class="depth-2"' in page and "Voyages" not in page


def test_a_category_never_lies_in_itself_nor_in_another_blogs(
    blog: Blog, tree: list[Category], ines: Account, karim: Account
) -> None:
    other = Category.objects.create(blog=blog_of(karim, slug="autre"), slug="a", name="A")
    for parent in (tree[0], tree[2], other):
        with pytest.raises(filing.GoesRound):
            filing.rename_shelf(tree[0], by=ines, name="Cuisine", parent=parent)
    offered = at_desk(ines).get("/blogs/carnet/settings/shelves/category/cuisine").content.decode()
    assert "Voyages" in offered and "› Levain" not in offered


@pytest.mark.parametrize(("kind", "model"), [("category", Category), ("series", Series), ("tag", Tag)])
def test_a_shelf_is_called_otherwise_and_keeps_its_address(
    blog: Blog, ines: Account, kind: str, model: type[Category | Series | Tag]
) -> None:
    shelf = model.objects.create(blog=blog, slug="vieux", name="Vieux")
    client = at_desk(ines)
    assert f"/shelves/{kind}/vieux" in client.get("/blogs/carnet/settings/shelves").content.decode()
    answer = client.post(f"/blogs/carnet/settings/shelves/{kind}/vieux", {"name": "Neuf", "about": "Du neuf"})
    assert answer.status_code == 302
    shelf.refresh_from_db()
    assert (shelf.slug, shelf.name, shelf.about) == ("vieux", "Neuf", "Du neuf")
    assert client.get("/blogs/carnet/settings/shelves/plume/vieux").status_code == 404


def test_who_does_not_edit_renames_nothing(blog: Blog, tree: list[Category], lea: Account) -> None:
    assert at_desk(lea).post("/blogs/carnet/settings/shelves/category/pain", {"name": "X"}).status_code == 404
    with pytest.raises(PermissionDenied):
        filing.rename_shelf(tree[1], by=lea, name="X")


def test_a_series_has_a_feed(blog: Blog) -> None:
    series = Series.objects.create(blog=blog, slug="automne", name="Un automne")
    post_of(blog, "La confiture", series=series)
    post_of(blog, "Le pain")
    for form in ("atom", "rss"):
        feed = feedparser.parse(read(f"/series/automne/feed.{form}").content)
        assert not feed.bozo and [entry.title for entry in feed.entries] == ["La confiture"]
    assert "/series/automne/feed.atom" in read("/series/automne").content.decode()


def test_what_is_like_a_post_shares_its_tags_then_its_category(blog: Blog, tree: list[Category]) -> None:
    post = post_of(blog, "La confiture", tags=["Coing", "Automne"], category=tree[0])
    post_of(blog, "Ailleurs")
    same_room = post_of(blog, "Le pain", category=tree[0])
    one = post_of(blog, "La pâte", tags=["Coing"])
    two = post_of(blog, "La gelée", tags=["Coing", "Automne"])
    post_of(blog, "Caché", tags=["Coing", "Automne"], state=State.DRAFT, published_at=None)
    assert reading.related(post) == [two, one, same_room]
