"""The settings tests run under: the product's own, with a folder of their own for everything that is kept."""

import os
import tempfile

# Before the product's settings are read: tests never touch what a person keeps in var/.
os.environ["BOUQUET_VAR"] = tempfile.mkdtemp(prefix="bouquet-test-")

from bouquet.config.settings import *  # noqa: F403
from bouquet.config.settings import DATABASES, STORAGES

# Accounts are opened by the hundred; what protects passwords is slow by design.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Pages are drawn from a fresh clone, where nothing was collected yet.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# In memory, also for each of several workers: pytest-django knows that only of Django's own SQLite engine.
if not os.environ.get("BOUQUET_DATABASE_URL"):
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
