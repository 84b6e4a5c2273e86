"""The account: one per person, for every brand of the network."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from bouquet.foundation.ids.keys import new_key


class Account(AbstractUser):
    """The user model. Known to others by its handle; `username` is the handle's column in Django's words."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
