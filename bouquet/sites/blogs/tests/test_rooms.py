"""Rooms of blogs and posts: beside the post, told of a new one, a talk that becomes a draft."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import joining, opening, placing, posting
from bouquet.capabilities.messaging.models import Message, Room
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.blogs import tasks
from bouquet.sites.blogs.actions import publishing
from bouquet.sites.blogs.actions.addressing import BLOG, POST
from bouquet.sites.blogs.models import Blog, Post, State
from bouquet.sites.blogs.tests.making import blog_of, post_of

pytestmark = pytest.mark.django_db
BRAND, HOST = "shaaz.m6.localhost", "carnet.shaaz.m6.localhost"


@pytest.fixture
def blog(ines: Account) -> Blog:
    return blog_of(ines)


@pytest.fixture
def post(blog: Blog) -> Post:
    return post_of(blog)


def asked(post: Post, client: Client | None = None) -> Any:
    return (client or Client()).get(f"/rooms/about/blogs.post/{post.pk}.json", HTTP_HOST=HOST)


def told(blog: Blog) -> list[Message]:
    return list(Message.objects.filter(room__in=Room.objects.about(Ref(BLOG, blog.pk)), deleted_at=None))


def signed_in(account: Account, host: str = HOST) -> Client:
    client = Client(HTTP_HOST=host)
    client.force_login(account)
    return client


def test_the_page_of_a_post_has_its_room_beside_it(post: Post) -> None:
    page = Client().get(post.path, HTTP_HOST=HOST).content.decode()
    assert f'data-beside-page-value="/rooms/about/blogs.post/{post.pk}"' in page


def test_a_visitor_without_an_account_reads_the_room_beside_the_post(post: Post, karim: Account) -> None:
    room = placing.open_one(Ref(POST, post.pk))
    posting.post(room=room, by=karim, text="Avec des coings ?")
    data = asked(post).json()
    assert [one["text"] for one in data["messages"]] == ["Avec des coings ?"]
    assert data["may"] == [] and data["account"] == "" and "token" not in data


def test_a_member_opens_the_room_of_a_post_with_the_first_word(post: Post, karim: Account) -> None:
    karims = signed_in(karim)
    assert asked(post, karims).json()["may"] == ["begin"]
    answer = karims.post(f"/rooms/about/blogs.post/{post.pk}", HTTP_ACCEPT="application/json", HTTP_HOST=HOST)
    room = placing.find(Ref(POST, post.pk))
    assert room is not None and answer.json() == {"room": room.code}
    assert "post" in asked(post, karims).json()["may"]
    assert room.name == post.title


def test_a_stranger_learns_nothing_of_the_room_of_a_draft(blog: Blog, ines: Account, karim: Account) -> None:
    draft = post_of(blog, "Secret", state=State.DRAFT)
    assert asked(draft).status_code == 404
    assert asked(draft, signed_in(karim)).status_code == 404
    placing.open_one(Ref(POST, draft.pk))
    assert asked(draft, signed_in(karim)).status_code == 404


def test_nobody_opens_a_room_without_an_account(post: Post) -> None:
    answer = Client().post(f"/rooms/about/blogs.post/{post.pk}", HTTP_HOST=HOST)
    assert answer.status_code == 302 and placing.find(Ref(POST, post.pk)) is None


def test_a_page_of_a_blog_has_no_room(blog: Blog, ines: Account) -> None:
    page = post_of(blog, "À propos", is_page=True)
    assert asked(page).status_code == 404


def test_a_new_post_is_told_in_the_room_of_its_blog_once(blog: Blog, post: Post, ines: Account) -> None:
    tasks.tell_the_room.call(str(post.pk))
    tasks.tell_the_room.call(str(post.pk))
    (message,) = told(blog)
    assert message.author == ines and post.title in message.text and blog.canonical(post.path) in message.text


def test_an_old_post_that_was_brought_along_is_no_news(blog: Blog) -> None:
    old = post_of(blog, "Autrefois", published_at=clock.now().replace(year=2019))
    tasks.tell_the_room.call(str(old.pk))
    assert told(blog) == []


def test_what_is_withdrawn_is_not_told_of_any_more(blog: Blog, post: Post, ines: Account) -> None:
    tasks.tell_the_room.call(str(post.pk))
    publishing.withdraw(post=post, by=ines)
    tasks.follow_the_post.call(str(post.pk))
    assert told(blog) == []


def test_the_room_is_called_as_its_post(post: Post) -> None:
    room = placing.open_one(Ref(POST, post.pk))
    Post.objects.filter(pk=post.pk).update(title="La gelée")
    tasks.follow_the_post.call(str(post.pk))
    room.refresh_from_db()
    assert room.name == "La gelée"


def test_the_room_goes_with_the_post(post: Post) -> None:
    placing.open_one(Ref(POST, post.pk))
    publishing.erase(post=post)
    tasks.forget_post.call(str(post.pk))
    assert placing.find(Ref(POST, post.pk)) is None


def test_a_message_becomes_a_draft_with_its_thread_quoted(blog: Blog, ines: Account, karim: Account) -> None:
    room = opening.open_room(by=karim, name="Cuisine")
    joining.join(room=room, by=ines)
    root = posting.post(room=room, by=karim, text="On garde les *pépins* ?").message
    assert root is not None
    posting.post(room=room, by=ines, text="Oui, pour la gelée.", thread=root)
    client = signed_in(ines, BRAND)
    page = client.get(f"/write/from/{root.pk}").content.decode()
    assert "Oui, pour la gelée." in page and blog.name in page
    answer = client.post(f"/write/from/{root.pk}", {"blog": blog.slug})
    draft = Post.objects.get(blog=blog)
    assert answer["Location"].endswith(f"/write/{draft.code}")
    assert draft.state == State.DRAFT and draft.draft and draft.draft["title"] == "On garde les pépins ?"
    quotes = [node for node in draft.draft["document"]["content"] if node["type"] == "blockquote"]
    assert [quote["content"][0]["content"][0]["text"] for quote in quotes] == [karim.display_name, ines.display_name]
    assert room.code in str(draft.draft["document"])


def test_a_stranger_makes_no_post_of_what_they_cannot_read(blog: Blog, ines: Account, karim: Account) -> None:
    room = opening.open_room(by=karim, name="Entre nous", openness="secret")
    said = posting.post(room=room, by=karim, text="Personne ne doit le savoir.").message
    assert said is not None
    assert signed_in(ines, BRAND).get(f"/write/from/{said.pk}").status_code == 404


def test_words_of_a_private_room_come_with_a_warning(blog: Blog, ines: Account) -> None:
    room = opening.open_room(by=ines, name="Entre nous", openness="secret")
    said = posting.post(room=room, by=ines, text="Rien de grave.").message
    assert said is not None
    assert "notice" in signed_in(ines, BRAND).get(f"/write/from/{said.pk}").content.decode()
