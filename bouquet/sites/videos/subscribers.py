"""What the videos site does when something happens."""

from __future__ import annotations

from uuid import UUID

from bouquet.capabilities.accounts.events import (
    AccountErased,
    AccountLeaving,
    AccountReinstated,
    AccountStaying,
    AccountSuspended,
    AccountUnfollowed,
)
from bouquet.capabilities.affinity.actions import signals
from bouquet.capabilities.audience.events import ViewsCounted
from bouquet.capabilities.comments.actions.purging import purge_comments
from bouquet.capabilities.discovery.events import ListingChanged
from bouquet.capabilities.media.events import AssetPlayable, AssetProbed, AssetReady, AssetReceived
from bouquet.capabilities.media.models import Asset
from bouquet.capabilities.messaging.actions import placing
from bouquet.capabilities.notifications.actions.forgetting import forget
from bouquet.foundation.events.announcing import announce, subscribe
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.videos import tasks
from bouquet.sites.videos.actions import (
    counting,
    drafting,
    leaving,
    preparing,
    publishing,
    purging,
    replacing,
    subscribing,
)
from bouquet.sites.videos.engine.kinds import PLAYLIST, VIDEO
from bouquet.sites.videos.events import (
    ChannelChanged,
    PlaylistChanged,
    PlaylistErased,
    VideoChanged,
    VideoErased,
    VideoFinished,
    VideoLiked,
    VideoPublished,
    VideoRemoved,
    VideoRestored,
    VideoSent,
    VideoUnliked,
    VideoWatched,
    VideoWithdrawn,
)
from bouquet.sites.videos.models import Video


@subscribe(AssetReceived)
def stand_for_the_file(event: AssetReceived) -> None:
    """A file sent for us becomes a draft, or the next file of a video."""
    asset = Asset.objects.select_related("owner").filter(pk=event.asset_id).first()
    if asset is None or asset.owner is None:
        return
    if asset.purpose == drafting.NEW or asset.purpose.startswith(drafting.REPLY):
        drafting.draft_from(asset=asset)
    elif asset.purpose.startswith(replacing.REPLACE):
        replacing.take_new_file(asset=asset)


@subscribe(AssetProbed)
def take_its_length(event: AssetProbed) -> None:
    preparing.take_length(asset_id=event.asset_id)


@subscribe(AssetPlayable)
def show_what_plays(event: AssetPlayable) -> None:
    preparing.take_length(asset_id=event.asset_id)
    replacing.switch_to_new_file(asset_id=event.asset_id)
    for key in Video.objects.waiting().filter(asset=event.asset_id).values_list("pk", flat=True):
        publishing.show_if_due(video_id=key)


@subscribe(AssetReady)
def refresh_pages_of(event: AssetReady) -> None:
    """More qualities, the storyboard, the downloads: the page shows them."""
    preparing.take_length(asset_id=event.asset_id)
    for video in Video.objects.filter(asset=event.asset_id):
        purging.purge_video(video)


@subscribe(VideoPublished)
def let_it_be_found(event: VideoPublished) -> None:
    _show(event.video_id)


@subscribe(VideoPublished)
def tell_the_followers(event: VideoPublished) -> None:
    tasks.tell_followers.enqueue(str(event.video_id))


@subscribe(VideoChanged)
def let_the_change_show(event: VideoChanged) -> None:
    placing.settle(Ref(VIDEO, event.video_id))
    _show(event.video_id)


@subscribe(VideoRestored)
def let_it_be_found_again(event: VideoRestored) -> None:
    _show(event.video_id)


@subscribe(VideoRemoved)
def let_it_be_found_no_more(event: VideoRemoved) -> None:
    purging.purge(video_id=event.video_id)
    purge_comments(Ref(VIDEO, event.video_id))
    tasks.index_video.enqueue(str(event.video_id))
    tasks.catalogue.enqueue(str(event.video_id))
    announce(ListingChanged(VIDEO, event.video_id))


@subscribe(VideoWithdrawn)
def list_it_nowhere(event: VideoWithdrawn) -> None:
    """Also on pages that would not be dropped for it: as a neighbour, under a tag it had, on a further page."""
    purging.purge_lists()
    purge_comments(Ref(VIDEO, event.video_id))


@subscribe(VideoErased)
def forget_its_pages(event: VideoErased) -> None:
    purging.purge_erased(code=event.code, author_id=event.author_id)


@subscribe(VideoErased)
def forget_what_was_said_of_it(event: VideoErased) -> None:
    """In the network's search, and in what people are thought to like."""
    ref = Ref(VIDEO, event.video_id)
    announce(ListingChanged(*ref))
    signals.forget_ref(ref)


@subscribe(VideoErased)
def forget_its_audience(event: VideoErased) -> None:
    tasks.forget_audience.enqueue(str(event.video_id))


@subscribe(VideoLiked)
def show_the_like(event: VideoLiked) -> None:
    purging.purge(video_id=event.video_id, lists=False)
    signals.record(account_id=event.account_id, ref=Ref(VIDEO, event.video_id), verb="like")


@subscribe(VideoUnliked)
def show_the_like_gone(event: VideoUnliked) -> None:
    purging.purge(video_id=event.video_id, lists=False)
    signals.take_back(account_id=event.account_id, ref=Ref(VIDEO, event.video_id), verb="like")


@subscribe(VideoWatched)
def learn_from_watching(event: VideoWatched) -> None:
    """Kept only of members who allow it: affinity asks them."""
    _learn(event.account_id, event.video_id, "watch")


@subscribe(VideoFinished)
def learn_from_finishing(event: VideoFinished) -> None:
    _learn(event.account_id, event.video_id, "finish")


@subscribe(PlaylistChanged)
def let_the_playlist_show(event: PlaylistChanged) -> None:
    purging.purge_playlist(playlist_id=event.playlist_id)
    announce(ListingChanged(PLAYLIST, event.playlist_id))


@subscribe(PlaylistErased)
def forget_the_playlist(event: PlaylistErased) -> None:
    purging.purge_erased_playlist(code=event.code, owner_id=event.owner_id)
    announce(ListingChanged(PLAYLIST, event.playlist_id))
    forget(Ref(PLAYLIST, event.playlist_id))


@subscribe(AccountUnfollowed)
def forget_the_bell(event: AccountUnfollowed) -> None:
    subscribing.forget(follower_id=event.follower_id, author_id=event.followed_id)


@subscribe(ChannelChanged)
def show_the_banner(event: ChannelChanged) -> None:
    purging.purge_channel(account_id=event.account_id)


@subscribe(VideoSent)
def tell_the_recipient(event: VideoSent) -> None:
    tasks.mail_sending.enqueue(str(event.sending_id))


@subscribe(ViewsCounted)
def show_the_views(event: ViewsCounted) -> None:
    if event.subject_kind == counting.KIND:
        counting.add_views(video_id=event.subject_id, views=event.views)


@subscribe(AccountLeaving)
def hide_what_they_posted(event: AccountLeaving) -> None:
    """At once, not when a worker finds the time."""
    leaving.hide_or_show(account_id=event.account_id)
    tasks.settle_member.enqueue(str(event.account_id))


@subscribe(AccountStaying)
def show_what_they_posted(event: AccountStaying) -> None:
    leaving.hide_or_show(account_id=event.account_id)
    tasks.settle_member.enqueue(str(event.account_id))


@subscribe(AccountSuspended)
def hide_what_the_suspended_posted(event: AccountSuspended) -> None:
    """At once as well."""
    leaving.hide_or_show(account_id=event.account_id)
    tasks.settle_member.enqueue(str(event.account_id))


@subscribe(AccountReinstated)
def show_what_the_suspended_posted(event: AccountReinstated) -> None:
    leaving.hide_or_show(account_id=event.account_id)
    tasks.settle_member.enqueue(str(event.account_id))


@subscribe(AccountErased)
def forget_the_member(event: AccountErased) -> None:
    tasks.forget_member.enqueue(str(event.account_id), event.keeps_posts)


def _show(video_id: UUID) -> None:
    purging.purge(video_id=video_id)
    tasks.index_video.enqueue(str(video_id))
    tasks.relate_video.enqueue(str(video_id))
    tasks.catalogue.enqueue(str(video_id))
    purge_comments(Ref(VIDEO, video_id))
    announce(ListingChanged(VIDEO, video_id))


def _learn(account_id: UUID, video_id: UUID, verb: str) -> None:
    """With the tags the video bears, so that it counts for what it is about."""
    tags = Video.objects.filter(pk=video_id).values_list("tag_list", flat=True).first() or []
    signals.record(account_id=account_id, ref=Ref(VIDEO, video_id), verb=verb, tags=[tag["slug"] for tag in tags])
