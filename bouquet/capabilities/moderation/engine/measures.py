"""What a decision may do: to the thing, and to its author."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bouquet.foundation.subjects.subject import Standing


class Measure(TextChoices):
    """The first four are for a thing, the others for the person who made it."""

    KEEP = "keep", _("Keep as it is")
    LABEL = "label", _("Show behind a warning")
    HIDE = "hide", _("Hide: only its author sees it")
    REMOVE = "remove", _("Remove: nobody sees it")
    WARN = "warn", _("Warn the author")
    SUSPEND = "suspend", _("Suspend the account for some days")
    BAN = "ban", _("Close the account for good")


FOR_THINGS = (Measure.KEEP, Measure.LABEL, Measure.HIDE, Measure.REMOVE)
FOR_PEOPLE = (Measure.WARN, Measure.SUSPEND, Measure.BAN)

STANDINGS = {
    Measure.LABEL: Standing.LABELLED,
    Measure.HIDE: Standing.HIDDEN,
    Measure.REMOVE: Standing.REMOVED,
}


class Ground(TextChoices):
    """Regulation (EU) 2022/2065 art. 17(3)(d) and (e)."""

    LAW = "law", _("It is against the law")
    TERMS = "terms", _("It is against our terms of use")


# How heavily an upheld decision weighs on the trust in its author.
WEIGHTS = {
    Measure.KEEP: 0,
    Measure.LABEL: 1,
    Measure.HIDE: 1,
    Measure.REMOVE: 1,
    Measure.WARN: 1,
    Measure.SUSPEND: 2,
    Measure.BAN: 3,
}
