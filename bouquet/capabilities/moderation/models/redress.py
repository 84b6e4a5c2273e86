"""Where people turn to outside of the house (Regulation (EU) 2022/2065 art. 21)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OutOfCourtBody(models.Model):
    """What a statement of reasons says of out-of-court settlement, in each language; the operator writes it."""

    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, unique=True)
    text = models.TextField(_("text"), help_text=_("Which certified bodies one may turn to, with their addresses."))

    class Meta:
        verbose_name = _("out-of-court settlement")
        verbose_name_plural = _("out-of-court settlement")

    def __str__(self) -> str:
        return self.get_language_display()
