"""What the videos site does when something happens."""

from __future__ import annotations

from uuid import UUID

from bouquet.capabilities.accounts.events import AccountErased, AccountLeaving, AccountStaying
from bouquet.capabilities.audience.events import ViewsCounted
from bouquet.capabilities.media.events import AssetPlayable, AssetProbed, AssetReady, AssetReceived
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.events.announcing import subscribe
from bouquet.sites.videos import tasks
from bouquet.sites.videos.actions import counting, drafting, leaving, preparing, publishing, purging, replacing
from bouquet.sites.videos.events import (
    ChannelChanged,
    VideoChanged,
    VideoErased,
    VideoLiked,
    VideoPublished,
    VideoRemoved,
    VideoRestored,
    VideoSent,
    VideoUnliked,
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


@subscribe(VideoChanged)
def let_the_change_show(event: VideoChanged) -> None:
    _show(event.video_id)


@subscribe(VideoRestored)
def let_it_be_found_again(event: VideoRestored) -> None:
    _show(event.video_id)


@subscribe(VideoRemoved)
def let_it_be_found_no_more(event: VideoRemoved) -> None:
    purging.purge(video_id=event.video_id)
    tasks.index_video.enqueue(str(event.video_id))


@subscribe(VideoWithdrawn)
def list_it_nowhere(event: VideoWithdrawn) -> None:
    """Also on pages that would not be dropped for it: as a neighbour, under a tag it had, on a further page."""
    purging.purge_lists()


@subscribe(VideoErased)
def forget_its_pages(event: VideoErased) -> None:
    purging.purge_erased(code=event.code, author_id=event.author_id)


@subscribe(VideoErased)
def forget_its_audience(event: VideoErased) -> None:
    tasks.forget_audience.enqueue(str(event.video_id))


@subscribe(VideoLiked)
def show_the_like(event: VideoLiked) -> None:
    purging.purge(video_id=event.video_id, lists=False)


@subscribe(VideoUnliked)
def show_the_like_gone(event: VideoUnliked) -> None:
    purging.purge(video_id=event.video_id, lists=False)


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


@subscribe(AccountErased)
def forget_the_member(event: AccountErased) -> None:
    tasks.forget_member.enqueue(str(event.account_id), event.keeps_posts)


def _show(video_id: UUID) -> None:
    purging.purge(video_id=video_id)
    tasks.index_video.enqueue(str(video_id))
    tasks.relate_video.enqueue(str(video_id))
