"""The card of a link, while somebody composes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.media.actions import linked_pages, unfolding
from bouquet.capabilities.media.engine.addresses_in_words import first_address
from bouquet.capabilities.moderation.actions import limiting
from bouquet.foundation.subjects import registry
from bouquet.sites.tribes.actions.carrying import LinkCard

# A preview looks again this often; what comes later still shows with the post.
MOST_LOOKS = 8


@login_required
def preview(request: HttpRequest) -> HttpResponse:
    """What the first address in `text` will show. The page is asked by a job: until then the fragment asks again."""
    address = first_address(request.GET.get("text", ""))
    looks = int(text) if (text := request.GET.get("looks", "0")).isdecimal() and len(text) < 3 else 0
    context: dict[str, object] = {"address": address, "looks": looks + 1}
    ours = unfolding.thing_at(address) if address else None
    if ours is not None:
        context["subject"] = registry.visible_subjects([ours], member_of(request)).get(ours)
    elif address:
        try:
            # Looking again at what is being asked already costs nothing.
            page = linked_pages.known(address) if looks else None
            if page is None:
                limiting.require_pace(account=member_of(request), verb="tribes.preview")
                page = linked_pages.ask(address)
        except (linked_pages.CannotUnfold, limiting.TooFast):
            return render(request, "tribes/composer/preview.html", context)
        context["card"] = LinkCard(page.to_card()) if page.is_known else None
        context["waits"] = page.state == page.State.WAITING and looks < MOST_LOOKS
    return render(request, "tribes/composer/preview.html", context)
