"""What a member's copy of their data holds of tribes: memberships, posts, friends, requests, what they show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from bouquet.capabilities.accounts.exporting import ExportFile, as_json
from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.storage.store import store
from bouquet.sites.tribes.actions.addressing import post_address, tribe_address
from bouquet.sites.tribes.models import (
    Ask,
    Attendance,
    FriendAsk,
    Friendship,
    Invitation,
    Membership,
    PollVote,
    Post,
    PostPhoto,
    PostVideo,
    Profile,
)


def collect(account: Account) -> Iterator[ExportFile]:
    """JSON of every row."""
    profile = Profile.objects.filter(account=account).values(
        "place",
        "shows_affinities",
        "shows_tribes",
        "shows_friends",
        "shows_place",
        "shows_birthday",
        "shows_age",
    )
    yield as_json("profile.json", profile)
    joined = Membership.objects.filter(account=account).select_related("tribe").order_by("joined_at")
    yield as_json("tribes.json", (_membership(row) for row in joined.iterator(chunk_size=500)))
    posts = Post.objects.filter(author=account).select_related("tribe").order_by("pk")
    yield as_json("posts.json", (_post(row) for row in posts.iterator(chunk_size=500)))
    friends = Friendship.objects.filter(account=account).select_related("friend").order_by("pk")
    yield as_json("friends.json", ({"handle": row.friend.handle, "since": row.since} for row in friends))
    asked = FriendAsk.objects.filter(asker=account).select_related("asked").order_by("pk")
    yield as_json("friends_asked.json", ({"handle": row.asked.handle, "asked_at": row.asked_at} for row in asked))
    asks = Ask.objects.filter(account=account).select_related("tribe").order_by("pk")
    yield as_json("requests.json", (_ask(row) for row in asks))
    invited = Invitation.objects.filter(account=account).select_related("tribe", "by").order_by("pk")
    yield as_json("invitations.json", (_invitation(row) for row in invited))
    votes = PollVote.objects.filter(account=account).select_related("poll__post").order_by("pk")
    yield as_json("votes.json", (_vote(row) for row in votes.iterator(chunk_size=500)))
    answers = Attendance.objects.filter(account=account).select_related("event__post").order_by("pk")
    yield as_json("events.json", (_attendance(row) for row in answers.iterator(chunk_size=500)))
    photos = PostPhoto.objects.filter(post__author=account).select_related("photo").order_by("pk")
    for row in photos.iterator(chunk_size=500):
        name = f"photos/{row.post_id}-{row.position + 1}.webp"
        yield ExportFile(name, stored=f"{row.photo.folder}/{row.photo.widths[-1]}.webp")
    films = PostVideo.objects.filter(post__author=account).select_related("asset").order_by("pk")
    for film in films.iterator(chunk_size=100):
        if store().exists(film.asset.original):
            suffix = PurePath(film.asset.file_name).suffix or ".video"
            yield ExportFile(f"films/{film.post_id}{suffix}", stored=film.asset.original)


def _vote(row: PollVote) -> dict[str, Any]:
    return {
        "poll": row.poll.question,
        "answer": row.poll.options[row.option],
        "address": post_address(row.poll.post),
        "voted_at": row.voted_at,
    }


def _attendance(row: Attendance) -> dict[str, Any]:
    return {
        "event": row.event.title,
        "starts_at": row.event.starts_at,
        "answer": row.answer,
        "address": post_address(row.event.post),
        "answered_at": row.answered_at,
    }


def _membership(row: Membership) -> dict[str, Any]:
    return {
        "tribe": row.tribe.name,
        "address": tribe_address(row.tribe),
        "role": row.role,
        "joined_at": row.joined_at,
        "rings_bell": row.rings_bell,
    }


def _post(row: Post) -> dict[str, Any]:
    return {
        "address": post_address(row),
        "tribe": row.tribe.name if row.tribe else None,
        "audience": row.audience,
        "text": row.text,
        "attached": row.attached,
        "shares": list(row.shared) if row.shared else None,
        "posted_at": row.posted_at,
        "edited_at": row.edited_at,
        "removed_at": row.removed_at,
        "standing": row.standing,
    }


def _ask(row: Ask) -> dict[str, Any]:
    return {"tribe": row.tribe.name, "answers": row.answers, "asked_at": row.asked_at, "verdict": row.verdict}


def _invitation(row: Invitation) -> dict[str, Any]:
    return {"tribe": row.tribe.name, "by": row.by.handle, "note": row.note, "invited_at": row.invited_at}
