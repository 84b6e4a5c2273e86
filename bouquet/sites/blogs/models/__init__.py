"""Nouns of the blogs site, one file each."""

from bouquet.sites.blogs.models.author import Asked, Author
from bouquet.sites.blogs.models.blog import Blog, BlogrollLink
from bouquet.sites.blogs.models.classing import Category, Series, Tag
from bouquet.sites.blogs.models.follower import Follower, Letter
from bouquet.sites.blogs.models.imports import BlogCopy, Import, Imported, ImportedPicture
from bouquet.sites.blogs.models.mention import Mention, PastComment, SentMention, Sight
from bouquet.sites.blogs.models.post import Post, PostPhoto
from bouquet.sites.blogs.models.redirect import Redirect
from bouquet.sites.blogs.models.revision import Revision
from bouquet.sites.blogs.models.states import Role, Standings, State

__all__ = [
    "Asked",
    "Author",
    "Blog",
    "BlogCopy",
    "BlogrollLink",
    "Category",
    "Follower",
    "Import",
    "Imported",
    "ImportedPicture",
    "Letter",
    "Mention",
    "PastComment",
    "Post",
    "PostPhoto",
    "Redirect",
    "Revision",
    "Role",
    "SentMention",
    "Series",
    "Sight",
    "Standings",
    "State",
    "Tag",
]
