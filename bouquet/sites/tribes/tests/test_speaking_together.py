"""Post, share, decide, tell, be friends, come home: what is said in tribes, and who hears it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bouquet.capabilities.accounts.actions import blocking, following
from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref, Standing
from bouquet.sites.tribes.actions import (
    befriending,
    counting,
    gathering,
    inviting,
    leaving,
    moderating,
    posting,
    presenting,
    ringing,
)
from bouquet.sites.tribes.actions.posting import POST
from bouquet.sites.tribes.actions.ringing import TRIBE
from bouquet.sites.tribes.listings import collect_items, collect_posts, collect_tribes
from bouquet.sites.tribes.models import Ban, Friendship, Invitation, Membership, Openness, Post, Profile, Tribe
from bouquet.sites.tribes.tests.making import let_in, post_of, tribe_of
from tests.regulars import regular

HOST = "yootribe.m6.localhost"


def test_only_members_post_and_a_post_taken_away_comes_back(ines: Account, karim: Account, lea: Account) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, karim)
    with pytest.raises(PermissionDenied):
        posting.publish(by=lea, tribe=tribe, text="Coucou")
    with pytest.raises(posting.NothingSaid):
        posting.publish(by=karim, tribe=tribe, text="  \n ")
    post = posting.publish(by=karim, tribe=tribe, text="**Salut** <script>")
    assert "<strong>Salut</strong>" in post.html and "<script" not in post.html
    with pytest.raises(PermissionDenied):
        posting.remove(post=post, by=ines)
    posting.remove(post=post, by=karim)
    tribe.refresh_from_db()
    assert tribe.last_post_id is None and gathering.newest(ines).posts == []
    posting.restore(post=post, by=karim)
    assert [one.pk for one in gathering.newest(ines).posts] == [post.pk]
    posting.remove(post=post, by=karim)
    with clock.travel(timedelta(days=31)):
        assert posting.erase_old() == 1


def test_three_posts_are_pinned_at_most_and_by_keepers(ines: Account, karim: Account) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, karim)
    posts = [post_of(karim, tribe) for _ in range(4)]
    with pytest.raises(PermissionDenied):
        posting.pin(post=posts[0], by=karim)
    for post in posts[:3]:
        posting.pin(post=post, by=ines)
    with pytest.raises(posting.TooManyPinned):
        posting.pin(post=posts[3], by=ines)


def test_what_is_shared_is_what_the_sharer_may_see(ines: Account, karim: Account, lea: Account) -> None:
    closed, mine = tribe_of(ines, openness=Openness.CLOSED), tribe_of(lea, "Chez Léa")
    let_in(closed, karim)
    let_in(mine, karim)
    ref = Ref(POST, post_of(ines, closed).pk)
    with pytest.raises(PermissionDenied):
        posting.share(ref=ref, by=lea, tribe=mine, text="Regardez")
    shared = posting.share(ref=ref, by=karim, tribe=mine, text="")
    assert shared.shared == ref
    again = posting.share(ref=Ref(POST, shared.pk), by=karim, tribe=mine, text="Et encore")
    assert again.shared == ref
    client = Client(HTTP_HOST=HOST)
    client.force_login(lea)
    assert "Qui grimpe demain" not in client.get(f"/t/{mine.slug}").content.decode()


def test_a_decision_hides_everywhere_and_its_reversal_brings_all_back(ines: Account, karim: Account) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, karim)
    post = post_of(karim, tribe)
    kind = registry.kind_called(POST)
    assert kind is not None
    for standing in (Standing.HIDDEN, Standing.REMOVED):
        kind.moderate(post.pk, standing)
        assert gathering.newest(ines).posts == []
        assert collect_posts([post.pk]) == []
        assert Post.objects.visible_to(karim).filter(pk=post.pk).exists() is (standing == Standing.HIDDEN)
    kind.moderate(post.pk, Standing.SHOWN)
    assert [one.pk for one in gathering.newest(ines).posts] == [post.pk]
    assert [listing.ref.key for listing in collect_posts([post.pk])] == [post.pk]
    moderating.put_tribe(key=tribe.pk, standing=Standing.HIDDEN)
    assert gathering.newest(karim).posts == []
    assert not Tribe.objects.visible_to(karim).filter(pk=tribe.pk).exists()


def test_a_secret_or_unlisted_tribe_is_neither_recommended_nor_found_by_strangers(ines: Account) -> None:
    tribes = {
        "open": tribe_of(ines),
        "closed": tribe_of(ines, openness=Openness.CLOSED),
        "unlisted": tribe_of(ines, openness=Openness.CLOSED, is_listed=False),
        "secret": tribe_of(ines, openness=Openness.SECRET),
    }
    keys = [tribe.pk for tribe in tribes.values()]
    recommendable = {item.key for item in collect_items(keys) if item.is_recommendable}
    everybodys = {listing.ref.key for listing in collect_tribes(keys) if "everyone" in listing.audience}
    assert recommendable == everybodys == {tribes["open"].pk, tribes["closed"].pk}
    assert {item.key for item in collect_items(None)} >= set(keys)


def test_the_bell_rings_for_those_who_asked_and_may_read(
    ines: Account, karim: Account, lea: Account, marc: Account
) -> None:
    from bouquet.capabilities.notifications.models import Notice

    tribe = tribe_of(ines, openness=Openness.CLOSED)
    for member in (karim, lea, marc):
        let_in(tribe, member)
    Membership.objects.filter(tribe=tribe, account__in=(karim, lea)).update(rings_bell=True)
    blocking.block(account=ines, by=lea)
    post = post_of(ines, tribe)
    ringing.tell_of_post(post_id=post.pk)
    ringing.tell_of_post(post_id=post.pk)
    told = Notice.objects.filter(kind="tribes.post")
    assert [notice.recipient_id for notice in told] == [karim.pk]


def test_the_bell_rings_in_batches(ines: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    tribe = tribe_of(ines)
    people = [regular(f"p{number:03}", "P") for number in range(5)]
    Membership.objects.bulk_create([Membership(tribe=tribe, account=one, rings_bell=True) for one in people])
    monkeypatch.setattr(ringing, "BATCH", 2)
    told: list[list[object]] = []
    monkeypatch.setattr(ringing, "tell", lambda **given: told.append(given["recipients"]))
    post, after = post_of(ines, tribe), None
    while (after := ringing.tell_of_post(post_id=post.pk, after=after)) is not None:
        pass
    assert [len(batch) for batch in told] == [2, 2, 1]
    assert {key for batch in told for key in batch} == {one.pk for one in people}


def test_friends_ask_and_say_yes_and_a_block_parts_them(ines: Account, karim: Account) -> None:
    befriending.ask(account=karim, by=ines)
    befriending.ask(account=karim, by=ines)
    assert not Friendship.objects.exists()
    befriending.ask(account=ines, by=karim)
    assert Friendship.objects.count() == 2
    blocking.block(account=ines, by=karim)
    leaving.part_after_block(one=karim.pk, other=ines.pk)
    assert not Friendship.objects.exists()
    with pytest.raises(PermissionDenied):
        befriending.ask(account=karim, by=ines)


def test_strangers_neither_invite_nor_befriend_a_young_member_nor_see_where_they_live(
    ines: Account, karim: Account
) -> None:
    young = regular("jade", "Jade")
    Account.objects.filter(pk=young.pk).update(birth_date=clock.today() - timedelta(days=16 * 365 + 30))
    young.refresh_from_db()
    tribe = tribe_of(ines)
    with pytest.raises(inviting.CannotBeInvited):
        inviting.invite(tribe=tribe, account=young, by=ines)
    with pytest.raises(PermissionDenied):
        befriending.ask(account=young, by=ines)
    Profile.objects.update_or_create(
        account=young, defaults={"place": "Nantes", "shows_place": "everyone", "shows_age": "everyone"}
    )
    seen = presenting.shown_of(young, ines)
    assert (seen.place, seen.age) == ("", None)
    following.follow(account=ines, by=young)
    inviting.invite(tribe=tribe, account=young, by=ines)
    assert Invitation.objects.filter(account=young).exists()


def test_best_since_the_last_visit_puts_what_was_talked_of_first(ines: Account, karim: Account) -> None:
    from bouquet.capabilities.comments.actions import reacting

    tribe = tribe_of(ines)
    let_in(tribe, karim)
    old = post_of(ines, tribe, "Avant")
    since = clock.now()
    quiet_, loud = post_of(ines, tribe, "Bof"), None
    loud = post_of(ines, tribe, "Wow")
    last = post_of(ines, tribe, "Dernier")
    reacting.react(ref=Ref(POST, loud.pk), by=karim, emoji="❤️")
    found = gathering.best(karim, since=since - timedelta(milliseconds=1)).posts
    assert found[0].pk == loud.pk
    assert {post.pk for post in found} >= {quiet_.pk, last.pk}
    assert old.pk not in {post.pk for post in gathering.best(karim, since=clock.now()).posts}


def test_a_visit_is_one_visit_for_half_an_hour(karim: Account) -> None:
    gathering.note_visit(karim)
    first = Profile.objects.get(account=karim).home_at
    gathering.note_visit(karim)
    with clock.travel(timedelta(hours=1)):
        assert gathering.note_visit(karim) == first
        assert gathering.note_visit(karim) == first


def test_the_home_page_says_why_each_post_is_there(ines: Account, karim: Account, lea: Account) -> None:
    tribe = tribe_of(ines, "Grimpe")
    let_in(tribe, karim)
    post_of(ines, tribe)
    following.follow(account=lea, by=karim)
    post_of(lea, None)
    befriending.ask(account=ines, by=karim)
    befriending.ask(account=karim, by=ines)
    post_of(ines, None)
    client = Client(HTTP_HOST=HOST)
    client.force_login(karim)
    page = client.get("/en/").content.decode()
    for reason in ("In Grimpe", "Léa, whom you follow", "Inès, among your friends"):
        assert reason in page


def test_the_home_page_asks_no_more_when_there_is_more(ines: Account, karim: Account) -> None:
    client = Client(HTTP_HOST=HOST)
    client.force_login(karim)

    def queries() -> int:
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        return len(captured)

    for number in range(3):
        let_in(tribe := tribe_of(ines, f"T{number}"), karim)
        post_of(ines, tribe)
    before = queries()
    for number in range(20):
        let_in(tribe := tribe_of(ines, f"U{number}"), karim)
        for _ in range(3):
            post_of(ines, tribe)
    assert queries() <= before <= 10


def test_the_week_is_counted(ines: Account, karim: Account) -> None:
    tribe = tribe_of(ines)
    with clock.travel(-timedelta(days=9)):
        post_of(ines, tribe)
    post_of(ines, tribe)
    let_in(tribe, karim)
    counting.count_the_week()
    counting.count_posts(tribe_id=tribe.pk)
    tribe.refresh_from_db()
    assert (tribe.week_posts, tribe.week_joins, tribe.posts_count) == (1, 2, 2)
    with clock.travel(timedelta(days=8)):
        counting.count_the_week()
    tribe.refresh_from_db()
    assert (tribe.week_posts, tribe.week_joins) == (0, 0)


def test_founding_in_three_steps_works_without_script(ines: Account) -> None:
    client = Client(HTTP_HOST=HOST)
    client.force_login(ines)
    words = {"step": "0", "name": "Pain vivant", "about": "Levain", "tags": "pain, four", "language": "fr", "place": ""}
    assert 'value="1"' in client.post("/tribes/new", words).content.decode()
    door = words | {"step": "1", "openness": "closed", "is_listed": "on", "rules": "", "questions": "Seigle ?"}
    assert client.post("/tribes/new", door).status_code == 200
    done = client.post("/tribes/new", door | {"step": "2", "sticker": "chef-hat", "colour": "3"})
    tribe = Tribe.objects.get(name="Pain vivant")
    assert done["Location"] == tribe.path
    assert (tribe.openness, tribe.questions, tribe.sticker, tribe.tint) == ("closed", ["Seigle ?"], "chef-hat", 3)
    assert {tag.slug for tag in tribe.tags.all()} == {"pain", "four"}
    wrong = client.post("/tribes/new", door | {"step": "2", "name": ""})
    assert wrong.status_code == 422 and 'name="name"' in wrong.content.decode()


def test_settings_are_nobody_elses(ines: Account, karim: Account, lea: Account) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, karim)
    client = Client(HTTP_HOST=HOST)
    for person in (karim, lea):
        client.force_login(person)
        for page in ("settings", "settings/look", "settings/requests", "settings/members", "settings/end"):
            assert client.get(f"/t/{tribe.slug}/{page}").status_code == 404
        client.post(f"/t/{tribe.slug}/settings/members/ines", {"do": "ban"})
        client.post(f"/t/{tribe.slug}/settings/end", {})
    tribe.refresh_from_db()
    assert not tribe.is_archived and not Ban.objects.exists()
    assert registry.subject(Ref(TRIBE, tribe.pk)) is not None
