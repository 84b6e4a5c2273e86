"""Bots as somebody wants them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bouquet.capabilities.messaging.models.bot import LONGEST_HINT, LONGEST_ORDER
from bouquet.capabilities.messaging.models.hook import Hook

HEARS = [
    (Hook.Hears.EVERYTHING.value, _("Everything that happens in the room")),
    (Hook.Hears.ORDERS.value, _("Only the orders that are for the bot")),
]


class BotForm(forms.Form):
    """What it is called."""

    name = forms.CharField(label=_("Name of the bot"), max_length=60)


class BotTokenForm(forms.Form):
    """What the token is for."""

    name = forms.CharField(label=_("What is it for?"), max_length=60)


class OrderForm(forms.Form):
    """An order it takes."""

    name = forms.CharField(
        label=pgettext_lazy("to a bot", "Order"),
        max_length=LONGEST_ORDER + 1,
        help_text=_("What one types after the slash, such as weather."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    hint = forms.CharField(label=_("What it does"), max_length=LONGEST_HINT, required=False)


class HookForm(forms.Form):
    """An address that is told."""

    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocapitalize": "none"}),
    )
    hears = forms.ChoiceField(
        label=_("What is it told?"), choices=HEARS, initial=Hook.Hears.EVERYTHING, widget=forms.RadioSelect
    )


class WatchForm(forms.Form):
    """What to watch together."""

    address = forms.CharField(
        label=_("Address of the video"),
        max_length=500,
        help_text=_("The address of its page, as your browser shows it."),
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocapitalize": "none"}),
    )
