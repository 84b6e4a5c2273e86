"""The words on a video."""

from __future__ import annotations

from collections.abc import Iterable

from bouquet.capabilities.accounts.engine.names import tidied
from bouquet.sites.videos.engine.slugs import slug_of
from bouquet.sites.videos.models import Tag, Tagging, Video

MOST_TAGS = 12


def tag(video: Video, names: Iterable[str]) -> None:
    """Hang exactly these words on `video`: the same word in another spelling is the same tag; at most 12.

    The caller saves `video.tag_list`, from which pages show them without a query.
    """
    wanted = {slug_of(name): tidied(name)[:60].strip() for name in reversed(list(names)) if slug_of(name)}
    wanted = dict(list(reversed(wanted.items()))[:MOST_TAGS])
    Tag.objects.bulk_create([Tag(slug=slug, name=name) for slug, name in wanted.items()], ignore_conflicts=True)
    tags = {known.slug: known for known in Tag.objects.filter(slug__in=wanted)}
    Tagging.objects.filter(video=video).exclude(tag__in=tags.values()).delete()
    Tagging.objects.bulk_create([Tagging(tag=known, video=video) for known in tags.values()], ignore_conflicts=True)
    video.tag_list = [{"slug": slug, "name": tags[slug].name} for slug in wanted]
