"""The words a column may hold."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What somebody may do in a blog. There is one owner, as long as the blog lives.

    Contributors write drafts; authors publish their own posts; editors whatever is written, and look after the rest.
    """

    OWNER = "owner", pgettext_lazy("blog", "Owner")
    EDITOR = "editor", pgettext_lazy("blog", "Editor")
    AUTHOR = "author", pgettext_lazy("blog", "Author")
    CONTRIBUTOR = "contrib", pgettext_lazy("blog", "Contributor")
    # Wrote here once: their name stands below their posts, and they may do nothing.
    PAST = "past", pgettext_lazy("blog", "Former author")


EDITING = (Role.OWNER, Role.EDITOR)
PUBLISHING = (Role.OWNER, Role.EDITOR, Role.AUTHOR)
WRITING = (*PUBLISHING, Role.CONTRIBUTOR)


class State(models.TextChoices):
    """Where a post or page stands."""

    DRAFT = "draft", pgettext_lazy("post", "Draft")
    SCHEDULED = "scheduled", pgettext_lazy("post", "Scheduled")
    PUBLISHED = "published", pgettext_lazy("post", "Published")


class Standings(models.TextChoices):
    """`foundation.subjects.Standing`, as a column keeps it."""

    SHOWN = "shown", _("Shown")
    LABELLED = "labelled", _("Shown with a warning")
    HIDDEN = "hidden", _("Hidden")
    REMOVED = "removed", _("Removed")


OPENLY = (Standings.SHOWN, Standings.LABELLED)
