"""Follow a blog: as a member, or with an address of mail that its owner confirms."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext, override

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.mail.composing import send
from bouquet.sites.blogs.events import BlogFollowed, BlogUnfollowed
from bouquet.sites.blogs.models import Blog, Follower

# Nobody is written to again about the same blog within this time, whoever asks.
_ASKED_AGAIN_AFTER = timedelta(hours=1)
_UNCONFIRMED_KEPT = timedelta(days=7)


@transaction.atomic
def follow(*, blog: Blog, by: Account, by_mail: bool = True) -> Follower:
    """`by` hears of new posts from now on, also by mail if they want. Their address is known to be theirs."""
    follower, is_new = Follower.objects.get_or_create(
        blog=blog,
        account=by,
        defaults={"by_mail": by_mail, "confirmed_at": clock.now(), "language": by.language},
    )
    if not is_new and follower.by_mail != by_mail:
        follower.by_mail = by_mail
        follower.save(update_fields=["by_mail"])
    if is_new:
        _recount(blog)
        announce(BlogFollowed(blog.pk, follower.pk))
    return follower


@transaction.atomic
def unfollow(*, blog: Blog, by: Account) -> None:
    """No more. Safe to repeat."""
    gone, _by_model = Follower.objects.filter(blog=blog, account=by).delete()
    if gone:
        _recount(blog)
        announce(BlogUnfollowed(blog.pk, by.pk))


@transaction.atomic
def ask_by_mail(*, blog: Blog, email: str, language: str) -> None:
    """Write to `email` whether its owner wants the letters of `blog`; until they say yes there are none (RGPD
    art. 7). Who asks learns nothing about the address."""
    email = email.strip().lower()
    known = Follower.objects.select_for_update().filter(blog=blog, account=None, email=email).first()
    if known is not None and (known.confirmed_at or known.asked_at > clock.now() - _ASKED_AGAIN_AFTER):
        return
    follower = known or Follower(blog=blog, email=email)
    follower.language, follower.asked_at = language, clock.now()
    follower.save()
    transaction.on_commit(lambda: _send_question(follower), robust=True)


@transaction.atomic
def confirm(*, secret: str) -> Follower | None:
    """The owner of the address said yes; None for a secret there is not."""
    follower = Follower.objects.select_for_update(of=("self",)).select_related("blog").filter(secret=secret).first()
    if follower is None:
        return None
    if follower.confirmed_at is None:
        follower.confirmed_at, follower.bounces_count, follower.bounced_at = clock.now(), 0, None
        follower.save(update_fields=["confirmed_at", "bounces_count", "bounced_at"])
        _recount(follower.blog)
        announce(BlogFollowed(follower.blog_id, follower.pk))
    return follower


@transaction.atomic
def stop_letters(*, secret: str) -> Blog | None:
    """No more letters: an address alone is forgotten, a member goes on following. Safe to repeat; None for a secret
    there is not (any more)."""
    follower = Follower.objects.select_related("blog").filter(secret=secret).first()
    if follower is None:
        return None
    if follower.account_id is None:
        follower.delete()
        _recount(follower.blog)
    else:
        Follower.objects.filter(pk=follower.pk).update(by_mail=False)
    return follower.blog


def forget_unconfirmed() -> None:
    """The keeper's chore: addresses whose owners never said yes."""
    Follower.objects.filter(confirmed_at=None, asked_at__lt=clock.now() - _UNCONFIRMED_KEPT).delete()


def _send_question(follower: Follower) -> None:
    with override(follower.language):
        blog = follower.blog
        address = blog.address(f"/newsletter/confirm/{follower.secret}")
        send(
            subject=gettext("Do you want the letters of %(blog)s?") % {"blog": blog.name},
            text=gettext(
                "Somebody, you perhaps, asked for the new posts of “%(blog)s” to be sent to this address.\n\n"
                "Yes, send them to me:\n%(address)s\n\n"
                "If it was not you, there is nothing to do: without your yes, nothing is ever sent."
            )
            % {"blog": blog.name, "address": address},
            to=follower.email,
        )


def _recount(blog: Blog) -> None:
    count = Follower.objects.filter(blog=blog, confirmed_at__isnull=False).count()
    Blog.objects.filter(pk=blog.pk).update(followers_count=count)
