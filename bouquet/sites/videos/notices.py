"""What members are told of videos."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bouquet.capabilities.notifications.kinds import Group, Line, NoticeKind
from bouquet.sites.videos.actions.addressing import absolute_page
from bouquet.sites.videos.actions.subscribing import PUBLISHED


def _published(group: Group) -> Line:
    """Several videos of one author are one line, which leads to the subscriptions."""
    many = group.facts_count
    text = ngettext("%(name)s published “%(title)s”", "%(name)s published %(n)s videos", many)
    words = text % {"name": group.names, "title": group.title, "n": many}
    address = group.address if many == 1 else absolute_page("videos:subscriptions")
    return Line(words, address, group.picture)


NOTICES = (
    NoticeKind(name=PUBLISHED, label=_("New videos of the people I follow"), icon="clapperboard", sentence=_published),
)
