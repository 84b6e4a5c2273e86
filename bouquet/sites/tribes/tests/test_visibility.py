"""Who may know of a tribe, enter it and read its posts: the product against an oracle written from the issue alone."""

from __future__ import annotations

from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bouquet.capabilities.accounts.actions import blocking
from bouquet.capabilities.accounts.models import Account, Block, Follow, Mute
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref, Standing
from bouquet.sites.tribes.actions import gathering, moderating, posting
from bouquet.sites.tribes.actions.posting import POST
from bouquet.sites.tribes.actions.ringing import TRIBE
from bouquet.sites.tribes.models import Audience, Friendship, Invitation, Openness, Post, Role, Standings, Tribe
from bouquet.sites.tribes.tests.making import let_in, post_of, tribe_of
from tests.regulars import regular

HOST = "yootribe.m6.localhost"
WHO = ("founder", "member", "invited", "stranger", "visitor")


def may_know(who: str, openness: str, standing: str) -> bool:
    """The oracle: the card (name, rules, tags)."""
    if standing == "removed":
        return False
    if standing == "hidden":
        return who == "founder"
    return openness != "secret" or who in ("founder", "member", "invited")


def may_enter(who: str, openness: str, standing: str) -> bool:
    """The oracle: posts, members, events."""
    if not may_know(who, openness, standing):
        return False
    return openness == "open" or who in ("founder", "member")


def may_read(who: str, openness: str, standing: str, post: str) -> bool:
    """The oracle: a post of the member. Nobody reads in a tribe that was hidden, but the author their own."""
    if post == "removed by its author" or post == "removed":
        return False
    if who == "member" and post == "hidden":
        return True
    if standing in ("hidden", "removed"):
        return who == "member"
    return post in ("shown", "labelled") and may_enter(who, openness, standing)


@pytest.fixture
def people(ines: Account, karim: Account, marc: Account, lea: Account) -> dict[str, Any]:
    return {"founder": ines, "member": karim, "invited": marc, "stranger": lea, "visitor": AnonymousUser()}


@pytest.fixture
def every_tribe(people: dict[str, Any]) -> dict[tuple[str, str], Tribe]:
    made = {}
    for openness, standing in product(Openness.values, Standings.values):
        tribe = tribe_of(people["founder"], f"{openness} {standing}", openness=openness)
        let_in(tribe, people["member"])
        Invitation.objects.create(tribe=tribe, account=people["invited"], by=people["founder"])
        Tribe.objects.filter(pk=tribe.pk).update(standing=standing)
        made[openness, standing] = tribe
    return made


def test_every_person_and_every_tribe(people: dict[str, Any], every_tribe: dict[tuple[str, str], Tribe]) -> None:
    for who, (kind, tribe) in product(WHO, every_tribe.items()):
        known = Tribe.objects.visible_to(people[who]).filter(pk=tribe.pk).exists()
        assert known is may_know(who, *kind), (who, kind)
        entered = Tribe.objects.enterable_by(people[who]).filter(pk=tribe.pk).exists()
        assert entered is may_enter(who, *kind), (who, kind)
        assert registry.visible([Ref(TRIBE, tribe.pk)], people[who]) == ({Ref(TRIBE, tribe.pk)} if known else set())


def test_every_person_and_every_post(people: dict[str, Any], every_tribe: dict[tuple[str, str], Tribe]) -> None:
    for kind, tribe in every_tribe.items():
        posts: dict[str, Post] = {}
        for state in (*Standings.values, "removed by its author"):
            posts[state] = post_of(people["member"], tribe, state)
            if state in Standings.values:
                Post.objects.filter(pk=posts[state].pk).update(standing=state, is_shown=state in ("shown", "labelled"))
            else:
                posting.remove(post=posts[state], by=people["member"])
        for who, (state, post) in product(WHO, posts.items()):
            read = Post.objects.visible_to(people[who]).filter(pk=post.pk).exists()
            assert read is may_read(who, *kind, state), (who, kind, state)
            assert (Ref(POST, post.pk) in registry.visible([Ref(POST, post.pk)], people[who])) is read


@pytest.mark.parametrize("openness", ["closed", "secret"])
def test_a_stranger_sees_nothing_of_what_is_inside_at_any_address(
    ines: Account, karim: Account, lea: Account, openness: str
) -> None:
    tribe = tribe_of(ines, "Secrets", openness=openness)
    let_in(tribe, karim)
    post = post_of(karim, tribe, "Le mot de passe est framboise")
    pages = ["", "/members", "/events", "/events.ics", "/invite", "/post", "/settings", "/settings/members",
             "/settings/requests", "/settings/invitations", "/leave"]  # fmt: skip
    addresses = [f"/t/{tribe.slug}{page}" for page in pages]
    addresses += [
        f"/p/{post.code}{page}" for page in ("", "/edit", "/photos", "/film", "/event", "/event.ics", "/people")
    ]
    addresses += ["/", "/tribes", "/tribes?q=secrets", "/@karim", f"/share?kind={POST}&key={post.pk}"]
    addresses += [f"/comments/{POST}/{post.pk}{page}" for page in ("", "/talk")] + [f"/report/{POST}/{post.pk}"]
    for person in (None, lea):
        client = Client(HTTP_HOST=HOST)
        if person:
            client.force_login(person)
        for address in addresses:
            answer = client.get(address)
            words = answer.content.decode() if answer.status_code == 200 else ""
            assert "framboise" not in words, (person, address)
            # Karim is known to be himself on his own page; nowhere is he said to be in there.
            assert "Karim" not in words or address == "/@karim", (person, address)
            if openness == "secret":
                assert "Secrets" not in words, (person, address)
        assert client.get(f"/t/{tribe.slug}").status_code == (404 if openness == "secret" else 200)
        assert client.get(f"/p/{post.code}").status_code == 404


def reads_page_of(audience: str, who: str, *, is_private: bool) -> bool:
    """The oracle for a person's own page."""
    if who == "author":
        return True
    if audience == "everyone":
        return not is_private or who in ("follower", "friend")
    return who == "friend" or (audience == "followers" and who == "follower")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    audience=st.sampled_from(["everyone", "followers", "friends"]),
    is_private=st.booleans(),
    who=st.sampled_from(["author", "follower", "asker", "friend", "stranger", "visitor"]),
    is_apart=st.booleans(),
)
@pytest.mark.django_db
def test_a_post_on_ones_own_page(
    ines: Account, karim: Account, audience: str, is_private: bool, who: str, is_apart: bool
) -> None:
    Post.objects.all().delete()
    Friendship.objects.all().delete()
    Follow.objects.all().delete()
    Block.objects.all().delete()
    Account.objects.filter(pk=ines.pk).update(is_private=is_private)
    ines.refresh_from_db()
    post = post_of(ines, None, audience=audience)
    viewer: Any = {"author": ines, "visitor": AnonymousUser()}.get(who, karim)
    if who == "follower":
        Follow.objects.create(follower=karim, followed=ines, accepted_at=post.posted_at)
    if who == "asker":
        Follow.objects.create(follower=karim, followed=ines)
    if who == "friend":
        Friendship.objects.create(account=ines, friend=karim)
        Friendship.objects.create(account=karim, friend=ines)
    expected = reads_page_of(audience, who, is_private=is_private)
    if is_apart and viewer == karim:
        Block.objects.create(blocker=ines, blocked=karim)
        expected = False
    assert Post.objects.visible_to(viewer).filter(pk=post.pk).exists() is expected
    if viewer == karim and who in ("follower", "friend"):
        in_feed = post.pk in {one.pk for one in gathering.newest(karim).posts}
        assert in_feed is expected


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.django_db
def test_the_home_feed_is_what_a_naive_reading_of_everything_finds(
    ines: Account, karim: Account, lea: Account, marc: Account, data: st.DataObject
) -> None:
    """Any crowd of tribes and posts, read page by page: nothing is missing, doubled, out of order or out of bounds."""
    Post.objects.all().delete()
    Tribe.objects.all().delete()
    Block.objects.all().delete()
    Mute.objects.all().delete()
    tribes = [tribe_of(ines, f"T{number}") for number in range(4)]
    mine = data.draw(st.sets(st.sampled_from(tribes), max_size=4))
    for tribe in mine:
        let_in(tribe, karim)
    for _ in range(data.draw(st.integers(0, 14))):
        author = data.draw(st.sampled_from([ines, lea, marc]))
        post = post_of(author, data.draw(st.sampled_from(tribes)))
        if data.draw(st.integers(0, 4)) == 0:
            moderating.put_post(key=post.pk, standing=data.draw(st.sampled_from([Standing.HIDDEN, Standing.LABELLED])))
    apart = data.draw(st.sets(st.sampled_from([lea, marc])))
    for person in apart:
        kind = data.draw(st.sampled_from(["block", "blocked", "mute"]))
        if kind == "mute":
            Mute.objects.create(muter=karim, muted=person)
        else:
            one, other = (karim, person) if kind == "block" else (person, karim)
            Block.objects.create(blocker=one, blocked=other)
    expected = list(
        Post.objects.filter(tribe__in=mine, is_shown=True)
        .exclude(author__in=apart)
        .order_by("-pk")
        .values_list("pk", flat=True)
    )
    size, after = data.draw(st.integers(1, 5)), None
    read: list[UUID] = []
    while True:
        page = gathering.newest(karim, after=after, size=size)
        read += [post.pk for post in page.posts]
        after = page.after
        if after is None:
            break
    assert read == expected


def test_whoever_joins_sees_what_was_said_before_and_whoever_goes_does_not_any_more(
    ines: Account, karim: Account
) -> None:
    tribe = tribe_of(ines, openness=Openness.CLOSED)
    post = post_of(ines, tribe)
    assert not Post.objects.visible_to(karim).filter(pk=post.pk).exists()
    membership = let_in(tribe, karim)
    assert Post.objects.visible_to(karim).filter(pk=post.pk).exists()
    assert [one.pk for one in gathering.newest(karim).posts] == [post.pk]
    membership.delete()
    assert not Post.objects.visible_to(karim).filter(pk=post.pk).exists()
    assert gathering.newest(karim).posts == []


def test_a_block_holds_inside_a_tribe(ines: Account, karim: Account) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, karim)
    post = post_of(ines, tribe)
    blocking.block(account=ines, by=karim)
    for reader, author in ((karim, ines), (ines, karim)):
        assert not Post.objects.visible_to(reader).filter(author=author).exists()
    assert Post.objects.visible_to(AnonymousUser()).filter(pk=post.pk).exists()


def test_only_members_speak_below_a_post_and_nobody_in_an_archive(ines: Account, karim: Account, lea: Account) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, karim)
    ref = Ref(POST, post_of(ines, tribe).pk)
    assert registry.open_to([ref], karim) == {ref}
    assert registry.open_to([ref], lea) == set()
    assert registry.open_to([ref], AnonymousUser()) == set()
    Tribe.objects.filter(pk=tribe.pk).update(archived_at=tribe.created_at)
    assert registry.open_to([ref], karim) == set()
    assert registry.visible([ref], karim) == {ref}


def test_keepers_of_a_tribe_keep_what_is_said_below_its_posts(ines: Account, karim: Account, lea: Account) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, karim, role=Role.KEEPER)
    let_in(tribe, lea)
    subject = registry.subject(Ref(POST, post_of(lea, tribe).pk))
    assert subject is not None
    assert subject.keepers == {ines.pk, karim.pk}
    assert subject.part_of == Ref(TRIBE, tribe.pk)


def test_profiles_show_each_thing_to_whom_it_is_for(ines: Account, karim: Account, lea: Account) -> None:
    from bouquet.sites.tribes.actions import presenting
    from bouquet.sites.tribes.models import Closeness, Profile

    friend, member, visitor = karim, lea, AnonymousUser()
    for one, other in ((ines, friend), (friend, ines)):
        Friendship.objects.create(account=one, friend=other)
    sees = {
        Closeness.EVERYONE: (friend, member, visitor),
        Closeness.MEMBERS: (friend, member),
        Closeness.FRIENDS: (friend,),
        Closeness.NOBODY: (),
    }
    for what, level in product(("affinities", "tribes", "friends", "place", "birthday", "age"), Closeness):
        Profile.objects.update_or_create(account=ines, defaults={f"shows_{what}": level})
        for person in (friend, member, visitor):
            assert presenting.shows(ines, person, what) is (person in sees[level]), (what, level, person)
        assert presenting.shows(ines, ines, what)


def test_birthdays_are_shown_to_nobody_until_the_member_says_otherwise(ines: Account, karim: Account) -> None:
    from bouquet.sites.tribes.actions import presenting

    Friendship.objects.create(account=ines, friend=karim)
    assert presenting.shown_of(ines, karim).birthday is None
    assert presenting.shown_of(ines, karim).age is None


def test_a_secret_tribe_is_named_on_no_profile_but_to_those_inside(ines: Account, karim: Account, lea: Account) -> None:
    from bouquet.sites.tribes.actions import presenting

    tribe = tribe_of(ines, "Cachée", openness=Openness.SECRET)
    let_in(tribe, karim)
    assert presenting.shown_of(ines, karim).tribes == [tribe]
    assert presenting.shown_of(ines, lea).tribes == []
    assert presenting.shown_of(ines, AnonymousUser()).tribes == []


def test_nobody_reads_a_friends_post_through_a_tribe_they_are_not_in(karim: Account, ines: Account) -> None:
    other = regular("zoe", "Zoé")
    tribe = tribe_of(other, openness=Openness.SECRET)
    let_in(tribe, ines)
    Friendship.objects.create(account=ines, friend=karim)
    Friendship.objects.create(account=karim, friend=ines)
    post_of(ines, tribe)
    own = post_of(ines, None, audience=Audience.FRIENDS)
    assert [post.pk for post in gathering.newest(karim).posts] == [own.pk]
