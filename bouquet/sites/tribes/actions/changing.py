"""The author changes a post as a whole: its words, its photos, its poll. All of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import photos as media_photos
from bouquet.foundation.clock import clock
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.actions import attaching, polling, posting, showing_files
from bouquet.sites.tribes.engine.attachments import MOST_PHOTOS, PhotoDraft, PollChange
from bouquet.sites.tribes.models import Post, PostPhoto

# Where photos stand while they change places: two are never at the same one.
_ASIDE = 1000


@transaction.atomic
def change(
    *,
    post: Post,
    by: Account,
    text: str,
    audience: str | None = None,
    photos: Sequence[PhotoDraft] | None = None,
    poll: PollChange | None = None,
) -> None:
    """`posting.edit`, with the photos it has from now on, in their order (None: those it has), and more of its poll.

    Raises what that raises, `attaching.NotThere`, `polling.PollIsOver` and `polling.HasVotes`.
    """
    policies.require_can_edit(by, post)
    # One change of a post after the other.
    Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if photos is not None:
        _arrange(post, by, photos)
    if poll:
        attaching.screen_words(post, by, "\n".join(poll.options))
        polling.extend(post=post, more=poll)
    if showing_files.prepare(post) or poll:
        post.edited_at = clock.now()
    posting.edit(post=post, by=by, text=text, audience=audience)
    showing_files.follow(post)
    showing_files.prepare(post)


def _arrange(post: Post, by: Account, photos: Sequence[PhotoDraft]) -> None:
    wanted = list({draft.photo_id: draft for draft in photos}.values())[:MOST_PHOTOS]
    rows = PostPhoto.objects.filter(post=post).select_related("photo")
    known = {row.photo_id: row for row in rows}
    sent = attaching.photos_sent(by, [draft for draft in wanted if draft.photo_id not in known])
    before = "\n".join(row.photo.alt for row in known.values())
    attaching.screen_words(post, by, "\n".join(draft.alt for draft in wanted), previous=before)
    gone = [row for key, row in known.items() if key not in {draft.photo_id for draft in wanted}]
    rows.filter(pk__in=[row.pk for row in gone]).delete()
    media_photos.erase([row.photo for row in gone])
    PostPhoto.objects.filter(post=post).update(position=F("position") + _ASIDE)
    for position, draft in enumerate(wanted):
        photo = sent.get(draft.photo_id) or known[draft.photo_id].photo
        if photo.alt != draft.alt or draft.photo_id in sent:
            media_photos.describe(photo=photo, alt=draft.alt)
        PostPhoto.objects.update_or_create(post=post, photo=photo, defaults={"position": position})
    # Closed until it is known whether the post, as it is now, is for everybody.
    media_photos.keep(list(sent.values()), is_public=False)
