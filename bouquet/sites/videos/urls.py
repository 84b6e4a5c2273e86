"""Addresses of the videos site."""

from __future__ import annotations

from django.urls import path

from bouquet.sites.videos.views import (
    adding,
    channel,
    downloads,
    edit,
    embed,
    feeds,
    following,
    history,
    home,
    liking,
    oembed,
    playing,
    playlists,
    positions,
    publish,
    search,
    sending,
    sharing,
    shelves,
    sitemap,
    statistics,
    studio,
    subscriptions,
    unlocking,
    watch,
)

app_name = "videos"

find = [
    path("", home.home, name="home"),
    path("new", home.newest, name="newest"),
    path("popular", home.popular, name="popular"),
    path("categories", shelves.categories, name="categories"),
    path("categories/<slug:key>", shelves.category, name="category"),
    path("tags/<slug:slug>", shelves.tag, name="tag"),
    path("search", search.search, name="search"),
    path("suggestions", search.suggestions, name="suggestions"),
]

tell = [
    path("feed", feeds.site, name="feed"),
    path("@<str:handle>/feed", feeds.channel, name="channel_feed"),
    path("tags/<slug:slug>/feed", feeds.tag, name="tag_feed"),
    path("search/feed", feeds.search, name="search_feed"),
    path("oembed", oembed.oembed, name="oembed"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-pages.xml", sitemap.pages, name="sitemap_pages"),
    path("sitemap-videos-<int:number>.xml", sitemap.part, name="sitemap_part"),
]

see = [
    path("v/<slug:code>", watch.watch, name="watch"),
    path("v/<slug:code>/<slug:slug>", watch.watch, name="watch"),
    path("embed/<slug:code>", embed.embed, name="embed"),
    path("videos/<slug:code>/unlock", unlocking.unlock, name="unlock"),
    path("videos/<slug:code>/addresses", playing.addresses, name="addresses"),
    path("videos/<slug:code>/qr.svg", sharing.qr_code, name="qr_code"),
    path("videos/<slug:code>/download/<slug:name>", downloads.download, name="download"),
    path("@<str:handle>", channel.channel, name="channel"),
    path("@<str:handle>/replies", channel.replies, name="channel_replies"),
    path("@<str:handle>/about", channel.about, name="channel_about"),
    path("@<str:handle>/playlists", channel.playlists, name="channel_playlists"),
    path("playlists/<slug:code>", playlists.page, name="playlist"),
]

take_part = [
    path("videos/<slug:code>/like", liking.like, name="like"),
    path("videos/<slug:code>/position", positions.remember, name="position"),
    path("videos/<slug:code>/send", sending.send, name="send"),
    path("videos/<slug:code>/playlists", adding.add, name="add_to"),
    path("@<str:handle>/follow", following.follow, name="follow"),
    path("@<str:handle>/bell", subscriptions.bell, name="bell"),
    path("subscriptions", subscriptions.subscriptions, name="subscriptions"),
    path("subscriptions/people", subscriptions.people, name="subscribed_people"),
    path("history", history.history, name="history"),
    path("history/forget", history.forget, name="history_forget"),
    path("history/clear", history.clear, name="history_clear"),
    path("history/pause", history.pause, name="history_pause"),
    path("playlists", playlists.mine, name="playlists"),
    path("playlists/<slug:code>/edit", playlists.edit, name="playlist_edit"),
    path("playlists/<slug:code>/move", playlists.move, name="playlist_move"),
    path("playlists/<slug:code>/take-out", playlists.take_out, name="playlist_take_out"),
    path("playlists/<slug:code>/throw-away", playlists.throw_away, name="playlist_throw_away"),
    path("received", sending.received, name="received"),
    path("received/<uuid:key>/forget", sending.forget, name="forget_sending"),
]

make = [
    path("publish", publish.publish, name="publish"),
    path("publish/plain", publish.plain, name="publish_plain"),
    path("publish/share", publish.share, name="publish_share"),
    path("studio", studio.studio, name="studio"),
    path("studio/likes", studio.likes, name="likes"),
    path("studio/bin", studio.bin_, name="bin"),
    path("studio/banner", channel.banner, name="banner"),
    path("studio/<slug:code>", edit.edit, name="edit"),
    path("studio/<slug:code>/statistics", statistics.statistics, name="statistics"),
    path("studio/<slug:code>/state", edit.state, name="state"),
    path("studio/<slug:code>/withdraw", edit.withdraw, name="withdraw"),
    path("studio/<slug:code>/poster", edit.poster, name="poster"),
    path("studio/<slug:code>/retry", edit.retry, name="retry"),
    path("studio/<slug:code>/keep-old-file", edit.keep_old_file, name="keep_old_file"),
    path("studio/<slug:code>/dismiss", edit.dismiss, name="dismiss"),
    path("studio/<slug:code>/remove", edit.remove, name="remove"),
    path("studio/<slug:code>/restore", edit.restore, name="restore"),
    path("studio/<slug:code>/erase", edit.erase, name="erase"),
]

urlpatterns = [*find, *tell, *see, *take_part, *make]
