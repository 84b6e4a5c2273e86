"""An operator brings an export from the shell: into which blog, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from bouquet.capabilities.accounts import policies as account_policies
from bouquet.capabilities.accounts.engine import handles, names
from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.ids.keys import new_code
from bouquet.sites.blogs.actions import opening
from bouquet.sites.blogs.actions.bringing import Progress, bring, source_of
from bouquet.sites.blogs.engine.incoming.opening import REDIRECTIONS, Export
from bouquet.sites.blogs.engine.incoming.reports import Report
from bouquet.sites.blogs.engine.incoming.survey import Survey, survey
from bouquet.sites.blogs.engine.slugs import label_of
from bouquet.sites.blogs.models import Author, Blog, Imported, Role

_LANGUAGES = ("fr", "en")


class NoSuch(ValueError):
    """There is no such blog or account; the text says which, in English, for the shell."""


@dataclass(frozen=True)
class Adopted:
    """What became of it. `is_new_owner`: the account was made for it, and nobody can sign in to it yet."""

    report: Report
    blog: Blog
    owner: Account
    is_new_blog: bool
    is_new_owner: bool


def adopt(
    export: Export,
    *,
    slug: str = "",
    handle: str = "",
    on_progress: Progress = lambda done, total: None,
) -> Adopted:
    """Bring `export` into the blog at `slug`, or a new one called as the old one, which belongs to `handle`.

    Without a handle it belongs to the first operator; where there is none, to an account made for it, which nobody
    can sign in to before an operator gives it a password. Bringing it again finds the same blog. Raises Unreadable
    before anything is written, NoSuch, and `limiting.TooFast`.
    """
    found = survey(export.items())
    with transaction.atomic():
        blog, owner, is_new_blog, is_new_owner = _home(export, found, slug, handle)
    report = bring(export, blog=blog, by=owner, me=_main_author(found), screens=False, on_progress=on_progress)
    return Adopted(report, blog, owner, is_new_blog, is_new_owner)


def _home(export: Export, found: Survey, slug: str, handle: str) -> tuple[Blog, Account, bool, bool]:
    asked = _account(handle) if handle else None
    if slug and (blog := Blog.objects.filter(slug=slug).first()) is not None:
        owner = _owner_of(blog)
        if asked is not None and not blog.authors.filter(account=asked, role__in=(Role.OWNER, Role.EDITOR)).exists():
            raise NoSuch(f"@{asked.handle} is no editor of the blog {slug}.")
        return blog, asked or owner, False, False
    if export.format == REDIRECTIONS:
        raise NoSuch("Redirections belong to a blog that is here: name it with --blog.")
    owner = asked or Account.objects.active().filter(is_staff=True).order_by("opened_at").first()
    known = Imported.objects.filter(source=source_of(export, found)).values("blog")
    mine = Author.objects.filter(role=Role.OWNER, blog__in=known)
    mine = mine.filter(account=owner) if owner else mine.filter(account__email="", account__last_login=None)
    if not slug and (row := mine.select_related("blog", "account").order_by("since_at").first()) and row.account:
        return row.blog, row.account, False, False
    is_new_owner = owner is None
    owner = owner or _made_for(found)
    language = found.head.language.lower()[:2]
    blog = opening.open_blog(
        by=owner,
        name=_name(found),
        slug=slug,
        language=language if language in _LANGUAGES else _LANGUAGES[0],
    )
    return blog, owner, True, is_new_owner


def _account(handle: str) -> Account:
    account: Account | None = Account.objects.active().with_handle(handle).first()
    if account is None:
        raise NoSuch(f"There is no account @{handle.removeprefix('@')}.")
    return account


def _owner_of(blog: Blog) -> Account:
    row = blog.authors.filter(role=Role.OWNER).select_related("account").first()
    if row is None or row.account is None:
        raise NoSuch(f"The blog {blog.slug} has no owner any more: name one with --owner.")
    return row.account


def _made_for(found: Survey) -> Account:
    """An account in the name of whoever wrote there. Its address of mail is not taken from the file: nobody proved
    that it is theirs."""
    person = found.people.get(_main_author(found))
    shown = names.tidied(person.name if person else found.head.title)[:60]
    for attempt in range(20):
        stem = handles.normalised(label_of(found.head.title or "blog").replace("-", "_"))[:24].strip("_") or "blog"
        wanted = stem if attempt == 0 else f"{stem[:24]}_{new_code(4).lower()}"
        try:
            handle = account_policies.require_free_handle(wanted)
        except ValidationError:
            continue
        language = translation.get_language() or _LANGUAGES[0]
        return Account.objects.create_user(handle, "", None, display_name=shown or handle, language=language[:2])
    raise NoSuch("No free handle was found for the blog's owner: name one with --owner.")


def _main_author(found: Survey) -> str:
    """Whose blog it was, as far as one can tell: who is named first."""
    return next(iter(found.people), "")


def _name(found: Survey) -> str:
    return " ".join(found.head.title.split())[:80] or "Blog"
