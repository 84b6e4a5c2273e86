"""A domain of its own for a blog: it answers there once a record in the domain's DNS says that the owner wants it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.brands.current import network
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.sites.blogs import policies
from bouquet.sites.blogs.actions.addressing import SITE
from bouquet.sites.blogs.engine import dns
from bouquet.sites.blogs.events import BlogChanged
from bouquet.sites.blogs.models import Blog

_DOMAIN: Final = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII
)
_LOOK_EVERY: Final = timedelta(hours=24)
# Who lets a domain lapse loses it, but not for one bad day.
_LOST_AFTER: Final = timedelta(days=3)
_AT_ONCE: Final = 50

Lookup = Callable[[str], list[str]]


class NotADomain(ValueError):
    """No name of a domain, or one of ours."""

    def __str__(self) -> str:
        return gettext("This is not a domain of your own. Write it as blog.example.org, without http://.")


class RecordMissing(ValueError):
    """The DNS record is not there (yet), or the domain is another blog's."""

    def __str__(self) -> str:
        return gettext("We did not find the record yet. A new one may take an hour to be seen everywhere; try again.")


@transaction.atomic
def want(*, blog: Blog, by: Account, domain: str) -> None:
    """Note the domain the owner wants; empty: none any more. It answers after `check`. Raises PermissionDenied and
    NotADomain."""
    policies.require_owner(by, blog)
    name = domain.strip().lower().rstrip(".")
    try:
        name = name.encode("idna").decode() if name else ""
    except UnicodeError:
        raise NotADomain from None
    if name and (not _DOMAIN.fullmatch(name) or _is_ours(name)):
        raise NotADomain
    if name == blog.domain:
        return
    blog.domain, blog.domain_checked_at, blog.domain_looked_at = name, None, None
    _save(blog)


def check(*, blog: Blog, by: Account, lookup: Lookup = dns.txt_records) -> None:
    """Look for the record now. Raises PermissionDenied and RecordMissing."""
    policies.require_owner(by, blog)
    if not blog.domain or not _is_told(blog, lookup):
        raise RecordMissing
    _answer(blog)


def record_of(blog: Blog) -> tuple[str, str]:
    """The name and the value of the TXT record that says yes."""
    return f"_{network().brand_showing(SITE).key}.{blog.domain}", f"blog={blog.domain_secret}"


def check_again(*, lookup: Lookup = dns.txt_records) -> None:
    """The keeper's chore: whose record is gone for days answers at its domain no more."""
    due = clock.now() - _LOOK_EVERY
    for blog in Blog.objects.filter(domain_checked_at__isnull=False, domain_looked_at__lt=due)[:_AT_ONCE]:
        try:
            is_told = _is_told(blog, lookup)
        except dns.NotAnswering:
            continue
        blog.domain_looked_at = clock.now()
        if is_told:
            blog.domain_checked_at = clock.now()
        elif blog.domain_checked_at and blog.domain_checked_at < clock.now() - _LOST_AFTER:
            blog.domain_checked_at = None
        with transaction.atomic():
            _save(blog)


def _answer(blog: Blog) -> None:
    """From now on the blog answers there. Whoever shows the record holds the domain: another blog loses it."""
    with transaction.atomic():
        others = Blog.objects.filter(domain=blog.domain, domain_checked_at__isnull=False).exclude(pk=blog.pk)
        others.update(domain_checked_at=None)
        blog.domain_checked_at = blog.domain_looked_at = clock.now()
        try:
            with transaction.atomic():
                _save(blog)
        except IntegrityError:
            raise RecordMissing from None


def _is_told(blog: Blog, lookup: Lookup) -> bool:
    name, value = record_of(blog)
    return value in [text.strip() for text in lookup(name)]


def _is_ours(name: str) -> bool:
    return any(name == host or name.endswith(f".{host}") for host in network().hosts)


def _save(blog: Blog) -> None:
    blog.version += 1
    blog.save(update_fields=["domain", "domain_checked_at", "domain_looked_at", "version"])
    announce(BlogChanged(blog.pk))
