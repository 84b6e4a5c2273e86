"""Addresses of the tribes site."""

from __future__ import annotations

from django.urls import path

from bouquet.sites.tribes.views import (
    agendas,
    composing,
    discovering,
    editing,
    entering,
    events,
    films,
    founding,
    health,
    home,
    keeping,
    links,
    parts,
    people,
    photos,
    polls,
    posting,
    tribe,
)

app_name = "tribes"

find = [
    path("", home.home, name="home"),
    path("tribes", discovering.discover, name="discover"),
    path("tribes/mine", discovering.mine, name="mine"),
    path("tribes/new", founding.found, name="found"),
    path("tribes/health", health.health, name="health"),
    path("tribes/tagged/<slug:slug>", discovering.tagged, name="tagged"),
    path("tribes/tagged/<slug:slug>/like", discovering.like_tag, name="like_tag"),
]

see = [
    path("t/<slug:slug>", tribe.tribe, name="tribe"),
    path("t/<slug:slug>/about", tribe.about, name="about"),
    path("t/<slug:slug>/members", tribe.members, name="members"),
    path("p/<slug:code>", posting.post, name="post"),
]

enter = [
    path("t/<slug:slug>/join", entering.join, name="join"),
    path("t/<slug:slug>/ask", entering.ask, name="ask"),
    path("t/<slug:slug>/withdraw", entering.withdraw, name="withdraw"),
    path("t/<slug:slug>/leave", entering.leave, name="leave"),
    path("t/<slug:slug>/bell", entering.bell, name="bell"),
    path("t/<slug:slug>/invite", entering.invite, name="invite"),
    path("t/<slug:slug>/decline", entering.decline, name="decline"),
    path("t/<slug:slug>/dismiss", discovering.dismiss, name="dismiss"),
    path("i/<slug:code>", entering.link, name="link"),
]

speak = [
    path("t/<slug:slug>/post", composing.in_tribe, name="compose"),
    path("post", composing.on_own_page, name="compose_own"),
    path("share", posting.share, name="share"),
    path("p/<slug:code>/edit", editing.edit, name="edit"),
    path("p/<slug:code>/remove", posting.remove, name="remove"),
    path("p/<slug:code>/restore", posting.restore, name="restore"),
    path("p/<slug:code>/pin", posting.pin, name="pin"),
]

look_after = [
    path("t/<slug:slug>/settings", keeping.words, name="settings"),
    path("t/<slug:slug>/settings/look", keeping.look, name="look"),
    path("t/<slug:slug>/settings/look/<slug:what>", keeping.picture, name="picture"),
    path("t/<slug:slug>/settings/requests", keeping.requests, name="requests"),
    path("t/<slug:slug>/settings/requests/<uuid:key>", keeping.answer, name="answer"),
    path("t/<slug:slug>/settings/members", keeping.people, name="people"),
    path("t/<slug:slug>/settings/members/<str:handle>", keeping.person, name="person"),
    path("t/<slug:slug>/settings/bans/<uuid:key>/lift", keeping.lift_ban, name="lift_ban"),
    path("t/<slug:slug>/settings/invitations", keeping.invitations, name="invitations"),
    path("t/<slug:slug>/settings/invitations/<slug:code>/revoke", keeping.revoke, name="revoke"),
    path("t/<slug:slug>/settings/invited/<uuid:key>/take-back", keeping.take_back, name="take_back"),
    path("t/<slug:slug>/settings/end", keeping.end, name="end"),
]

meet = [
    path("friends", people.friends, name="friends"),
    path("friends/<uuid:key>", people.answer, name="answer_friend"),
    path("privacy", people.privacy, name="privacy"),
    path("@<str:handle>", people.profile, name="profile"),
    path("@<str:handle>/friends", people.friends_of, name="friends_of"),
    path("@<str:handle>/befriend", people.befriend, name="befriend"),
    path("@<str:handle>/follow", people.follow, name="follow"),
]

carry = [
    path("compose/photos", photos.send, name="send_photo"),
    path("compose/photos/<uuid:key>/take-back", photos.take_back, name="take_back_photo"),
    path("compose/link", links.preview, name="link_preview"),
    path("compose/<slug:sort>", parts.part, name="composer_part"),
    path("t/<slug:slug>/photos", photos.of_tribe, name="photos"),
    path("p/<slug:code>/photos", photos.describe, name="describe_photos"),
    path("p/<slug:code>/photos/<int:number>", photos.look, name="photo"),
    path("p/<slug:code>/film", films.play, name="film"),
    path("p/<slug:code>/film/addresses", films.addresses, name="film_addresses"),
    path("p/<slug:code>/film/retry", films.retry, name="retry_film"),
    path("p/<slug:code>/vote", polls.vote, name="vote"),
]

gather = [
    path("p/<slug:code>/answer", events.answer, name="answer_event"),
    path("p/<slug:code>/people", events.people, name="event_people"),
    path("p/<slug:code>/event", events.change, name="change_event"),
    path("p/<slug:code>/event/cancel", events.cancel, name="cancel_event"),
    path("p/<slug:code>/event.ics", agendas.of_event, name="event_file"),
    path("t/<slug:slug>/events", events.of_tribe, name="events"),
    path("t/<slug:slug>/events/address", agendas.address, name="calendar_address"),
    path("t/<slug:slug>/events.ics", agendas.of_tribe, name="tribe_calendar"),
    path("events", events.mine, name="my_events"),
    path("events/coming", events.coming, name="coming"),
    path("calendars/<str:token>.ics", agendas.secret, name="calendar"),
]

urlpatterns = [*find, *see, *enter, *speak, *look_after, *meet, *carry, *gather]
