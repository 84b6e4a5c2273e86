"""What members are told, in words."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.notifications.kinds import Frequency, Group, Line, NoticeKind
from bouquet.foundation.brands.current import site_address
from bouquet.sites.blogs.actions.addressing import SITE


def published(group: Group) -> Line:
    """« Nouveau dans Le carnet d'Inès : La confiture d'automne »."""
    text = gettext("New on %(blog)s: %(title)s")
    return Line(text % {"blog": group.data.get("blog", ""), "title": group.title}, group.address, group.picture)


def asked(group: Group) -> Line:
    """« Inès vous invite à écrire dans Le carnet d'Inès »."""
    text = gettext("%(names)s invites you to write in %(blog)s")
    return Line(text % {"names": group.names, "blog": group.title}, site_address(SITE, "blogs:mine"), group.picture)


def followed(group: Group) -> Line:
    """« Karim suit Le carnet d'Inès »."""
    text = ngettext("%(names)s follows %(blog)s", "%(names)s follow %(blog)s", group.people_count)
    return Line(text % {"names": group.names, "blog": group.title}, group.address, group.picture)


def mentioned(group: Group) -> Line:
    """« exemple.org parle de votre article La confiture d'automne »."""
    text = gettext("%(site)s mentions your post %(title)s")
    return Line(text % {"site": group.data.get("site", ""), "title": group.title}, group.address)


NOTICES = (
    NoticeKind(name="blogs.post", label=_("New posts in blogs I follow"), icon="newspaper", sentence=published),
    NoticeKind(
        name="blogs.asked",
        label=_("Invitations to write in a blog"),
        icon="mail-open",
        sentence=asked,
        mail=Frequency.IMMEDIATE,
    ),
    NoticeKind(name="blogs.followed", label=_("New followers of my blogs"), icon="user-round-plus", sentence=followed),
    NoticeKind(name="blogs.mention", label=_("Pages elsewhere that mention my posts"), icon="link", sentence=mentioned),
)
