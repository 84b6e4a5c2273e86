"""Addresses of blogs: on the brand's own host, and on that of each blog."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from bouquet.sites.blogs.views import (
    blog,
    desk,
    feeds,
    following,
    history,
    keeping_drafts,
    mentions,
    moving,
    open_blog,
    people,
    settings,
    writing,
)

app_name = "blogs"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", open_blog.home, name="home"),
    path("blogs", open_blog.discover, name="discover"),
    path("blogs/new", open_blog.open_blog, name="open"),
    path("blogs/mine", open_blog.mine, name="mine"),
    path("blogs/asked/<uuid:key>", people.answer, name="answer_asked"),
    path("blogs/<slug:slug>", desk.desk, name="desk"),
    path("blogs/<slug:slug>/not-for-me", open_blog.dismiss, name="dismiss"),
    path("blogs/<slug:slug>/posts/<slug:code>/state", desk.change, name="change_post"),
    path("blogs/<slug:slug>/posts/<slug:code>/details", desk.details, name="details"),
    path("blogs/<slug:slug>/posts/<slug:code>/preview", desk.preview, name="preview"),
    path("blogs/<slug:slug>/mentions", desk.mentions, name="mentions"),
    path("blogs/<slug:slug>/move", moving.move, name="move"),
    path("blogs/<slug:slug>/move/<uuid:key>", moving.one_import, name="import"),
    path("blogs/<slug:slug>/move/<uuid:key>/state", moving.import_state, name="import_state"),
    path("blogs/<slug:slug>/move/<uuid:key>/drop", moving.drop_import, name="drop_import"),
    path("blogs/<slug:slug>/copy", moving.ask_copy, name="ask_copy"),
    path("blogs/<slug:slug>/copy/<uuid:key>", moving.download_copy, name="copy"),
    path("blogs/<slug:slug>/settings", settings.words, name="settings"),
    path("blogs/<slug:slug>/settings/look", settings.look, name="look"),
    path("blogs/<slug:slug>/settings/domain", settings.domain, name="domain"),
    path("blogs/<slug:slug>/settings/shelves", settings.shelves, name="shelves"),
    path("blogs/<slug:slug>/settings/shelves/<slug:kind>/<slug:code>", settings.shelf, name="shelf"),
    path("blogs/<slug:slug>/settings/blogroll", settings.blogroll, name="blogroll"),
    path("blogs/<slug:slug>/settings/end", settings.end, name="end"),
    path("blogs/<slug:slug>/people", people.people, name="people"),
    path("blogs/<slug:slug>/people/<uuid:key>", people.person, name="person"),
    path("blogs/<slug:slug>/followers", people.followers, name="followers"),
    path("blogs/<slug:slug>/write", writing.begin, name="write"),
    path("write/<str:code>", writing.edit, name="edit"),
    path("write/<str:code>/resolve", writing.resolve, name="resolve"),
    path("write/<str:code>/discard", writing.discard, name="discard"),
    path("write/<str:code>/keep", keeping_drafts.keep, name="keep"),
    path("write/<str:code>/photo", keeping_drafts.photo, name="write_photo"),
    path("write/<str:code>/turn", keeping_drafts.turn, name="turn"),
    path("write/<str:code>/video", keeping_drafts.video, name="write_video"),
    path("write/<str:code>/history", history.history, name="history"),
    path("write/<str:code>/history/<int:edition>", history.revision, name="revision"),
    path("write/<str:code>/history/<int:edition>/restore", history.restore, name="restore"),
]

# On a blog's own host (`foundation.brands.guests`). What stands last takes the addresses things had elsewhere.
guest_patterns: list[URLPattern | URLResolver] = [
    path("", blog.home, name="home"),
    path("archive", blog.archive, name="archive"),
    path("archive/<int:year>/<int:month>", blog.month, name="month"),
    path("category/<slug:slug>", blog.category, name="category"),
    path("tag/<slug:slug>", blog.tag, name="tag"),
    path("series/<slug:slug>", blog.series, name="series"),
    path("author/<slug:slug>", blog.author, name="author"),
    path("search", blog.search, name="search"),
    path("feed.<str:form>", feeds.of_blog, name="feed"),
    path("tag/<slug:slug>/feed.<str:form>", feeds.of_tag, name="tag_feed"),
    path("category/<slug:slug>/feed.<str:form>", feeds.of_category, name="category_feed"),
    path("series/<slug:slug>/feed.<str:form>", feeds.of_series, name="series_feed"),
    path("author/<slug:slug>/feed.<str:form>", feeds.of_author, name="author_feed"),
    path("sitemap.xml", feeds.site_map, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("follow", following.follow, name="follow"),
    path("newsletter", following.newsletter, name="newsletter"),
    path("newsletter/confirm/<str:secret>", following.confirm, name="confirm"),
    path("newsletter/stop/<str:secret>", following.stop, name="stop"),
    path("webmention", mentions.receive, name="webmention"),
    path("<slug:slug>", blog.post, name="post"),
    path("<path:old>", blog.old_address, name="old"),
]
