"""What a member shows of themselves here, and to whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from bouquet.sites.tribes.models.states import Closeness


class Profile(models.Model):
    """One member's page. Birthdays and age are shown to nobody until they say otherwise.

    `last_post_id` is the newest post on their own page that shows. `home_at` is their last visit of the home page and
    `home_before_at` the one before: "since your last visit" means since then.
    """

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="tribes_profile"
    )
    place = models.CharField(max_length=80, blank=True)
    shows_affinities = models.CharField(max_length=8, choices=Closeness, default=Closeness.EVERYONE)
    shows_tribes = models.CharField(max_length=8, choices=Closeness, default=Closeness.MEMBERS)
    shows_friends = models.CharField(max_length=8, choices=Closeness, default=Closeness.MEMBERS)
    shows_place = models.CharField(max_length=8, choices=Closeness, default=Closeness.FRIENDS)
    shows_birthday = models.CharField(max_length=8, choices=Closeness, default=Closeness.NOBODY)
    shows_age = models.CharField(max_length=8, choices=Closeness, default=Closeness.NOBODY)
    last_post_id = models.UUIDField(null=True)
    home_at = models.DateTimeField(null=True)
    home_before_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"profile of {self.account_id}"
