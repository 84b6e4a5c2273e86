"""What the tribes site does when something happens."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from bouquet.capabilities.accounts.events import (
    AccountBlocked,
    AccountChanged,
    AccountErased,
    AccountLeaving,
    AccountReinstated,
    AccountStaying,
    AccountSuspended,
)
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity.actions import signals
from bouquet.capabilities.comments.actions.purging import purge_comments, purge_comments_of
from bouquet.capabilities.comments.events import SubjectReacted
from bouquet.capabilities.discovery.events import ListingChanged
from bouquet.capabilities.media.events import (
    AssetFailed,
    AssetPlayable,
    AssetProbed,
    AssetReady,
    AssetRefused,
    LinkedPageRead,
)
from bouquet.capabilities.messaging.actions import placing
from bouquet.foundation.events.announcing import announce, subscribe
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes import tasks
from bouquet.sites.tribes.actions import (
    calendars,
    leaving,
    meeting,
    polling,
    purging,
    ringing,
    showing_files,
    unfolding,
)
from bouquet.sites.tribes.actions.posting import POST
from bouquet.sites.tribes.actions.ringing import TRIBE
from bouquet.sites.tribes.events import (
    EventCancelled,
    EventMoved,
    FriendAsked,
    FriendAskEnded,
    FriendsMade,
    FriendsParted,
    JoinAnswered,
    JoinAsked,
    PersonInvited,
    PostChanged,
    PostErased,
    PostPublished,
    RoleGiven,
    TribeChanged,
    TribeFounded,
    TribeJoined,
    TribeLeft,
)
from bouquet.sites.tribes.models import Post


@subscribe(TribeFounded)
def let_it_be_found(event: TribeFounded) -> None:
    _list(TRIBE, event.tribe_id)
    tasks.catalogue.enqueue(str(event.tribe_id))


@subscribe(TribeChanged)
def let_the_change_show(event: TribeChanged) -> None:
    """Also whether strangers may read what is said below its posts."""
    _list(TRIBE, event.tribe_id)
    placing.settle(Ref(TRIBE, event.tribe_id))
    purge_comments_of(POST)
    tasks.catalogue.enqueue(str(event.tribe_id))
    tasks.spread_tribe.enqueue(str(event.tribe_id))


@subscribe(TribeJoined)
def learn_from_the_arrival(event: TribeJoined) -> None:
    _list(TRIBE, event.tribe_id)
    signals.record(account_id=event.account_id, ref=Ref(TRIBE, event.tribe_id), verb="join")


@subscribe(TribeLeft)
def learn_from_the_departure(event: TribeLeft) -> None:
    _list(TRIBE, event.tribe_id)
    signals.take_back(account_id=event.account_id, ref=Ref(TRIBE, event.tribe_id), verb="join")


@subscribe(TribeJoined)
def seat_who_came(event: TribeJoined) -> None:
    _follow(event.tribe_id, event.account_id)


@subscribe(TribeLeft)
def unseat_who_went(event: TribeLeft) -> None:
    _follow(event.tribe_id, event.account_id)


@subscribe(PostPublished)
def tell_of_the_post(event: PostPublished) -> None:
    post = Post.objects.filter(pk=event.post_id).first()
    if post is None:
        return
    _list(POST, post.pk)
    tasks.tell_mentioned.enqueue(str(post.pk))
    if post.tribe_id is not None:
        tasks.ring.enqueue(str(post.pk))
        tasks.count_posts.enqueue(str(post.tribe_id))
        if post.is_shown:
            signals.record(account_id=post.author_id, ref=Ref(TRIBE, post.tribe_id), verb="post")


@subscribe(PostChanged)
def let_the_post_show_as_it_is(event: PostChanged) -> None:
    _list(POST, event.post_id)
    purge_comments(Ref(POST, event.post_id))
    tasks.tell_mentioned.enqueue(str(event.post_id))
    tribe_id = Post.objects.filter(pk=event.post_id).values_list("tribe", flat=True).first()
    if tribe_id is not None:
        tasks.count_posts.enqueue(str(tribe_id))


@subscribe(PostErased)
def forget_the_post(event: PostErased) -> None:
    _list(POST, event.post_id)
    tasks.forget_post.enqueue(str(event.post_id))


@subscribe(SubjectReacted)
def learn_from_the_reaction(event: SubjectReacted) -> None:
    """A post somebody likes speaks for its tribe."""
    if event.kind != POST:
        return
    tribe_id = Post.objects.filter(pk=event.key, is_shown=True).values_list("tribe", flat=True).first()
    if tribe_id is not None:
        signals.record(account_id=event.account_id, ref=Ref(TRIBE, tribe_id), verb="like")


@subscribe(JoinAsked)
def tell_the_keepers(event: JoinAsked) -> None:
    ringing.tell_of_ask(ask_id=event.ask_id)


@subscribe(JoinAnswered)
def tell_who_asked(event: JoinAnswered) -> None:
    ringing.tell_of_answer(ask_id=event.ask_id)


@subscribe(PersonInvited)
def tell_the_invited(event: PersonInvited) -> None:
    ringing.tell_of_invitation(invitation_id=event.invitation_id)


@subscribe(RoleGiven)
def tell_who_looks_after_it(event: RoleGiven) -> None:
    ringing.tell_of_role(
        tribe_id=event.tribe_id, account_id=event.account_id, role=event.role, appointment_id=event.appointment_id
    )


@subscribe(FriendAsked)
def tell_the_asked(event: FriendAsked) -> None:
    ringing.tell_of_friend_ask(ask_id=event.ask_id)


@subscribe(FriendAskEnded)
def tell_the_asked_no_more(event: FriendAskEnded) -> None:
    ringing.tell_of_no_friend_ask(ask_id=event.ask_id)


@subscribe(FriendsMade)
def tell_the_asker(event: FriendsMade) -> None:
    ringing.tell_of_friendship(asker_id=event.asker_id, asked_id=event.asked_id)


@subscribe(AccountBlocked)
def part_friends(event: AccountBlocked) -> None:
    leaving.part_after_block(one=event.blocker_id, other=event.blocked_id)


@subscribe(AccountLeaving)
def hide_what_they_posted(event: AccountLeaving) -> None:
    _settle(event.account_id)


@subscribe(AccountStaying)
def show_what_they_posted(event: AccountStaying) -> None:
    _settle(event.account_id)


@subscribe(AccountSuspended)
def hide_what_the_suspended_posted(event: AccountSuspended) -> None:
    _settle(event.account_id)


@subscribe(AccountReinstated)
def show_what_the_reinstated_posted(event: AccountReinstated) -> None:
    _settle(event.account_id)


@subscribe(AccountErased)
def forget_the_member(event: AccountErased) -> None:
    tasks.forget_member.enqueue(str(event.account_id), event.keeps_posts)


def _follow(tribe_id: UUID, account_id: UUID) -> None:
    """In the tribe's room as in the tribe; of an erased account messaging lets go by itself."""
    account = Account.objects.active().filter(pk=account_id).first()
    if account is not None:
        placing.follow(Ref(TRIBE, tribe_id), account=account)


def _settle(account_id: UUID) -> None:
    """At once, not when a worker finds the time; what hangs on it follows."""
    leaving.hide_or_show(account_id=account_id)
    tasks.settle_member.enqueue(str(account_id))


def _list(kind: str, key: UUID) -> None:
    with transaction.atomic():
        announce(ListingChanged(kind, key))


@subscribe(PostChanged)
def let_what_it_carries_follow(event: PostChanged) -> None:
    """Its files are open or closed as it is, and the page it links to is the one its words name now."""
    post = Post.objects.filter(pk=event.post_id).values_list("attached", "text").first()
    if post is not None and (post[0] or "://" in post[1]):
        tasks.settle_post.enqueue(str(event.post_id))


@subscribe(TribeChanged)
def let_the_files_follow(event: TribeChanged) -> None:
    tasks.settle_files.enqueue(str(event.tribe_id))


@subscribe(LinkedPageRead)
def show_the_linked_page(event: LinkedPageRead) -> None:
    for key in unfolding.posts_linking_to(event.page_id):
        tasks.settle_post.enqueue(str(key))


@subscribe(AssetProbed)
def show_that_the_video_was_looked_at(event: AssetProbed) -> None:
    _show_video(event.asset_id)


@subscribe(AssetPlayable)
def show_the_video(event: AssetPlayable) -> None:
    _show_video(event.asset_id)


@subscribe(AssetReady)
def show_the_whole_video(event: AssetReady) -> None:
    _show_video(event.asset_id)


@subscribe(AssetRefused)
def show_that_the_video_was_refused(event: AssetRefused) -> None:
    _show_video(event.asset_id)


@subscribe(AssetFailed)
def show_that_the_video_failed(event: AssetFailed) -> None:
    _show_video(event.asset_id)


@subscribe(EventMoved)
def tell_those_who_come(event: EventMoved) -> None:
    tasks.tell_moved.enqueue(str(event.post_id), event.sequence)


@subscribe(EventCancelled)
def tell_those_who_would_have_come(event: EventCancelled) -> None:
    tasks.tell_cancelled.enqueue(str(event.post_id))


@subscribe(TribeLeft)
def take_off_what_was_coming(event: TribeLeft) -> None:
    meeting.withdraw(account_id=event.account_id, tribe_id=event.tribe_id)


@subscribe(AccountErased)
def forget_votes_and_answers(event: AccountErased) -> None:
    polling.forget_votes(account_id=event.account_id)
    meeting.withdraw(account_id=event.account_id)
    calendars.forget(account_id=event.account_id)


def _show_video(asset_id: UUID) -> None:
    key = showing_files.post_with_video(asset_id)
    if key is not None:
        tasks.settle_post.enqueue(str(key))


# Pages kept for everybody


@subscribe(TribeFounded)
def list_the_tribe(event: TribeFounded) -> None:
    purging.purge_lists()


@subscribe(TribeChanged)
def show_the_tribe_as_it_is(event: TribeChanged) -> None:
    """It may be closed now, or secret: no page keeps its name, nor what was said in it."""
    purging.purge_everything()


@subscribe(TribeJoined)
def show_who_came(event: TribeJoined) -> None:
    purging.purge_tribe(tribe_id=event.tribe_id)
    purging.purge_people([event.account_id])


@subscribe(TribeLeft)
def show_no_more_who_left(event: TribeLeft) -> None:
    purging.purge_tribe(tribe_id=event.tribe_id)
    purging.purge_people([event.account_id])


@subscribe(RoleGiven)
def show_who_looks_after_it(event: RoleGiven) -> None:
    purging.purge_tribe(tribe_id=event.tribe_id)


@subscribe(PostPublished)
def show_the_post(event: PostPublished) -> None:
    purging.purge_post(post_id=event.post_id)


@subscribe(PostChanged)
def show_the_post_as_it_is(event: PostChanged) -> None:
    purging.purge_post(post_id=event.post_id)


@subscribe(FriendsMade)
def show_the_friends(event: FriendsMade) -> None:
    purging.purge_people([event.asker_id, event.asked_id])


@subscribe(FriendsParted)
def show_the_friends_no_more(event: FriendsParted) -> None:
    purging.purge_people([event.one_id, event.other_id])


@subscribe(AccountChanged)
def show_the_member_as_they_are(event: AccountChanged) -> None:
    purging.purge_people([event.account_id])


@subscribe(ListingChanged)
def pass_on_no_more_what_is_not_for_everybody(event: ListingChanged) -> None:
    """A video that was withdrawn, say: posts name it no longer."""
    if event.kind not in {POST, TRIBE}:
        purging.purge_passed_on(Ref(event.kind, event.key))
