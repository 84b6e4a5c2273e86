"""Join, ask, invite, keep, leave, post, be friends: every rule of a tribe, said as people would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.models import Entry
from bouquet.foundation.clock import clock
from bouquet.sites.tribes.actions import (
    befriending,
    founding,
    gathering,
    inviting,
    joining,
    keeping,
    leaving,
    posting,
)
from bouquet.sites.tribes.actions.founding import Details
from bouquet.sites.tribes.forms.tribe import NameForm
from bouquet.sites.tribes.listings import collect_items
from bouquet.sites.tribes.models import (
    FriendAsk,
    Friendship,
    Invitation,
    Membership,
    Openness,
    Post,
    Profile,
    Role,
    Tribe,
)
from bouquet.sites.tribes.tests.making import let_in, post_of, tribe_of

HOST = "yootribe.m6.localhost"


def role_in(tribe: Tribe, account: Account) -> str:
    found = Membership.objects.filter(tribe=tribe, account=account).first()
    return found.role if found else ""


def test_who_founds_a_tribe_looks_after_it_and_its_address_is_its_own(ines: Account, odile: Account) -> None:
    tribe = founding.found(by=ines, details=Details(name="Été à Nîmes !", tags=("escalade",), rules="On range."))
    assert (tribe.slug, role_in(tribe, ines), tribe.members_count) == ("ete-a-nimes", Role.FOUNDER, 1)
    other = founding._made(tribe.slug, Details(name="Été à Nîmes"))
    assert other.slug != tribe.slug and other.slug.startswith("ete-a-nimes-")


def test_anybody_joins_an_open_tribe_and_nobody_a_closed_or_secret_one(ines: Account, lea: Account) -> None:
    joining.join(tribe=(tribe := tribe_of(ines)), by=lea)
    joining.join(tribe=tribe, by=lea)
    tribe.refresh_from_db()
    assert tribe.members_count == 2
    for openness in (Openness.CLOSED, Openness.SECRET):
        with pytest.raises(PermissionDenied):
            joining.join(tribe=tribe_of(ines, openness=openness), by=lea)


def test_a_keeper_reads_the_answers_and_lets_somebody_in(ines: Account, karim: Account, lea: Account) -> None:
    tribe = tribe_of(ines, openness=Openness.CLOSED, questions=("Depuis quand ?",))
    let_in(tribe, karim)
    ask = joining.ask(tribe=tribe, by=lea, answers=["Hier"])
    assert ask.answers == [{"question": "Depuis quand ?", "answer": "Hier"}]
    with pytest.raises(PermissionDenied):
        joining.answer(ask=ask, by=karim, accepts=True)
    keeping.give_role(tribe=tribe, account=karim, role=Role.KEEPER, by=ines)
    joining.answer(ask=ask, by=karim, accepts=False)
    joining.answer(ask=ask, by=ines, accepts=True)  # the first answer counts
    assert role_in(tribe, lea) == ""
    again = joining.ask(tribe=tribe, by=lea, answers=["Hier, promis"])
    joining.answer(ask=again, by=karim, accepts=True)
    assert role_in(tribe, lea) == Role.MEMBER


def test_nobody_asks_to_join_a_secret_tribe(ines: Account, lea: Account) -> None:
    with pytest.raises(PermissionDenied):
        joining.ask(tribe=tribe_of(ines, openness=Openness.SECRET), by=lea, answers=[])


def test_a_link_lets_in_as_many_as_it_says_until_it_ends_or_is_revoked(
    ines: Account, karim: Account, lea: Account, marc: Account
) -> None:
    tribe = tribe_of(ines, openness=Openness.SECRET)
    link = inviting.make_link(tribe=tribe, by=ines, most_uses=1, days=7)
    joining.join_by_link(link=link, by=karim)
    joining.join_by_link(link=link, by=karim)  # is in already: no use is spent
    with pytest.raises(joining.LinkUsedUp):
        joining.join_by_link(link=link, by=lea)
    open_link = inviting.make_link(tribe=tribe, by=ines, most_uses=None, days=1)
    with clock.travel(timedelta(days=2)), pytest.raises(joining.LinkUsedUp):
        joining.join_by_link(link=open_link, by=lea)
    joining.join_by_link(link=open_link, by=lea)
    inviting.revoke_link(link=open_link, by=ines)
    with pytest.raises(joining.LinkUsedUp):
        joining.join_by_link(link=open_link, by=marc)


def test_only_keepers_make_links_and_only_they_invite_into_a_closed_tribe(
    ines: Account, karim: Account, lea: Account
) -> None:
    tribe = tribe_of(ines, openness=Openness.CLOSED)
    let_in(tribe, karim)
    with pytest.raises(PermissionDenied):
        inviting.make_link(tribe=tribe, by=karim, most_uses=1, days=1)
    with pytest.raises(PermissionDenied):
        inviting.invite(tribe=tribe, account=lea, by=karim)
    inviting.invite(tribe=tribe, account=lea, by=ines)
    joining.join(tribe=tribe, by=lea)
    assert role_in(tribe, lea) == Role.MEMBER
    assert not Invitation.objects.exists()


def test_who_declined_is_not_asked_again(ines: Account, lea: Account) -> None:
    tribe = tribe_of(ines)
    invitation = inviting.invite(tribe=tribe, account=lea, by=ines)
    assert invitation is not None
    inviting.decline(invitation=invitation, by=lea)
    inviting.invite(tribe=tribe, account=lea, by=ines)
    assert not Invitation.objects.filter(declined_at=None).exists()


def test_whoever_is_banned_comes_back_by_no_way_until_it_is_lifted(ines: Account, lea: Account) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, lea)
    link = inviting.make_link(tribe=tribe, by=ines, most_uses=None, days=None)
    ban = keeping.ban(tribe=tribe, account=lea, by=ines, reason="Insultes")
    assert role_in(tribe, lea) == ""
    for come in (
        lambda: joining.join(tribe=tribe, by=lea),
        lambda: joining.join_by_link(link=link, by=lea),
        lambda: inviting.invite(tribe=tribe, account=lea, by=ines),
    ):
        with pytest.raises(PermissionDenied):
            come()
    keeping.lift_ban(ban=ban, by=ines)
    joining.join(tribe=tribe, by=lea)
    assert role_in(tribe, lea) == Role.MEMBER


def test_a_keeper_removes_members_but_no_keeper_and_never_the_founder(
    ines: Account, karim: Account, lea: Account, marc: Account
) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, karim, role=Role.KEEPER)
    let_in(tribe, marc, role=Role.KEEPER)
    let_in(tribe, lea)
    for untouchable in (ines, marc):
        with pytest.raises(PermissionDenied):
            keeping.send_away(tribe=tribe, account=untouchable, by=karim)
    with pytest.raises(PermissionDenied):
        keeping.ban(tribe=tribe, account=karim, by=lea)
    keeping.send_away(tribe=tribe, account=lea, by=karim)
    keeping.send_away(tribe=tribe, account=marc, by=ines)
    assert role_in(tribe, lea) == role_in(tribe, marc) == ""


def test_only_the_founder_gives_roles_and_may_hand_the_tribe_over(ines: Account, karim: Account, lea: Account) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, karim, role=Role.KEEPER)
    let_in(tribe, lea)
    with pytest.raises(PermissionDenied):
        keeping.give_role(tribe=tribe, account=lea, role=Role.KEEPER, by=karim)
    keeping.give_role(tribe=tribe, account=lea, role=Role.FOUNDER, by=ines)
    assert (role_in(tribe, lea), role_in(tribe, ines)) == (Role.FOUNDER, Role.KEEPER)


def test_a_founder_who_goes_is_succeeded_by_the_oldest_keeper_then_member_else_it_is_archived(
    ines: Account, karim: Account, lea: Account, marc: Account
) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, marc)
    let_in(tribe, lea, role=Role.KEEPER)
    let_in(tribe, karim, role=Role.KEEPER)
    for goes, heir in ((ines, lea), (lea, karim), (karim, marc)):
        joining.leave(tribe=tribe, by=goes)
        assert role_in(tribe, heir) == Role.FOUNDER
    joining.leave(tribe=tribe, by=marc)
    tribe.refresh_from_db()
    assert tribe.is_archived and tribe.members_count == 0


@pytest.mark.parametrize("taken_back", [True, False])
def test_a_request_that_waits_no_more_leaves_the_inbox(
    ines: Account, karim: Account, settled: Callable[..., Any], *, taken_back: bool
) -> None:
    settled(lambda: befriending.ask(account=karim, by=ines))
    assert Entry.objects.filter(recipient=karim.pk, kind="tribes.friend_asked").count() == 1
    asked = FriendAsk.objects.get()
    settled(lambda: befriending.refuse(ask=asked, by=ines if taken_back else karim))
    assert not Entry.objects.filter(recipient=karim.pk, kind="tribes.friend_asked").exists()


def test_affinities_keep_the_words_their_founder_wrote(ines: Account) -> None:
    form = NameForm({"name": "Au four", "language": "fr", "tags": "#Pâtisserie, pain d’épices; PATISSERIE"})
    assert form.is_valid() and form.cleaned_data["tags"] == ["Pâtisserie", "pain d’épices"]
    tribe = tribe_of(ines)
    details = Details(name=tribe.name, openness=tribe.openness, tags=form.cleaned_data["tags"])
    founding.edit(tribe=tribe, by=ines, details=details)
    assert [(tag.slug, tag.said) for tag in tribe.tags.order_by("pk")] == [
        ("patisserie", "Pâtisserie"),
        ("pain-d-epices", "pain d’épices"),
    ]
    assert [item.tags for item in collect_items([tribe.pk])] == [("Pâtisserie", "pain d’épices")]


def test_an_erased_founder_is_succeeded_and_leaves_nothing_behind(ines: Account, karim: Account) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, karim)
    kept, own = post_of(ines, tribe), post_of(ines, None)
    befriending.ask(account=karim, by=ines)
    befriending.ask(account=ines, by=karim)
    leaving.forget_member(account_id=ines.pk, keeps_posts=True)
    leaving.forget_member(account_id=ines.pk, keeps_posts=True)
    assert role_in(tribe, karim) == Role.FOUNDER
    assert list(Post.objects.values_list("pk", flat=True)) == [kept.pk]
    assert not Friendship.objects.exists() and not Profile.objects.filter(account=ines).exists()
    leaving.forget_member(account_id=ines.pk, keeps_posts=False)
    assert not Post.objects.filter(pk__in=(kept.pk, own.pk)).exists()


def test_who_is_away_is_passed_over_and_their_posts_wait(ines: Account, karim: Account, lea: Account) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, karim, role=Role.KEEPER)
    let_in(tribe, lea)
    post = post_of(karim, tribe)
    Account.objects.filter(pk=karim.pk).update(leaves_at=clock.now())
    leaving.hide_or_show(account_id=karim.pk)
    leaving.settle(account_id=karim.pk)
    assert not Post.objects.visible_to(lea).filter(pk=post.pk).exists()
    assert gathering.newest(lea).posts == []
    joining.leave(tribe=tribe, by=ines)
    assert role_in(tribe, lea) == Role.FOUNDER
    Account.objects.filter(pk=karim.pk).update(leaves_at=None)
    leaving.hide_or_show(account_id=karim.pk)
    leaving.settle(account_id=karim.pk)
    assert [one.pk for one in gathering.newest(lea).posts] == [post.pk]


def test_an_archived_tribe_is_read_and_takes_nothing(ines: Account, karim: Account, lea: Account) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, karim)
    post_of(ines, tribe)
    keeping.archive(tribe=tribe, by=ines)
    tribe.refresh_from_db()
    with pytest.raises(PermissionDenied):
        posting.publish(by=karim, tribe=tribe, text="Encore là ?")
    with pytest.raises(PermissionDenied):
        joining.join(tribe=tribe, by=lea)
    assert Post.objects.visible_to(karim).count() == 1
    assert tribe not in Tribe.objects.findable()
    keeping.reopen(tribe=tribe, by=ines)
    tribe.refresh_from_db()
    posting.publish(by=karim, tribe=tribe, text="On reprend")
