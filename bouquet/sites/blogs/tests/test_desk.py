"""Where writers work, and who may what there."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.brands.guests import is_trusted
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.registry import open_to, subject, visible
from bouquet.foundation.subjects.subject import Ref, Standing
from bouquet.sites.blogs.actions import authors, changing, leaving, moderating, opening, publishing
from bouquet.sites.blogs.actions.addressing import BLOG, POST
from bouquet.sites.blogs.models import Asked, Author, Blog, Post, Role, State
from bouquet.sites.blogs.tests.making import blog_of, post_of

pytestmark = pytest.mark.django_db
HOST = "shaaz.m6.localhost"


@pytest.fixture
def blog(ines: Account) -> Blog:
    return blog_of(ines)


def at_work(account: Account) -> Client:
    client = Client(headers={"host": HOST})
    client.force_login(account)
    return client


def test_a_blog_is_opened_with_a_name_alone(ines: Account) -> None:
    answer = at_work(ines).post("/blogs/new", {"name": "L’atelier d’Inès", "slug": "", "language": "fr"})
    assert answer.status_code == 302
    blog = Blog.objects.get()
    assert blog.slug == "l-atelier-d-ines"
    assert blog.authors.get().role == Role.OWNER
    assert Client(headers={"host": f"{blog.slug}.shaaz.m6.localhost"}).get("/").status_code == 200


@pytest.mark.parametrize("slug", ["www", "mail", "ab", "-x-", "a--b", "compte", "xn--a", "é"])
def test_nobody_has_an_address_that_is_the_houses(ines: Account, slug: str) -> None:
    with pytest.raises(opening.AddressTaken):
        opening.open_blog(by=ines, name="Blog", slug=slug)


@pytest.mark.parametrize(
    "path",
    [
        "", "/settings", "/settings/look", "/settings/domain", "/settings/shelves", "/settings/blogroll",
        "/settings/end", "/people", "/followers", "/mentions",
    ],
)  # fmt: skip
def test_every_page_of_the_desk_is_its_editors_and_no_strangers(
    blog: Blog, ines: Account, karim: Account, lea: Account, path: str
) -> None:
    post_of(blog, "La confiture")
    authors.take_in(blog=blog, account=karim, role=Role.AUTHOR)
    assert at_work(ines).get(f"/blogs/carnet{path}").status_code == 200
    assert at_work(lea).get(f"/blogs/carnet{path}").status_code == 404
    assert at_work(karim).get(f"/blogs/carnet{path}").status_code == (403 if path else 200)
    assert Client(headers={"host": HOST}).get(f"/blogs/carnet{path}").status_code == 302


def test_fronts_of_the_brand_show_what_wants_to_be_found(blog: Blog, karim: Account) -> None:
    post_of(blog, "La confiture")
    quiet = blog_of(karim, "Discret", slug="discret", is_listed=False)
    post_of(quiet, "Rien à voir")
    for path in ("/", "/blogs"):
        page = Client(headers={"host": HOST}).get(path).content.decode()
        assert "Le carnet d’Inès" in page and "Discret" not in page and "Rien à voir" not in page


def test_contributors_write_and_do_not_publish(blog: Blog, lea: Account) -> None:
    authors.take_in(blog=blog, account=lea, role=Role.CONTRIBUTOR)
    post = post_of(blog, "À lire", author=lea, state=State.DRAFT, published_at=None)
    with pytest.raises(PermissionDenied):
        publishing.publish(post=post, by=lea)
    at_work(lea).post(f"/blogs/carnet/posts/{post.code}/state", {"do": "publish"})
    post.refresh_from_db()
    assert post.state == State.DRAFT


def test_somebody_is_asked_says_yes_and_may_leave(blog: Blog, ines: Account, karim: Account, lea: Account) -> None:
    at_work(ines).post("/blogs/carnet/people", {"handle": "karim", "role": "editor"})
    asked = Asked.objects.get()
    assert at_work(lea).post(f"/blogs/asked/{asked.pk}", {"answer": "yes"}).status_code == 404
    at_work(karim).post(f"/blogs/asked/{asked.pk}", {"answer": "yes"})
    found = Author.objects.get(blog=blog, account=karim)
    assert found.role == Role.EDITOR
    at_work(karim).post(f"/blogs/carnet/people/{found.pk}", {"do": "part"})
    found.refresh_from_db()
    assert found.role == Role.PAST


def test_a_blog_is_handed_over_and_has_one_owner(blog: Blog, ines: Account, karim: Account) -> None:
    heir = authors.take_in(blog=blog, account=karim, role=Role.EDITOR)
    with pytest.raises(PermissionDenied):
        authors.give_role(author=heir, by=karim, role=Role.OWNER)
    authors.give_role(author=heir, by=ines, role=Role.OWNER)
    assert dict(blog.authors.values_list("account__handle", "role")) == {"karim": "owner", "ines": "editor"}


def test_the_blogroll_and_the_looks_are_the_editors(blog: Blog, ines: Account, lea: Account) -> None:
    at_work(ines).post("/blogs/carnet/settings/blogroll", {"links": "Un ami https://ami.example/\nhttps://b.example"})
    assert [(link.name, link.address) for link in blog.blogroll.all()] == [
        ("Un ami", "https://ami.example/"),
        ("https://b.example", "https://b.example"),
    ]
    at_work(ines).post("/blogs/carnet/settings/look", {"theme": "garden"})
    assert Blog.objects.get(pk=blog.pk).theme == "garden"
    with pytest.raises(PermissionDenied):
        changing.dress(blog=blog, by=lea, theme="dusk")


def test_a_preview_shows_a_draft_to_its_writer_only(blog: Blog, ines: Account, lea: Account) -> None:
    post = post_of(blog, "Un brouillon", "À relire.", state=State.DRAFT, published_at=None)
    assert "À relire." in at_work(ines).get(f"/blogs/carnet/posts/{post.code}/preview").content.decode()
    assert at_work(lea).get(f"/blogs/carnet/posts/{post.code}/preview").status_code == 404


def test_details_move_a_post_and_its_old_address_leads_there(blog: Blog, ines: Account) -> None:
    post = post_of(blog, "La confiture")
    fields = {"slug": "Confiture de coings", "tags": "Cuisine, Automne", "takes_comments": "on"}
    answer = at_work(ines).post(f"/blogs/carnet/posts/{post.code}/details", fields)
    assert answer.status_code == 302
    post.refresh_from_db()
    assert post.slug == "confiture-de-coings"
    assert {tag.name for tag in post.tags.all()} == {"Cuisine", "Automne"}
    led = Client(headers={"host": "carnet.shaaz.m6.localhost"}).get("/la-confiture")
    assert (led.status_code, led["Location"].rpartition("/")[2]) == (301, "confiture-de-coings")


def test_posts_and_blogs_are_subjects(blog: Blog, ines: Account, lea: Account) -> None:
    post = post_of(blog, "La confiture")
    found, there = subject(Ref(POST, post.pk)), subject(Ref(BLOG, blog.pk))
    assert found is not None and there is not None
    assert found.title == "La confiture" and found.part_of == Ref(BLOG, blog.pk)
    assert found.keepers == there.keepers == frozenset({ines.pk})
    draft = post_of(blog, "Caché", state=State.DRAFT, published_at=None)
    refs = [Ref(POST, post.pk), Ref(POST, draft.pk)]
    assert visible(refs, lea) == open_to(refs, lea) == {Ref(POST, post.pk)}
    assert visible(refs, ines) == set(refs)


def test_a_decision_hides_a_post_and_a_blog_with_its_posts(blog: Blog) -> None:
    post = post_of(blog, "La confiture")
    host = Client(headers={"host": "carnet.shaaz.m6.localhost"})
    moderating.put_post(key=post.pk, standing=Standing.HIDDEN)
    assert host.get("/la-confiture").status_code == 404
    moderating.put_post(key=post.pk, standing=Standing.SHOWN)
    assert host.get("/la-confiture").status_code == 200
    moderating.put_blog(key=blog.pk, standing=Standing.REMOVED)
    assert host.get("/la-confiture").status_code == host.get("/").status_code == 404


def test_who_leaves_takes_the_blog_along_and_brings_it_back(blog: Blog, ines: Account) -> None:
    post = post_of(blog, "La confiture")
    ines.is_active = False
    ines.save()
    leaving.hide_or_show(account_id=ines.pk)
    assert not Post.objects.shown().exists()
    ines.is_active = True
    ines.save()
    leaving.hide_or_show(account_id=ines.pk)
    assert Post.objects.shown().get() == post


def test_an_erased_owner_leaves_the_blog_to_an_editor_or_to_nobody(blog: Blog, ines: Account, karim: Account) -> None:
    post_of(blog, "La confiture")
    authors.take_in(blog=blog, account=karim, role=Role.EDITOR)
    leaving.forget_member(account_id=ines.pk, keeps_posts=False)
    assert blog.authors.get(role=Role.OWNER).account == karim
    assert not Post.objects.exists()
    leaving.forget_member(account_id=karim.pk, keeps_posts=False)
    leaving.forget_member(account_id=karim.pk, keeps_posts=False)
    assert not Blog.objects.exists()


def test_a_person_is_signed_in_below_the_brand_and_never_at_a_blogs_own_domain(blog: Blog, ines: Account) -> None:
    blog.domain, blog.domain_checked_at = "ines.example.org", clock.now()
    blog.save()
    assert is_trusted("carnet.shaaz.m6.localhost")
    assert not is_trusted("ines.example.org")
    assert not is_trusted("personne.shaaz.m6.localhost")
    account_host = Client(headers={"host": "compte.m6.localhost"})
    account_host.force_login(ines)
    for host, status in (("carnet.shaaz.m6.localhost", 302), ("ines.example.org", 400)):
        assert account_host.get("/session/grant/", {"host": host, "state": "x"}).status_code == status, host
