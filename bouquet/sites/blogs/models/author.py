"""Who writes in a blog."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.sites.blogs.models.blog import Blog
from bouquet.sites.blogs.models.states import EDITING, PUBLISHING, WRITING, Role


class Author(models.Model):
    """A name below posts of one blog. Those who came along with an import have no account, until somebody says it is
    them; their `name` and `bio` are their own then, else those of the account."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="authors")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="blog_authors"
    )
    role = models.CharField(max_length=8, choices=Role, default=Role.AUTHOR)
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=80, blank=True)
    bio = models.TextField(max_length=500, blank=True)
    since_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blog", "slug"], name="blogs_author_slug_once"),
            models.UniqueConstraint(fields=["blog", "account"], name="blogs_author_account_once"),
            models.UniqueConstraint(fields=["blog"], condition=Q(role="owner"), name="blogs_one_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} in {self.blog_id}"

    @property
    def shown_name(self) -> str:
        """As pages and feeds call them."""
        return self.account.display_name if self.account else self.name

    @property
    def shown_bio(self) -> str:
        return self.account.bio if self.account else self.bio

    @property
    def path(self) -> str:
        """The address of their page on the blog's host, without a language."""
        return f"/author/{self.slug}"

    @property
    def is_editing(self) -> bool:
        return self.role in EDITING

    @property
    def is_publishing(self) -> bool:
        return self.role in PUBLISHING

    @property
    def is_writing(self) -> bool:
        return self.role in WRITING


class Asked(models.Model):
    """A member is asked to write in a blog, as `role`."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="asked")
    role = models.CharField(max_length=8, choices=Role, default=Role.AUTHOR)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "account"], name="blogs_asked_once")]

    def __str__(self) -> str:
        return f"{self.account_id} into {self.blog_id}"
