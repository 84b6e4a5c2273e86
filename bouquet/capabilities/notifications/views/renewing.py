"""A browser's push service gave it another subscription (W3C Push API § 10.4, `pushsubscriptionchange`)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bouquet.capabilities.accounts.asking import sign_in_of
from bouquet.capabilities.notifications.actions import listening
from bouquet.capabilities.notifications.forms import DeviceForm


@never_cache
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest) -> HttpResponse:
    """GET: the key to subscribe with, and the token to POST with. POST: the subscription that takes the place of this
    browser's former one.

    Asked by the service worker, which has no form: that it is ours is said by `Sec-Fetch-Site` as well, a header no
    script may set, and which every browser that takes pushes sends. 403 for whoever takes none here, so that a browser
    whose member is gone ends its subscription.
    """
    if request.method == "GET":
        return JsonResponse({"key": listening.public_key(), "token": get_token(request)})
    sign_in, form = sign_in_of(request), DeviceForm(request.POST)
    if sign_in is None or request.headers.get("Sec-Fetch-Site") != "same-origin":
        return HttpResponse(status=403)
    try:
        if not form.is_valid():
            raise listening.BadDevice
        listening.renew(sign_in=sign_in, **form.cleaned_data)
    except listening.BadDevice:
        return HttpResponse(status=403)
    return HttpResponse(status=204)
