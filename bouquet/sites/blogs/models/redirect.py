"""Where old addresses lead."""

from __future__ import annotations

from django.db import models

from bouquet.sites.blogs.models.blog import Blog
from bouquet.sites.blogs.models.post import Post


class Redirect(models.Model):
    """`path` (from the root, with its query if that is what told posts apart: `/?p=12`) leads to the post, or to
    another path of the blog (`goal`: `/tag/cuisine`). Permanent."""

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="redirects")
    path = models.CharField(max_length=500)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="old_addresses")
    goal = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "path"], name="blogs_redirect_once")]

    def __str__(self) -> str:
        return f"{self.path} → {self.goal or self.post_id}"
