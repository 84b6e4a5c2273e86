"""Close an account: thirty days to come back, then it is really gone (RGPD art. 17)."""

from __future__ import annotations

import logging
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, override

from bouquet.capabilities.accounts import policies
from bouquet.capabilities.accounts.actions import blocking, following, signing_in
from bouquet.capabilities.accounts.actions.mailing import mail
from bouquet.capabilities.accounts.events import AccountErased, AccountLeaving, AccountStaying
from bouquet.capabilities.accounts.models import Account, FormerHandle, RetiredHandle, SignIn
from bouquet.foundation.brands.current import address_at, network
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.ids.keys import new_code
from bouquet.foundation.storage.store import store

GRACE = timedelta(days=30)
# How long nobody may take the handle of an erased account.
HANDLES_REST = timedelta(days=365)
logger = logging.getLogger(__name__)


@transaction.atomic
def close(*, account: Account, keeps_posts: bool) -> None:
    """Sign out everywhere; erase in thirty days, unless the member signs in before. A mail says so.

    Until then others see nothing of the account: each app hides what is its own.
    """
    account.leaves_at = clock.now() + GRACE
    account.leaves_posts = keeps_posts
    account.save(update_fields=["leaves_at", "leaves_posts"])
    signing_in.end_all(account)
    announce(AccountLeaving(account.pk))
    # The account is closed even where no mail can be sent: the page says the same.
    transaction.on_commit(lambda: mail(account, "closing", sign_in_address=_sign_in_address(account)), robust=True)


@transaction.atomic
def stay(*, account: Account) -> None:
    """The member came back in time: nothing happened."""
    if not account.is_leaving:
        return
    account.leaves_at, account.leaves_posts = None, False
    account.save(update_fields=["leaves_at", "leaves_posts"])
    announce(AccountStaying(account.pk))
    transaction.on_commit(lambda: mail(account, "staying"), robust=True)


def _sign_in_address(account: Account) -> str:
    with override(account.language):
        return address_at(network().account_host, reverse("account_login"))


def erase_what_is_due() -> None:
    """A chore: erase the accounts whose days of grace are over, each on its own."""
    RetiredHandle.objects.filter(until__lt=clock.now()).delete()
    for account in Account.objects.leaving(by=clock.now()):
        try:
            erase(account=account)
        except Exception:
            logger.exception("The account %s could not be erased; it is tried again", account.pk)


def erase(*, account: Account) -> None:
    """Empty an account whose days of grace are over, for good, and tell the other apps.

    Nothing happens to a member who came back meanwhile. Safe to repeat, and on two machines at once.
    """
    address, language = account.email, account.language
    if not _empty(account):
        return
    try:
        mail(Account(email=address, language=language), "erased")
    except OSError:
        logger.exception("The last mail about an erased account could not be sent")


@transaction.atomic
def _empty(found: Account) -> bool:
    """Whether it was there to be emptied, asked again behind the lock."""
    due = Account.objects.select_for_update().leaving(by=clock.now()).filter(pk=found.pk)
    account: Account | None = due.first()
    if account is None:
        return False
    # Files first: should the rest fail, the next run does it all again and finds nothing more to delete. They are a
    # few small pictures (copies of the data are long gone), so that the lock is not held for them.
    for export in account.exports.all():
        store().delete(export.key)
    if account.avatar_key:
        store().delete_tree(account.avatar_key)
    # What a suspension hides would come back without the name of the one it concerned.
    keeps_posts = account.leaves_posts and not account.is_suspended
    following.leave_everyone(account=account)
    blocking.forget_all_of(account=account)
    account.exports.all().delete()
    SignIn.objects.filter(account=account).delete()
    EmailAddress.objects.filter(user=account).delete()
    Authenticator.objects.filter(user=account).delete()
    _retire_handles(account)
    account.groups.clear()
    account.user_permissions.clear()
    with override(account.language):
        account.display_name = gettext("Former member")
    # A handle nobody can have chosen (capitals are not allowed) and that tells nothing.
    account.handle = f"GONE{new_code(20)}"
    account.email = account.bio = account.avatar_key = ""
    account.country, account.time_zone, account.language = "", "UTC", "fr"
    account.birth_date = account.last_login = account.last_seen_at = account.handle_changed_at = None
    account.leaves_at = account.suspended_at = account.suspended_until = None
    account.suspension_reason = ""
    account.is_active = account.is_staff = account.is_superuser = account.leaves_posts = False
    account.is_private = not keeps_posts
    account.followers_count = account.following_count = 0
    account.erased_at = clock.now()
    account.set_unusable_password()
    account.save()
    announce(AccountErased(account_id=account.pk, keeps_posts=keeps_posts))
    return True


def _retire_handles(account: Account) -> None:
    """The account's handles, the present and the former ones, are nobody's for a year."""
    former = FormerHandle.objects.filter(account=account)
    known = [account.handle, *former.values_list("handle", flat=True)]
    until = clock.now() + HANDLES_REST
    retired = [RetiredHandle(digest=policies.digest_of(handle), until=until) for handle in known]
    RetiredHandle.objects.bulk_create(retired, update_conflicts=True, unique_fields=["digest"], update_fields=["until"])
    former.delete()
