"""What accounts themselves put into a member's copy."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.account.models import EmailAddress

from bouquet.capabilities.accounts.exporting import ExportFile, as_json
from bouquet.capabilities.accounts.models import Account, Block, Follow, Mute, SignIn


def collect(account: Account) -> Iterator[ExportFile]:
    """The profile, e-mail addresses, former handles, follows both ways, blocks, mutes, sign-ins, the avatar."""
    yield as_json("profile.json", Account.objects.filter(pk=account.pk).values(*_PROFILE))
    yield as_json("email_addresses.json", EmailAddress.objects.filter(user=account).values("email", "verified"))
    yield as_json("former_handles.json", account.former_handles.values("handle", "left_at"))
    followings = Follow.objects.filter(follower=account).order_by("asked_at")
    yield as_json("following.json", followings.values("followed__handle", "asked_at", "accepted_at").iterator())
    followers = Follow.objects.filter(followed=account).order_by("asked_at")
    yield as_json("followers.json", followers.values("follower__handle", "asked_at", "accepted_at").iterator())
    blocks = Block.objects.filter(blocker=account).order_by("made_at")
    yield as_json("blocked.json", blocks.values("blocked__handle", "made_at").iterator())
    mutes = Mute.objects.filter(muter=account).order_by("made_at")
    yield as_json("muted.json", mutes.values("muted__handle", "made_at").iterator())
    sign_ins = SignIn.objects.filter(account=account).order_by("opened_at")
    yield as_json(
        "sign_ins.json", sign_ins.values("opened_at", "seen_at", "ended_at", "user_agent", "address").iterator()
    )
    if account.avatar_key:
        yield ExportFile("avatar.webp", stored=f"{account.avatar_key}/512.webp")


_PROFILE = (
    "id",
    "handle",
    "email",
    "display_name",
    "bio",
    "birth_date",
    "country",
    "language",
    "time_zone",
    "is_private",
    "followers_count",
    "following_count",
    "opened_at",
    "last_seen_at",
    "suspended_at",
    "suspended_until",
    "suspension_reason",
)
