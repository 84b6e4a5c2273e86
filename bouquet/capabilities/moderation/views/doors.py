"""Who gets in: everybody else finds nothing here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.moderation import policies
from bouquet.capabilities.moderation.models import Case

View = Callable[..., HttpResponse]


def for_moderators(view: View) -> View:
    """Moderators and operators."""

    @login_required
    @wraps(view)
    def inside(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not policies.is_moderator(member_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return inside


def for_operators(view: View) -> View:
    @login_required
    @wraps(view)
    def inside(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not member_of(request).is_operator:
            raise Http404
        return view(request, *args, **kwargs)

    return inside


def for_judges(view: View) -> View:
    """Also those who keep something; which cases they see is asked case by case."""

    @login_required
    @wraps(view)
    def inside(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        member = member_of(request)
        if not policies.is_moderator(member) and not Case.objects.kept_by(member).exists():
            raise Http404
        return view(request, *args, **kwargs)

    return inside
