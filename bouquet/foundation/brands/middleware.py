"""Host → brand. A host nobody configured gets a plain 421; a brand that only leads elsewhere redirects."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port

from bouquet.foundation.brands.current import address_at, network
from bouquet.foundation.brands.guests import guest_at
from bouquet.foundation.brands.network import Brand

UNKNOWN_HOST = (
    '<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<meta name="color-scheme" content="dark light"><title>421</title><main><h1>Cette adresse n’est pas servie ici</h1>'
    "<p>Rien n’a été perdu. Vérifiez l’adresse.</p>"
    "<p lang=en>This address is not served here. Nothing was lost; check the address.</p></main></html>"
)


class BrandMiddleware:
    """Sets `request.brand`, `request.is_account_host` and, where one answers, `request.guest`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host, _port = split_domain_port(request.META.get("HTTP_HOST", ""))
        here = network()
        is_account_host = host.lower() == here.account_host
        brand = here.brand_at(host) or (_brand_remembered(request) if is_account_host else None)
        if brand is None and (found := guest_at(host)) is not None:
            brand, request.guest = found  # type: ignore[attr-defined]
        if brand is None:
            # RFC 9110 §15.5.20: the request reached a server that does not answer for this authority.
            return HttpResponse(UNKNOWN_HOST, status=421)
        if brand.leads_to:
            return HttpResponseRedirect(address_at(here.brand(brand.leads_to).host, request.get_full_path()))
        request.brand = brand  # type: ignore[attr-defined]
        request.is_account_host = is_account_host  # type: ignore[attr-defined]
        return self.get_response(request)


def _brand_remembered(request: HttpRequest) -> Brand:
    """On the account host, pages wear the brand the visitor came from."""
    shown = network().shown
    wanted = request.GET.get("brand") or request.COOKIES.get("brand")
    return next((brand for brand in shown if brand.key == wanted), shown[0])
