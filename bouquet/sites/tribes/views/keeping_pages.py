"""Pages of this site that are the same for all who are not signed in: kept, and dropped when what they show changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from bouquet.foundation.live.caching import View, shared_page
from bouquet.sites.tribes.actions.purging import KEPT_SECONDS, LISTS, WITHDRAWN, person_tag, post_tag, tribe_tag

Keep = Callable[[View], View]


def page_of_lists(*query: str) -> Keep:
    """One that lists tribes; `query` are the parameters it depends on."""
    return _kept(lambda request, **_at: [LISTS], query)


def page_of_tribe(*query: str) -> Keep:
    """One below a tribe's address."""
    return _kept(lambda request, slug: [tribe_tag(slug)], query)


def page_of_post(*query: str) -> Keep:
    """One below a post's address."""
    return _kept(lambda request, code, **_at: [post_tag(code)], query)


def page_of_person(*query: str) -> Keep:
    """One below a person's address."""
    return _kept(lambda request, handle: [person_tag(handle)], query)


def _kept(tags: Callable[..., Iterable[str]], query: Collection[str]) -> Keep:
    def named(*args: Any, **kwargs: Any) -> list[str]:
        return [*tags(*args, **kwargs), WITHDRAWN]

    return shared_page(seconds=KEPT_SECONDS, tags=named, query=query)
