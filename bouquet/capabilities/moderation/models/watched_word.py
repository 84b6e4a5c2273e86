"""Words that hold, refuse or flag what they stand in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock


class WatchedWord(models.Model):
    """One word, several, or a beginning (`spam*`). `language` keeps it to texts that are known to be in it."""

    class Action(models.TextChoices):
        REFUSE = "refuse", _("Refuse the text")
        HOLD = "hold", _("Hold it until somebody has looked")
        FLAG = "flag", _("Publish it, and put it on the desk")

    word = models.CharField(_("word"), max_length=80)
    normal = models.CharField(max_length=160, editable=False)
    action = models.CharField(_("what happens"), max_length=6, choices=Action.choices, default=Action.HOLD)
    language = models.CharField(_("language"), max_length=5, blank=True)
    added_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("watched word")
        verbose_name_plural = _("watched words")
        constraints = [models.UniqueConstraint(fields=["normal", "language"], name="moderation_word_once")]

    def __str__(self) -> str:
        return self.word
