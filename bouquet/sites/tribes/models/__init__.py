"""Nouns of the tribes site, one file each."""

from bouquet.sites.tribes.models.asking import Ask
from bouquet.sites.tribes.models.attachment import PostLink, PostPhoto, PostVideo
from bouquet.sites.tribes.models.event import Answer, Attendance, CalendarLink, Event
from bouquet.sites.tribes.models.friendship import FriendAsk, Friendship
from bouquet.sites.tribes.models.invitation import Invitation, InvitationLink
from bouquet.sites.tribes.models.membership import Ban, Membership
from bouquet.sites.tribes.models.poll import Poll, PollVote
from bouquet.sites.tribes.models.post import Post
from bouquet.sites.tribes.models.profile import Profile
from bouquet.sites.tribes.models.states import Audience, Closeness, Openness, Role, Standings, Verdict
from bouquet.sites.tribes.models.tribe import Tribe, TribeTag

__all__ = [
    "Answer",
    "Ask",
    "Attendance",
    "Audience",
    "Ban",
    "CalendarLink",
    "Closeness",
    "Event",
    "FriendAsk",
    "Friendship",
    "Invitation",
    "InvitationLink",
    "Membership",
    "Openness",
    "Poll",
    "PollVote",
    "Post",
    "PostLink",
    "PostPhoto",
    "PostVideo",
    "Profile",
    "Role",
    "Standings",
    "Tribe",
    "TribeTag",
    "Verdict",
]
