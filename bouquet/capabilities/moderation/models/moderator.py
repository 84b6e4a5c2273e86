"""Who moderates the network: named by operators."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock


class Moderator(models.Model):
    """A member who sees the desk."""

    account = models.OneToOneField(
        Account, on_delete=models.CASCADE, related_name="moderating", primary_key=True, verbose_name=_("member")
    )
    named_by = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("named by")
    )
    named_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("moderator")
        verbose_name_plural = _("moderators")

    def __str__(self) -> str:
        return str(self.account)
