"""The network's affinity tags."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.affinity.engine import words
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key

# A tag that members made is shown to others once so many have it: a name or an insult rarely gets there.
SHOWN_FROM = 5


class TagQuerySet(models.QuerySet["Tag"]):
    def shown(self) -> TagQuerySet:
        """What may be proposed to anybody: the operator's, and those of members that enough people have."""
        return self.filter(Q(is_kept=True) | Q(people__gte=SHOWN_FROM), is_refused=False)

    def said(self, saying: Iterable[str]) -> dict[str, Tag]:
        """The tag for each of the words that there is one for, by the words' slug; aliases lead to theirs. Two
        queries."""
        slugs = {slug for slug in map(words.slug_of, saying) if slug}
        if not slugs:
            return {}
        found = {tag.slug: tag for tag in self.filter(slug__in=slugs)}
        missing = slugs - set(found)
        if missing:
            aliases = TagAlias.objects.filter(slug__in=missing, tag__in=self).select_related("tag")
            found |= {alias.slug: alias.tag for alias in aliases}
        return found


class Tag(models.Model):
    """One affinity: « grimpe ». The operator's are kept whatever happens; members' own live as long as anybody has
    them."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    slug = models.SlugField(max_length=words.LONGEST, unique=True)
    name_fr = models.CharField(_("Name in French"), max_length=words.LONGEST)
    name_en = models.CharField(_("Name in English"), max_length=words.LONGEST, blank=True)
    # Whether the operator looks after it.
    is_kept = models.BooleanField(_("Kept whether or not anybody has it"), default=False)
    # Nobody may use it (an insult, a person's name).
    is_refused = models.BooleanField(_("Refused: nobody may use it"), default=False)
    # How many members say they like it.
    people = models.PositiveIntegerField(_("People"), default=0, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("affinity tag")
        verbose_name_plural = _("affinity tags")
        indexes = [models.Index(fields=["is_refused", "-people"], name="affinity_tags_by_people")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the language of the moment."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name_fr


class TagAlias(models.Model):
    """Another way to say a tag: « escalade » leads to « grimpe »."""

    slug = models.SlugField(max_length=words.LONGEST, primary_key=True)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="aliases")

    class Meta:
        verbose_name = _("other way to say it")
        verbose_name_plural = _("other ways to say it")

    def __str__(self) -> str:
        return f"{self.slug} → {self.tag_id}"


def tags_by_key(keys: Iterable[UUID]) -> dict[UUID, Tag]:
    """One query."""
    return {tag.pk: tag for tag in Tag.objects.filter(pk__in=set(keys))}
