"""Who writes in a blog: asked, taken in, given another role, gone."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import are_apart
from bouquet.capabilities.moderation.actions import limiting
from bouquet.capabilities.notifications.actions.telling import tell
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.ids.keys import new_code
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.blogs import policies
from bouquet.sites.blogs.actions.addressing import BLOG
from bouquet.sites.blogs.engine.slugs import slug_of
from bouquet.sites.blogs.events import AuthorAsked, BlogChanged
from bouquet.sites.blogs.models import Asked, Author, Blog, Role
from bouquet.sites.blogs.models.states import WRITING


class NobodyThere(ValueError):
    """No member has this name, or one who may not be asked."""

    def __str__(self) -> str:
        return gettext("No member with this name can be asked.")


@transaction.atomic
def ask(*, blog: Blog, by: Account, handle: str, role: str) -> Asked:
    """Ask a member to write here. Editors may, for every role but the owner's. Raises PermissionDenied, NobodyThere
    and `limiting.TooFast`."""
    policies.require_editing(by, blog)
    if role not in (Role.EDITOR, Role.AUTHOR, Role.CONTRIBUTOR):
        raise PermissionDenied
    limiting.require_pace(account=by, verb="invite")
    account = Account.objects.active().with_handle(handle).first()
    if account is None or account == by or are_apart(by.pk, account.pk):
        raise NobodyThere
    if Author.objects.filter(blog=blog, account=account, role__in=WRITING).exists():
        raise NobodyThere
    asked, _is_new = Asked.objects.update_or_create(blog=blog, account=account, defaults={"role": role, "by": by})
    announce(AuthorAsked(asked.pk))
    return asked


@transaction.atomic
def answer(*, asked: Asked, by: Account, yes: bool) -> None:
    """The member says whether they come. Raises PermissionDenied for anybody else."""
    if asked.account_id != by.pk:
        raise PermissionDenied
    blog, role = asked.blog, asked.role
    asked.delete()
    if yes:
        take_in(blog=blog, account=by, role=role)


@transaction.atomic
def take_in(*, blog: Blog, account: Account, role: str) -> Author:
    """`account` writes here from now on; who wrote here before comes back to their name."""
    known = Author.objects.filter(blog=blog, account=account).first()
    if known is None:
        known = Author(blog=blog, account=account, slug=_free_slug(blog, account.handle))
    known.role = role
    known.save()
    announce(BlogChanged(blog.pk))
    return known


@transaction.atomic
def give_role(*, author: Author, by: Account, role: str) -> None:
    """Another role; the owner may hand over the whole blog, and is an editor then. Raises PermissionDenied."""
    policies.require_owner(by, author.blog)
    if author.account is None or role not in WRITING or author.role == Role.OWNER:
        raise PermissionDenied
    if role == Role.OWNER:
        Author.objects.filter(blog=author.blog, role=Role.OWNER).update(role=Role.EDITOR)
    author.role = role
    author.save(update_fields=["role"])
    announce(BlogChanged(author.blog_id))


@transaction.atomic
def part(*, author: Author, by: Account) -> None:
    """They write here no more; their posts stay below their name. The owner sends away, everybody else may go."""
    if author.account_id != by.pk:
        policies.require_owner(by, author.blog)
    if author.role == Role.OWNER:
        raise PermissionDenied
    author.role = Role.PAST
    author.save(update_fields=["role"])
    announce(BlogChanged(author.blog_id))


def tell_of_ask(*, asked_id: UUID) -> None:
    """The member hears that they are asked."""
    asked = Asked.objects.select_related("blog").filter(pk=asked_id).first()
    if asked is not None:
        tell(
            kind="blogs.asked",
            recipients=[asked.account_id],
            actor=asked.by_id,
            about=Ref(BLOG, asked.blog_id),
            fact=f"blogs.asked:{asked.pk}",
        )


def _free_slug(blog: Blog, name: str) -> str:
    wanted = slug_of(name, otherwise="author")
    taken = Author.objects.filter(blog=blog, slug=wanted).exists()
    return f"{wanted}-{new_code(4).lower()}" if taken else wanted
