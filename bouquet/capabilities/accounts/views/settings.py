"""What a member sets about themselves."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts import policies
from bouquet.capabilities.accounts.actions import profile as changing
from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.accounts.engine.pictures import NotAPicture
from bouquet.capabilities.accounts.forms.settings import HandleForm, PictureForm, PrivacyForm, ProfileForm


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The first of them."""
    return redirect("accounts:profile_settings")


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, words about oneself, country, language, zone."""
    form = ProfileForm(request.POST or None, instance=member_of(request))
    if request.method == "POST" and form.is_valid():
        account = member_of(request)
        changing.describe(account=account, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        with override(account.language):
            return redirect("accounts:profile_settings")
    return _profile_page(request, form=form)


@login_required
@require_POST
def picture(request: HttpRequest) -> HttpResponse:
    """A new picture, or none."""
    if "remove" in request.POST:
        changing.remove_picture(account=member_of(request))
        messages.success(request, _("Your picture is removed."))
        return redirect("accounts:profile_settings")
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            changing.change_picture(account=member_of(request), source=form.cleaned_data["picture"])
        except NotAPicture:
            form.add_error("picture", _("This file is not a picture we can read. Your picture has not changed."))
        else:
            messages.success(request, _("Your picture is changed."))
            return redirect("accounts:profile_settings")
    return _profile_page(request, picture_form=form)


@login_required
@require_POST
def handle(request: HttpRequest) -> HttpResponse:
    """Another handle."""
    form = HandleForm(request.POST, account=member_of(request))
    if form.is_valid():
        try:
            changing.change_handle(account=member_of(request), handle=form.cleaned_data["handle"])
        except ValidationError as refusal:
            form.add_error("handle", refusal)
        else:
            messages.success(request, _("Your handle is changed. The old one still leads to you."))
            return redirect("accounts:profile_settings")
    return _profile_page(request, handle_form=form)


@login_required
def privacy(request: HttpRequest) -> HttpResponse:
    """Who may follow without asking."""
    account = member_of(request)
    form = PrivacyForm(request.POST or None, instance=account)
    if request.method == "POST" and form.is_valid():
        changing.change_privacy(account=account, is_private=form.cleaned_data["is_private"])
        messages.success(request, _("Saved."))
        return redirect("accounts:privacy")
    return render(request, "accounts/privacy.html", {"form": form, "safeguards": policies.safeguards_of(account)})


def _profile_page(
    request: HttpRequest,
    *,
    form: ProfileForm | None = None,
    picture_form: PictureForm | None = None,
    handle_form: HandleForm | None = None,
) -> HttpResponse:
    account = member_of(request)
    known = {
        "form": form or ProfileForm(instance=account),
        "picture_form": picture_form or PictureForm(),
        "handle_form": handle_form or HandleForm(account=account, initial={"handle": account.handle}),
        "handle_free_at": account.may_change_handle_at(),
    }
    return render(request, "accounts/profile_settings.html", known)
