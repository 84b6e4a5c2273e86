"""Tribes and posts for tests."""

from __future__ import annotations

from typing import Any

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.ids.keys import new_code
from bouquet.sites.tribes.actions import founding, posting
from bouquet.sites.tribes.actions.founding import Details
from bouquet.sites.tribes.engine.slugs import slug_of
from bouquet.sites.tribes.models import Audience, Membership, Openness, Post, Role, Tribe


def tribe_of(founder: Account, name: str = "Grimpe Nantes", *, openness: str = Openness.OPEN, **details: Any) -> Tribe:
    """A tribe of `founder`, founded as anybody does, whatever their pace."""
    tribe = Tribe(slug=f"{slug_of(name)}-{new_code(5).lower()}", members_count=1, openness=openness)
    founding._take(tribe, Details(name=name, openness=openness, **details))
    tribe.save()
    founding._tag(tribe, details.get("tags", ()))
    Membership.objects.create(tribe=tribe, account=founder, role=Role.FOUNDER)
    return tribe


def let_in(tribe: Tribe, account: Account, *, role: str = Role.MEMBER) -> Membership:
    """A member from now on."""
    Tribe.objects.filter(pk=tribe.pk).update(members_count=tribe.members_count + 1)
    tribe.refresh_from_db()
    return Membership.objects.create(tribe=tribe, account=account, role=role)


def post_of(author: Account, tribe: Tribe | None = None, text: str = "Qui grimpe demain ?", **fields: Any) -> Post:
    """A post of `author` in `tribe`, or on their own page."""
    audience = fields.pop("audience", Audience.TRIBE if tribe else Audience.EVERYONE)
    post = Post(author=author, tribe=tribe, audience=audience, **fields)
    post.say(text)
    post.settle()
    post.save(force_insert=True)
    posting.refresh_last(post)
    return post
