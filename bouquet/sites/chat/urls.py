"""Addresses of the chat. Its pages as JSON, and what rooms do live, are the addresses of `messaging`."""

from __future__ import annotations

from django.urls import path

from bouquet.sites.chat.views import (
    bots,
    doing,
    home,
    hooks,
    inviting,
    keeping,
    opening,
    people,
    room,
    searching,
    together,
)

app_name = "chat"

find = [
    path("rooms", home.home, name="home"),
    path("rooms/new", opening.new, name="open"),
    path("rooms/write", opening.write, name="write"),
    path("rooms/search", searching.search, name="search"),
    path("rooms/via/<slug:code>", inviting.via, name="via"),
]

read = [
    path("rooms/<slug:code>", room.room, name="room"),
    path("rooms/<slug:code>/threads/<uuid:key>", room.thread, name="thread"),
    path("rooms/<slug:code>/messages/<uuid:key>", room.message, name="message"),
    path("rooms/<slug:code>/pins", room.pins, name="pins"),
    path("rooms/<slug:code>/people", people.people, name="people"),
]

do = [
    path("rooms/<slug:code>/say", doing.say, name="say"),
    path("rooms/<slug:code>/react", doing.react, name="react"),
    path("rooms/<slug:code>/join", doing.join, name="join"),
    path("rooms/<slug:code>/leave", doing.leave, name="leave"),
    path("rooms/<slug:code>/messages/<uuid:key>/edit", doing.edit, name="edit"),
    path("rooms/<slug:code>/messages/<uuid:key>/<slug:verb>", doing.change, name="change"),
]

look_after = [
    path("rooms/<slug:code>/settings", keeping.settings, name="settings"),
    path("rooms/<slug:code>/bots", bots.bots, name="bots"),
    path("rooms/<slug:code>/bots/<uuid:key>", bots.bot, name="bot"),
    path("rooms/<slug:code>/hooks/<uuid:key>", hooks.hook, name="hook"),
    path("rooms/<slug:code>/watch", together.watch, name="watch"),
    path("rooms/<slug:code>/invite", people.invite, name="invite"),
    path("rooms/<slug:code>/people/<str:handle>", people.person, name="person"),
    path("rooms/<slug:code>/links", inviting.make, name="make_link"),
    path("rooms/<slug:code>/links/<slug:link>/revoke", inviting.revoke, name="revoke_link"),
]

urlpatterns = [*find, *read, *do, *look_after]
