"""What posts are filed under: categories, tags, series. Each has its page on the blog."""

from __future__ import annotations

from django.db import models

from bouquet.foundation.ids.keys import new_key
from bouquet.sites.blogs.models.blog import Blog


class Shelf(models.Model):
    """What the three have in common. `slug` is unique in the blog, among those of its kind."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=80)
    about = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Category(Shelf):
    """A part of the blog. A category may lie in another (`parent`)."""

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="categories")
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="children")

    class Meta(Shelf.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["blog", "slug"], name="blogs_category_once")]

    @property
    def path(self) -> str:
        """The address of its page on the blog's host, without a language."""
        return f"/category/{self.slug}"


class Tag(Shelf):
    """A word posts have in common."""

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="tags")

    class Meta(Shelf.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["blog", "slug"], name="blogs_tag_once")]

    @property
    def path(self) -> str:
        """The address of its page on the blog's host, without a language."""
        return f"/tag/{self.slug}"


class Series(Shelf):
    """Posts to be read in order (`Post.series_position`)."""

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="series")

    class Meta(Shelf.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["blog", "slug"], name="blogs_series_once")]

    @property
    def path(self) -> str:
        """The address of its page on the blog's host, without a language."""
        return f"/series/{self.slug}"
